/** Bytes of a request's body. The largest operation of a front end is far smaller. */
export const maxBodySize = 256 * 1024;

/**
 * Bytes of a request's headers, names and all. nginx and Apache carry as much, but at most 8 kB in one line unless told otherwise:
 * see {@link maxTokenSize}.
 */
export const maxHeaderSize = 16 * 1024;

/** Bytes of an access token that nginx and Apache carry by default: they refuse a header line of more than 8 kB. */
export const maxTokenSize = 8000;

/** Bytes of headers that Node reads at all. Between the two limits the gateway knows the request, and a page can read the refusal. */
export const maxReadHeaderSize = 128 * 1024;

/** Milliseconds within which a whole request arrives, headers and body. */
export const arrivalTimeLimit = 30_000;

/** Milliseconds between two searches for requests that exceed {@link arrivalTimeLimit}. */
export const arrivalCheckInterval = 1000;

/** Milliseconds that an incomplete request still has to arrive once the app closes. */
export const arrivalTimeLimitWhenClosing = 2000;

/** Lexical tokens of one GraphQL document: more than a front end sends, and fewer than a nesting that exhausts the stack. */
export const maxDocumentTokens = 5000;

/** Root fields of one GraphQL operation, aliases included. A front end asks for far fewer. */
export const maxRootFields = 100;
