/** Time limit for opening a connection to Auth0 or a service (milliseconds). */
export const connectTimeLimit = 5000;

/** Time limit of one call to Auth0, including the answer's body (milliseconds). A mutation may make several calls. */
export const auth0TimeLimit = 10_000;

/** Time limit for fetching the issuer's metadata and its key set together (milliseconds). */
export const issuerKeysTimeLimit = 5000;

/** Time limit for asking an issuer whether it is a local tenant (milliseconds). */
export const localTenantTimeLimit = 5000;

/** Time limit of one call to a micro-service, including retries and the answer's body (milliseconds). */
export const serviceTimeLimit = 5000;
