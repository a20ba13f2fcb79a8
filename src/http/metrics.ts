import Fastify from 'fastify';
import { EventLoopDelay } from '../telemetry/event-loop-delay.ts';
import { createMetrics, type MetricSources } from '../telemetry/metrics.ts';
import { getBaseUrl } from './app.ts';
import { listen } from './listen.ts';

/**
 * Serves metrics at `/metrics`, on a separate port because metrics are not public. Measures the delay of the event loop until the
 * server is closed.
 *
 * @throws the error of listening, unchanged
 */
export async function serveMetrics(
  sources: MetricSources,
  host: string,
  port: number,
): Promise<{ url: string; close: () => Promise<void> }> {
  const app = Fastify({ forceCloseConnections: true });
  const delay = new EventLoopDelay();
  app.addHook('onClose', () => {
    delay.stop();
  });
  const { contentType, text } = createMetrics(sources, delay.durations);
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
