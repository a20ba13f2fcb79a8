import type { FastifyInstance } from 'fastify';

declare module 'fastify' {
  interface FastifyContextConfig {
    /** Whether the route sets `Cache-Control` itself. Default: false, so that the response has `no-store`. */
    mayBeStored?: boolean;
  }
}

/**
 * Seconds for which services may cache the key set. A key is published one hour before it signs tokens, so services learn of it
 * in time.
 */
const maxAge = 600;

/** Serves the gateway's own key set (RFC 7517 §5) at `/.well-known/jwks.json`, for services that verify internal tokens. */
export function serveKeySet(app: FastifyInstance, published: () => Promise<object>): void {
  app.get('/.well-known/jwks.json', { config: { mayBeStored: true } }, async (_request, reply) => {
    reply.header('cache-control', `public, max-age=${maxAge}`);
    return published();
  });
}
