/** Refusal when the provider issues tokens that the gateway does not accept. It lasts until the operator changes a setting. */
export const unusable = { kind: 'ServiceUnavailable', retryAfter: 60 } as const;

/** Refusal of a request that will succeed a moment later. */
export const tryAgain = { kind: 'ServiceUnavailable', retryAfter: 1 } as const;
