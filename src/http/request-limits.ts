/** Maximum size of a request's body, in bytes. The largest operation of a front end is far smaller. */
export const maxBodySize = 256 * 1024;

/**
 * Maximum size of a request's headers, in bytes, names included. By default nginx and Apache accept as much in all, but only 8 kB
 * in one line: see {@link maxTokenSize}.
 */
export const maxHeaderSize = 16 * 1024;

/** Largest access token that nginx and Apache accept by default, in bytes. They refuse a header line of more than 8 kB. */
export const maxTokenSize = 8000;

/**
 * Size of headers, in bytes, from which Node itself refuses a request. Below it the gateway's own check refuses the request, with a
 * response that a page can read.
 */
export const maxReadHeaderSize = 128 * 1024;

/** Milliseconds within which a request must arrive completely, headers and body. */
export const arrivalTimeLimit = 30_000;

/** Milliseconds between two searches for requests that exceed {@link arrivalTimeLimit}. */
export const arrivalCheckInterval = 1000;

/** Milliseconds that an incomplete request has left to arrive when the app closes. */
export const arrivalTimeLimitWhenClosing = 2000;

/**
 * Maximum number of lexical tokens in a GraphQL document. A front end sends fewer, and it takes more to exhaust the stack by
 * nesting.
 */
export const maxDocumentTokens = 5000;

/** Maximum number of root fields in a GraphQL operation, aliases included. A front end asks for far fewer. */
export const maxRootFields = 100;
