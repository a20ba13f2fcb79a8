/**
 * Maximum number of lexical tokens in a GraphQL document. A front end sends fewer, and a document of this size cannot exhaust the
 * stack by nesting.
 */
export const maxDocumentTokens = 5000;

/** Maximum number of root fields in a GraphQL operation, including aliases. A front end sends far fewer. */
export const maxRootFields = 100;
