import dns from 'node:dns';
import type { LookupFunction } from 'node:net';
import { TransformStream } from 'node:stream/web';
import { Agent, fetch, Response, type RequestInit } from 'undici';
import { createProxyPool, isLoopback, ProxyError, type ProxySettings } from './proxy.ts';
import { maxAuth0BodySize } from './size-limits.ts';
import { connectTimeLimit } from './time-limits.ts';

/** Connection pool for requests of the gateway. Limits the size of answers, and does not follow redirects. */
export interface Upstream {
  /**
   * Sends a request. Rejects if the answer is a redirect or the connection fails. Reading a body that exceeds the size limit
   * rejects too.
   */
  fetch: (url: string, init?: RequestInit) => Promise<Response>;
  /** Closes the pool after the requests in flight have ended. */
  close: () => Promise<void>;
}

/** Options of {@link createUpstream}. */
export interface PoolOptions {
  /** Maximum size of an answer's body after decompression (bytes). Default: 1 MiB. */
  maxBodySize?: number;
  /** Proxy for all hosts except this machine and the exceptions. Default: none, so that connections are direct. */
  proxy?: ProxySettings | undefined;
}

/** Creates a connection pool. Its `fetch` rejects with a {@link ProxyError} if the proxy does not open a connection. */
export function createUpstream({
  maxBodySize = maxAuth0BodySize,
  proxy,
}: PoolOptions = {}): Upstream {
  const direct = new Agent({ connect: { timeout: connectTimeLimit, lookup } });
  const proxied = proxy && createProxyPool(proxy);
  return {
    fetch: async (url, init) => {
      const dispatcher = proxied && !isLoopback(new URL(url)) ? proxied : direct;
      // A redirect is an error, because an answer must not send credentials to another host (RFC 9700 §4.12).
      const response = fetch(url, { ...init, dispatcher, redirect: 'error' });
      return limitBody(await response.catch(rethrowProxyError), maxBodySize);
    },
    close: async () => {
      await Promise.all([direct.close(), proxied?.close()]);
    },
  };
}

/** Resolves a host name. Names below `localhost` mean this machine, and are not looked up (RFC 6761 §6.3). */
const lookup: LookupFunction = (hostname, options, callback) => {
  dns.lookup(/\.localhost$/i.test(hostname) ? 'localhost' : hostname, options, callback);
};

/** Throws the `ProxyError` that `fetch` has wrapped in an error of its own. If there is none, throws the error itself. */
function rethrowProxyError(error: unknown): never {
  const cause = error instanceof Error ? error.cause : undefined;
  throw cause instanceof ProxyError ? cause : error;
}

/**
 * Limits the size of the decompressed body. The limit of undici's agent, `maxResponseSize`, counts compressed bytes, and a
 * kilobyte of gzip may contain a megabyte.
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
