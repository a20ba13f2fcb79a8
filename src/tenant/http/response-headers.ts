import { createHash } from 'node:crypto';
import type { FastifyReply } from 'fastify';
import type { BucketState } from '../attack-protection/token-bucket.ts';

/** Auth0's `Cache-Control` for errors, and for answers about a user. */
export const uncached =
  'private, no-store, no-cache, must-revalidate, post-check=0, pre-check=0, no-transform';

/** Sets the headers of `/oauth/*`. The content type is JSON without a charset. */
export function oauthHeaders(reply: FastifyReply): void {
  reply.headers({ 'content-type': 'application/json', 'cache-control': uncached });
}

/** Sets the headers of `/mfa/*`. */
export function mfaHeaders(reply: FastifyReply): void {
  reply.headers({ 'content-type': 'application/json; charset=utf-8', 'cache-control': uncached });
}

/** Sets the headers of `/dbconnections/*` and `/userinfo`, which let pages of any origin read the response. */
export function publicHeaders(reply: FastifyReply): void {
  reply.headers({
    'content-type': 'application/json; charset=utf-8',
    'cache-control': uncached,
    'access-control-allow-origin': '*',
    'access-control-allow-credentials': 'false',
    'access-control-expose-headers': 'X-RateLimit-Limit, X-RateLimit-Remaining, X-RateLimit-Reset',
  });
}

/** Sets the headers `X-RateLimit-*` from the state of a bucket. `X-RateLimit-Reset` is in seconds since the epoch. */
export function rateLimitHeaders(
  reply: FastifyReply,
  { limit, remaining, reset }: BucketState,
): void {
  reply.headers({
    'x-ratelimit-limit': limit,
    'x-ratelimit-remaining': remaining,
    'x-ratelimit-reset': Math.ceil(reset.getTime() / 1000),
  });
}

/**
 * Sends JSON as bytes, because Fastify would add a charset to a string. The caller has set the content type. The option `etag` adds
 * a weak ETag, computed as Express does.
 */
export function sendJson(reply: FastifyReply, body: object, { etag = false } = {}): FastifyReply {
  const text = JSON.stringify(body);
  return (etag ? reply.header('etag', weakEtag(text)) : reply).send(Buffer.from(text));
}

function weakEtag(text: string): string {
  const hash = createHash('sha1').update(text).digest('base64').slice(0, 27);
  return `W/"${Buffer.byteLength(text).toString(16)}-${hash}"`;
}
