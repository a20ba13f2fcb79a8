// `npm run example`: follows docs/your-own-schema.md exactly. Copies the project to .example/, makes the page's changes there,
// and starts it with the service of examples/orders/. PORT, TENANT_PORT and ORDERS_PORT set the ports.
import './require-node.js';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import {
  cpSync,
  mkdirSync,
  openSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
} from 'node:fs';
import { join, resolve } from 'node:path';
import process from 'node:process';
import { followPage } from './follow-page.js';

if (process.env.npm_lifecycle_event) await import('./end-with-parent.js');

const folder = '.example';
const notCopied = [
  '.git',
  folder,
  '.state',
  '.env',
  '.compiled',
  '.web',
  'node_modules',
  'dist',
  'coverage',
];
const { PORT = '4000', ORDERS_PORT = '4020' } = process.env;
const gatewayUrl = `http://localhost:${PORT}/`;

rmSync(folder, { recursive: true, force: true });
mkdirSync(folder);
for (const name of readdirSync('.').filter((name) => !notCopied.includes(name))) {
  cpSync(name, join(folder, name), { recursive: true });
}
symlinkSync(resolve('node_modules'), join(folder, 'node_modules'), 'junction');
followPage(readFileSync('docs/your-own-schema.md', 'utf8'), folder);

let isReady = false;
const log = openSync(join(folder, 'orders.log'), 'a');
const service = run(['--import', 'tsx', 'examples/orders/main.ts'], {
  env: { HOST: '127.0.0.1', PORT: ORDERS_PORT, GATEWAY_URL: gatewayUrl },
  stdio: ['ignore', log, 'inherit'],
});
service.once('exit', (code) => {
  // When everything is ready, the gateway keeps running without the service, so that a reader can see its answers in that case.
  if (isReady || !code) return;
  console.error(`If port ${ORDERS_PORT} is in use, set ORDERS_PORT to another.`);
  (gateway ?? generator).kill('SIGTERM');
});
const generator = run(['node_modules/@graphql-codegen/cli/esm/bin.js', '--silent']);
let gateway;
// Ctrl-C reaches both processes directly. The gateway ends once, even if it receives several signals.
for (const signal of ['SIGTERM', 'SIGINT', 'SIGHUP']) {
  process.on(signal, () => (gateway ?? generator).kill('SIGTERM'));
}
const [failed] = await once(generator, 'exit');
if (failed !== 0) {
  service.kill('SIGTERM');
  process.exit(1);
}
gateway = run(['scripts/start.js'], {
  env: { GATEWAY_URL: gatewayUrl, SERVICE_ORDERS_URL: `http://127.0.0.1:${ORDERS_PORT}` },
  stdio: ['inherit', 'inherit', 'inherit', 'ipc'],
});
gateway.once('message', () => {
  isReady = true;
  console.log(announcement());
});
gateway.once('exit', (code) => {
  process.exitCode = code ?? 1;
  service.kill('SIGTERM');
});

/** Starts a program that ends with this one. */
function run(args, { env, stdio = 'inherit' } = {}) {
  const options = ['--import', './scripts/end-with-parent.js'];
  return spawn(process.execPath, [...options, ...args], {
    cwd: folder,
    env: { ...process.env, ...env },
    stdio,
  });
}

/** Builds the text with commands to try, for any POSIX shell with curl. */
function announcement() {
  const login =
    'mutation { login(input: { username: "user@example.com", password: "Correct-Horse-7-Battery" }) { ... on Session { accessToken } } }';
  const orders = '{ orders { nodes { id product { name price } quantity } } }';
  const post = (query) =>
    `curl -s ${gatewayUrl}graphql -H 'content-type: application/json' -d '${JSON.stringify({ query })}'`;
  const accessToken = `${post(login)} | node -p 'JSON.parse(fs.readFileSync(0)).data.login.accessToken'`;
  return `  The orders service runs behind the gateway and answers the gateway alone. Ask for the orders of user@example.com:
    ${post(orders)} -H "authorization: Bearer $(${accessToken})"

  The result of docs/your-own-schema.md is in .example/; the service's log is .example/orders.log.
`;
}
