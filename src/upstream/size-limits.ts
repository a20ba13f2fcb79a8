/** Maximum size of an answer of Auth0 after decompression (bytes). A key set or a user profile has a few thousand bytes. */
export const maxAuth0BodySize = 1024 * 1024;

/**
 * Maximum size of an answer of a micro-service after decompression (bytes). It is larger than Auth0's, because services answer
 * with lists.
 */
export const maxServiceBodySize = 8 * 1024 * 1024;
