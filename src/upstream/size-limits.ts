/** Maximum size of one answer of Auth0 after decompression, in bytes. A key set or a user profile has a few thousand. */
export const maxAuth0BodySize = 1024 * 1024;

/**
 * Maximum size of one answer of a micro-service after decompression, in bytes. It exceeds Auth0's limit, because services answer
 * with lists.
 */
export const maxServiceBodySize = 8 * 1024 * 1024;
