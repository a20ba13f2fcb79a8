import Fastify from 'fastify';
import type { Metrics } from '../telemetry/metrics.ts';
import { getBaseUrl } from './app.ts';
import { listen } from './listen.ts';

/**
 * Serves metrics at `/metrics`, on a separate port because metrics are not public.
 *
 * @throws the error of listening, unchanged
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
  await listen(app, { host, port });
  return {
    url: `${getBaseUrl(app, host)}/metrics`,
    close: async () => {
      await app.close();
    },
  };
}
