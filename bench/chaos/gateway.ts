import { readConfig } from '../../src/config/config.ts';
import { startGateway } from '../../src/gateway.ts';

// Runs a gateway as in production, but without a log, in a process of its own, and sends its URL to the parent process.
const { url } = await startGateway(readConfig({ LOG_LEVEL: 'silent', ...process.env }));
process.send?.({ url });
