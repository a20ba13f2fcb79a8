import { Agent, fetch, Response, type RequestInit } from 'undici';
import { maxAuth0BodySize } from './size-limits.ts';
import { connectTimeLimit } from './time-limits.ts';

/** How requests leave the gateway: pooled, kept-alive connections, bounded answers, no redirects followed. */
export interface Upstream {
  /** Rejects when the answer redirects or the connection fails; its body does when it is too large. */
  fetch: (url: string, init?: RequestInit) => Promise<Response>;
  /** Ends the pool, after what is in flight. */
  close: () => Promise<void>;
}

/**
 * Makes a connection pool.
 *
 * @param maxBodySize - bytes of an answer's body, unpacked; default: 1 MiB
 */
export function createUpstream(maxBodySize = maxAuth0BodySize): Upstream {
  const dispatcher = new Agent({ connect: { timeout: connectTimeLimit } });
  return {
    // A redirect is an error: credentials and keys never go where an answer points (RFC 9700 §4.12).
    fetch: async (url, init) =>
      limitBody(await fetch(url, { ...init, dispatcher, redirect: 'error' }), maxBodySize),
    close: () => dispatcher.close(),
  };
}

/** The agent's own `maxResponseSize` counts what was sent: a kilobyte of gzip may hold a megabyte. */
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
