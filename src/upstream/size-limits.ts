/** Bytes of one answer of Auth0's, unpacked. A key set or a user profile has a few thousand. */
export const maxAuth0BodySize = 1024 * 1024;

/** Bytes of one answer of a micro-service, unpacked. Services answer with lists, which are longer. */
export const maxServiceBodySize = 8 * 1024 * 1024;
