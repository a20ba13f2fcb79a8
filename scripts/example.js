// `npm run example`: docs/your-own-schema.md, followed to the letter. Makes a copy of the project in .example/, adds what the
// page says, and starts it with the service of examples/orders/ behind it. PORT, TENANT_PORT and ORDERS_PORT say where.
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

const folder = '.example';
const notCopied = ['.git', folder, '.state', '.env', 'node_modules', 'dist', 'coverage'];
const { PORT = '4000', ORDERS_PORT = '4020' } = process.env;
const gateway = `http://localhost:${PORT}/`;
const programs = [];

rmSync(folder, { recursive: true, force: true });
mkdirSync(folder);
for (const name of readdirSync('.').filter((name) => !notCopied.includes(name))) {
  cpSync(name, join(folder, name), { recursive: true });
}
symlinkSync(resolve('node_modules'), join(folder, 'node_modules'), 'junction');
followPage(readFileSync('docs/your-own-schema.md', 'utf8'), folder);
const [failed] = await once(
  run(['node_modules/@graphql-codegen/cli/esm/bin.js', '--silent']),
  'exit',
);
if (failed) process.exit(1);

const log = openSync(join(folder, 'orders.log'), 'a');
programs.push(
  run(['--import', 'tsx', 'examples/orders/main.ts'], {
    env: { PORT: ORDERS_PORT, GATEWAY_URL: gateway },
    stdio: ['ignore', log, 'inherit'],
  }),
  run(['scripts/start.js'], {
    env: { GATEWAY_URL: gateway, SERVICE_ORDERS_URL: `http://127.0.0.1:${ORDERS_PORT}` },
    stdio: ['inherit', 'inherit', 'inherit', 'ipc'],
  }).once('message', () => {
    console.log(announcement());
  }),
);
// Ctrl-C reaches the programs by itself. Where one of them ends, so does the other.
process.on('SIGINT', () => undefined).on('SIGTERM', stop);
for (const program of programs) {
  program.once('exit', (code) => {
    process.exitCode ||= code ?? 1;
    stop();
  });
}

function run(args, { env, stdio = 'inherit' } = {}) {
  return spawn(process.execPath, args, { cwd: folder, env: { ...process.env, ...env }, stdio });
}

function stop() {
  for (const program of programs) program.kill('SIGTERM');
}

/** For any shell of POSIX, with curl. */
function announcement() {
  const login =
    'mutation { login(input: { username: "user@example.com", password: "Correct-Horse-7-Battery" }) { ... on Session { accessToken } } }';
  const orders =
    '{ orders(first: 3) { nodes { id quantity product { name price } } pageInfo { hasNextPage } } }';
  const post = (query) =>
    `curl -s ${gateway}graphql -H 'content-type: application/json' -d '${JSON.stringify({ query })}'`;
  const read = "node -p 'JSON.parse(fs.readFileSync(0)).data.login.accessToken'";
  return `  The orders service answers behind it, and nobody but the gateway. Ask for your orders:
    TOKEN=$(${post(login)} | ${read})
    ${post(orders)} -H "authorization: Bearer $TOKEN"

  What the page docs/your-own-schema.md has made is in .example/; the service's log is .example/orders.log.
`;
}
