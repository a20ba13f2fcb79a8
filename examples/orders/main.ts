import { z } from 'zod';
import { identityCheck } from './identity.ts';
import { ordersServer } from './server.ts';
import { openStore } from './store.ts';

const environment = z.object({
  HOST: z.string().default('127.0.0.1'),
  PORT: z.coerce.number().int().min(0).max(65535).default(4020),
  // With a trailing slash, as in the tokens' `iss`.
  GATEWAY_URL: z
    .url()
    .default('http://localhost:4000/')
    .transform((url) => url.replace(/\/?$/, '/')),
  ORDERS_FILE: z.string().default('.state/orders.json'),
});

/** Milliseconds that calls in flight may still take after SIGTERM. */
const grace = 5000;

/** Runs the orders service until SIGINT or SIGTERM. The gateway may start later. */
async function main(): Promise<void> {
  const { HOST, PORT, GATEWAY_URL, ORDERS_FILE } = environment.parse(process.env);
  const app = ordersServer(identityCheck(GATEWAY_URL, 'orders'), openStore(ORDERS_FILE));
  const stop = (): void => {
    void app.close();
    setTimeout(() => {
      app.server.closeAllConnections();
    }, grace).unref();
  };
  process.once('SIGINT', stop).once('SIGTERM', stop);
  await app.listen({ host: HOST, port: PORT });
}

try {
  await main();
} catch (error) {
  const message = error instanceof z.ZodError ? z.prettifyError(error) : String(error);
  console.error(`The orders service cannot start.\n${message}`);
  process.exitCode = 1;
}
