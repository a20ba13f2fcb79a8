import { readConfig } from '../../src/config/config.ts';
import { startGateway } from '../../src/gateway.ts';

// Runs a gateway without a log, as in production, in a process of its own. Sends its URLs to the parent process, and stops when
// the parent asks.
const { url, metricsUrl, close } = await startGateway(
  readConfig({ LOG_LEVEL: 'silent', SHUTDOWN_DELAY: '0', ...process.env }),
);
process.once('SIGTERM', () => void close().then(() => process.exit()));
process.send?.({ url, metricsUrl });
