import { Agent, fetch, Response, type RequestInit } from 'undici';
import { maxAuth0BodySize } from './size-limits.ts';
import { connectTimeLimit } from './time-limits.ts';

/** A connection pool for requests that the gateway sends. It limits the size of answers and follows no redirect. */
export interface Upstream {
  /**
   * Sends a request. Rejects when the answer redirects or the connection fails. Reading the body rejects when it exceeds the size
   * limit.
   */
  fetch: (url: string, init?: RequestInit) => Promise<Response>;
  /** Closes the pool once the requests in flight have ended. */
  close: () => Promise<void>;
}

/**
 * Makes a connection pool.
 *
 * @param maxBodySize - maximum size of an answer's body after decompression, in bytes. Default: 1 MiB
 */
export function createUpstream(maxBodySize = maxAuth0BodySize): Upstream {
  const dispatcher = new Agent({ connect: { timeout: connectTimeLimit } });
  return {
    // A redirect is an error: an answer must not direct credentials to another host (RFC 9700 §4.12).
    fetch: async (url, init) =>
      limitBody(await fetch(url, { ...init, dispatcher, redirect: 'error' }), maxBodySize),
    close: () => dispatcher.close(),
  };
}

/**
 * Limits the size of the decompressed body. The limit of undici's agent, `maxResponseSize`, counts compressed bytes, and a kilobyte
 * of gzip may hold a megabyte.
 */
function limitBody(response: Response, maxBodySize: number): Response {
  let size = 0;
  const counter = new TransformStream<Uint8Array, Uint8Array>({
    transform: (chunk, controller) => {
      size += chunk.byteLength;
      if (size > maxBodySize) controller.error(new Error(`the body exceeds ${maxBodySize} bytes`));
      else controller.enqueue(chunk);
    },
  });
  return new Response(response.body?.pipeThrough(counter), response);
}
