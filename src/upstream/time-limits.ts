/** Milliseconds to open a connection, to Auth0 and to services. */
export const connectTimeLimit = 5000;

/** Milliseconds for one call to Auth0's APIs, the answer's body included. A mutation may make several calls. */
export const auth0TimeLimit = 10_000;

/** Milliseconds to fetch the issuer's metadata and its key set, both together. */
export const issuerKeysTimeLimit = 5000;

/** Milliseconds to ask an issuer whether it is a local tenant. */
export const localTenantTimeLimit = 5000;

/** Milliseconds for one call to a micro-service, repetitions and the answer's body included. */
export const serviceTimeLimit = 5000;
