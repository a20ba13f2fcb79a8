/** Refusal if the provider issues tokens that the gateway does not accept. An operator must change a setting first. */
export const unusable = { kind: 'ServiceUnavailable', retryAfter: 60 } as const;

/** Refusal of a request that can succeed one second later. */
export const tryAgain = { kind: 'ServiceUnavailable', retryAfter: 1 } as const;

/**
 * Refusal if the provider has issued a token that is already revoked, because an equal token of the same second was revoked. One
 * second later the provider issues a different token.
 */
export const revokedAlready = { ...tryAgain, isRevokedAlready: true } as const;
