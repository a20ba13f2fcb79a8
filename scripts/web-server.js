// `npm run dev`: Vite with the app of web/, a process of its own. The gateway passes the app's requests on to it, so that the page has
// the gateway's origin; a change reaches the page through a socket of its own.
import { once } from 'node:events';
import { realpathSync } from 'node:fs';
import { createServer } from 'node:http';
import { constants, setPriority } from 'node:os';
import process from 'node:process';
import { stripVTControlCharacters } from 'node:util';

setPriority(process.pid, constants.priority.PRIORITY_BELOW_NORMAL);

const server = createServer().listen(0, '127.0.0.1');
await once(server, 'listening');
const { port } = server.address();

try {
  const { createServer: createViteServer } = await import('vite');
  const vite = await createViteServer({
    configFile: 'web/vite.config.ts',
    mode: 'development',
    logLevel: 'warn',
    clearScreen: false,
    // In web/: several copies of the project may share node_modules/.
    cacheDir: '.vite',
    // The policy of the page names it.
    html: { cspNonce: 'vite' },
    server: {
      middlewareMode: true,
      ws: { server, host: '127.0.0.1', clientPort: port },
      fs: { allow: ['web', 'client', 'node_modules'].map((folder) => realpathSync(folder)) },
    },
  });
  server.on('request', vite.middlewares);
  process.on('SIGTERM', () => void vite.close().then(() => process.exit(0)));
  process.send?.({ web: { state: 'live', url: `http://127.0.0.1:${port}/` } });
} catch (error) {
  const reason = stripVTControlCharacters(error instanceof Error ? error.message : String(error));
  console.error(`The app cannot be served: ${reason}`);
  process.send?.({ web: { state: 'failed', reason } }, () => process.exit(1));
}
