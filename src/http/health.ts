import type { FastifyInstance } from 'fastify';

/**
 * Serves `/health/live` and `/health/ready`. The gateway stays ready during an outage of Auth0, since it still answers public
 * fields and verifies tokens.
 *
 * @param isReady - whether a load balancer may send requests to this process. If not, `/health/ready` answers 503
 * @param isStopping - whether the process is about to end
 * @param isRehearsal - whether the answers say that this process rehearses production
 */
export function serveHealth(
  app: FastifyInstance,
  isReady: () => boolean,
  isStopping: () => boolean,
  isRehearsal: boolean,
): void {
  const mark = isRehearsal ? { rehearsal: true } : {};
  app.get('/health/live', () => ({ status: 'ok', ...mark }));
  app.get('/health/ready', (_request, reply) =>
    isReady()
      ? { status: 'ok', ...mark }
      : reply.code(503).send({ status: isStopping() ? 'stopping' : 'catching up', ...mark }),
  );
}
