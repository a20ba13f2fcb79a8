import { readConfig } from '../../src/config/config.ts';
import { startGateway } from '../../src/gateway.ts';

/** A gateway in a process of its own, as production runs it but for its log; tells its parent where it is. */
const { url } = await startGateway(readConfig({ LOG_LEVEL: 'silent', ...process.env }));
process.send?.({ url });
