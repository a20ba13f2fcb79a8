import type { FastifyInstance } from 'fastify';

declare module 'fastify' {
  interface FastifyContextConfig {
    /** The answer says by itself who may store it. */
    mayBeStored?: boolean;
  }
}

/** Seconds for which services may keep the key set; a key is published for an hour before it signs. */
const maxAge = 600;

/** Publishes the gateway's own keys (RFC 7517 §5) where services look for them. */
export function serveKeySet(app: FastifyInstance, published: () => Promise<object>): void {
  app.get('/.well-known/jwks.json', { config: { mayBeStored: true } }, async (_request, reply) => {
    reply.header('cache-control', `public, max-age=${maxAge}`);
    return published();
  });
}
