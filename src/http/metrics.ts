import Fastify from 'fastify';
import type { Metrics } from '../telemetry/metrics.ts';
import { listeningAt } from './app.ts';

/**
 * Serves metrics at `/metrics`, on a port of its own: they are not for the public.
 *
 * @throws what listening fails with, unchanged
 */
export async function serveMetrics(
  { contentType, text }: Metrics,
  host: string,
  port: number,
): Promise<{ url: string; close: () => Promise<void> }> {
  const app = Fastify({ forceCloseConnections: true });
  app.get('/metrics', async (_request, reply) => {
    reply.type(contentType);
    return text();
  });
  await app.listen({ host, port });
  return {
    url: `${listeningAt(app, host)}/metrics`,
    close: async () => {
      await app.close();
    },
  };
}
