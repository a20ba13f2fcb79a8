import Fastify from 'fastify';
import type { Metrics } from '../telemetry/metrics.ts';
import { getBaseUrl } from './app.ts';

/**
 * Serves metrics at `/metrics`, on a port of its own: they are not for the public.
 *
 * @param port - undefined: nothing is served
 * @throws what listening fails with, unchanged
 */
export async function serveMetrics(
  { contentType, text }: Metrics,
  host: string,
  port: number | undefined,
): Promise<{ url: string; close: () => Promise<void> } | undefined> {
  if (port === undefined) return undefined;
  const app = Fastify({ forceCloseConnections: true });
  app.get('/metrics', async (_request, reply) => {
    reply.type(contentType);
    return text();
  });
  await app.listen({ host, port });
  return {
    url: `${getBaseUrl(app, host)}/metrics`,
    close: async () => {
      await app.close();
    },
  };
}
