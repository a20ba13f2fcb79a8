/** Refusal when the provider issues tokens that the gateway does not accept. It lasts until the operator changes a setting. */
export const unusable = { kind: 'ServiceUnavailable', retryAfter: 60 } as const;

/** Refusal of a request that will succeed a moment later. */
export const tryAgain = { kind: 'ServiceUnavailable', retryAfter: 1 } as const;

/** The provider issued a token that is revoked already, with another one of the same second. A second later it issues another one. */
export const revokedAlready = { ...tryAgain, isRevokedAlready: true } as const;
