/** Milliseconds within which a connection to Auth0 or a service must open. */
export const connectTimeLimit = 5000;

/** Milliseconds for one call to Auth0, including the answer's body. A mutation may make several calls. */
export const auth0TimeLimit = 10_000;

/** Milliseconds within which the issuer's metadata and its key set must be fetched, both together. */
export const issuerKeysTimeLimit = 5000;

/** Milliseconds within which an issuer must answer whether it is a local tenant. */
export const localTenantTimeLimit = 5000;

/** Milliseconds for one call to a micro-service, including repetitions and the answer's body. */
export const serviceTimeLimit = 5000;
