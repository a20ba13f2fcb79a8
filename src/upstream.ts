import { Agent, fetch, type RequestInit, type Response } from 'undici';

/** How requests leave the gateway: pooled, kept-alive connections, bounded answers, no redirects followed. */
export interface Upstream {
  /** Rejects when the answer redirects, exceeds {@link maxResponseSize} bytes, or the connection fails. */
  fetch: (url: string, init?: RequestInit) => Promise<Response>;
  /** Ends the pool, after what is in flight. */
  close: () => Promise<void>;
}

/** Bytes; the largest answer we have a use for, a key set or a user profile, has a few thousand. */
const maxResponseSize = 1024 * 1024;

/** Makes the process's one connection pool. */
export function upstream(): Upstream {
  const dispatcher = new Agent({ maxResponseSize, connect: { timeout: 5000 } });
  return {
    // A redirect is an error: credentials and keys never go where an answer points (RFC 9700 §4.12).
    fetch: (url, init) => fetch(url, { ...init, dispatcher, redirect: 'error' }),
    close: () => dispatcher.close(),
  };
}
