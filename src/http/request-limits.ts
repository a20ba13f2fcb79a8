/** Maximum size of a request body (bytes). The largest operation of a front end is far smaller. */
export const maxBodySize = 256 * 1024;

/**
 * Maximum size of all request headers together, including their names (bytes). The defaults of nginx and Apache are similar, but
 * they accept at most 8 kB in one line: see {@link maxTokenSize}.
 */
export const maxHeaderSize = 16 * 1024;

/**
 * Size of the largest access token that nginx and Apache accept by default (bytes). They refuse a header line of more than 8 kB.
 */
export const maxTokenSize = 8000;

/**
 * Size of request headers from which Node itself refuses a request (bytes). Below that, the gateway's own check refuses it, with
 * a response that a page can read.
 */
export const maxReadHeaderSize = 128 * 1024;

/** Milliseconds within which a request must arrive completely, headers and body. */
export const arrivalTimeLimit = 30_000;

/** Milliseconds between two checks for requests that exceed {@link arrivalTimeLimit}. */
export const arrivalCheckInterval = 1000;

/** Milliseconds for an incomplete request to arrive after the app has begun to close. */
export const arrivalTimeLimitWhenClosing = 2000;
