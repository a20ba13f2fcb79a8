import type { FastifyInstance } from 'fastify';

/**
 * Serves `/health/live` and `/health/ready`. The gateway stays ready in an outage of Auth0, since it still answers public fields
 * and verifies tokens.
 *
 * @param isReady - whether a load balancer may send requests to this process; if not, `/health/ready` answers 503
 */
export function serveHealth(app: FastifyInstance, isReady: () => boolean): void {
  app.get('/health/live', () => ({ status: 'ok' }));
  app.get('/health/ready', (_request, reply) =>
    isReady() ? { status: 'ok' } : reply.code(503).send({ status: 'catching up' }),
  );
}
