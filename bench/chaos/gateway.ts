import { readConfig } from '../../src/config/config.ts';
import { startGateway } from '../../src/gateway.ts';

// Runs a gateway as in production, but without a log, in a process of its own, and sends its URLs to the parent process. Stops as
// that asks.
const { url, metricsUrl, close } = await startGateway(
  readConfig({ LOG_LEVEL: 'silent', SHUTDOWN_DELAY: '0', ...process.env }),
);
process.once('SIGTERM', () => void close().then(() => process.exit()));
process.send?.({ url, metricsUrl });
