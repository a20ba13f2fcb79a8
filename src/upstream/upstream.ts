import dns from 'node:dns';
import type { LookupFunction } from 'node:net';
import { Agent, fetch, Response, type RequestInit } from 'undici';
import { maxAuth0BodySize } from './size-limits.ts';
import { connectTimeLimit } from './time-limits.ts';

/** A connection pool for requests of the gateway: it limits the size of answers and follows no redirect. */
export interface Upstream {
  /** Rejects when the answer redirects or the connection fails. The answer's body rejects when it exceeds the size limit. */
  fetch: (url: string, init?: RequestInit) => Promise<Response>;
  /** Closes the pool after the requests in flight. */
  close: () => Promise<void>;
}

/**
 * Makes a connection pool.
 *
 * @param maxBodySize - bytes of an answer's body, unpacked; default: 1 MiB
 */
export function createUpstream(maxBodySize = maxAuth0BodySize): Upstream {
  const dispatcher = new Agent({ connect: { timeout: connectTimeLimit, lookup } });
  return {
    // A redirect is an error: an answer must not direct credentials to another host (RFC 9700 §4.12).
    fetch: async (url, init) =>
      limitBody(await fetch(url, { ...init, dispatcher, redirect: 'error' }), maxBodySize),
    close: () => dispatcher.close(),
  };
}

/** Resolves a name. Names under `localhost` are this machine, and no name server is asked for them (RFC 6761 §6.3). */
const lookup: LookupFunction = (hostname, options, callback) => {
  dns.lookup(/\.localhost$/i.test(hostname) ? 'localhost' : hostname, options, callback);
};

/** Limits the unpacked body. The agent's own `maxResponseSize` counts packed bytes: a kilobyte of gzip may hold a megabyte. */
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
