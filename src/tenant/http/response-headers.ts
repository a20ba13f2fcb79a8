import { createHash } from 'node:crypto';
import type { FastifyReply } from 'fastify';
import type { BucketState } from '../attack-protection/token-bucket.ts';

/** Auth0's `Cache-Control` on errors and on everything about a user. */
export const uncached =
  'private, no-store, no-cache, must-revalidate, post-check=0, pre-check=0, no-transform';

/** Headers of `/oauth/*`: JSON without a charset. */
export function oauthHeaders(reply: FastifyReply): void {
  reply.headers({ 'content-type': 'application/json', 'cache-control': uncached });
}

/** Headers of `/mfa/*`. */
export function mfaHeaders(reply: FastifyReply): void {
  reply.headers({ 'content-type': 'application/json; charset=utf-8', 'cache-control': uncached });
}

/** Headers of `/dbconnections/*` and `/userinfo`, which a browser of any origin may read. */
export function publicHeaders(reply: FastifyReply): void {
  reply.headers({
    'content-type': 'application/json; charset=utf-8',
    'cache-control': uncached,
    'access-control-allow-origin': '*',
    'access-control-allow-credentials': 'false',
    'access-control-expose-headers': 'X-RateLimit-Limit, X-RateLimit-Remaining, X-RateLimit-Reset',
  });
}

/** `X-RateLimit-*` from the state of a bucket; `X-RateLimit-Reset` is in epoch seconds. */
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
 * Sends JSON under the content type already set, as bytes: to a string Fastify would add a charset. With `etag`, a weak one
 * as Express makes it.
 */
export function sendJson(reply: FastifyReply, body: object, { etag = false } = {}): FastifyReply {
  const text = JSON.stringify(body);
  return (etag ? reply.header('etag', weakEtag(text)) : reply).send(Buffer.from(text));
}

function weakEtag(text: string): string {
  const hash = createHash('sha1').update(text).digest('base64').slice(0, 27);
  return `W/"${Buffer.byteLength(text).toString(16)}-${hash}"`;
}
