import { fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import autocannon from 'autocannon';
import { startScriptedAuth0 } from '../test/support/scripted-auth0.ts';
import type { Message } from './served.ts';

/**
 * CPU time per authenticated request: the gateway against plain Apollo Server with jose on Fastify, in one run, in turns.
 * Absolute times mean nothing on a busy machine; the ratio does.
 */
const rounds = 8;
const requestsPerRound = 4000;
const connections = 20;

const auth0 = await startScriptedAuth0();
const token = await auth0.accessToken({
  'https://gatehouse.example/email': 'user@example.com',
  'https://gatehouse.example/email_verified': true,
  'https://gatehouse.example/roles': ['editor'],
  permissions: ['read:users', 'read:orders'],
});

interface Server {
  name: string;
  process: ChildProcess;
  url: string;
  microseconds: number[];
}

async function start(name: string, file: string): Promise<Server> {
  const child = fork(file, [auth0.issuer, auth0.audience], {
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
  });
  const [message] = (await once(child, 'message')) as [Message];
  if (!('url' in message)) throw new Error(`${name} did not start`);
  return { name, process: child, url: message.url, microseconds: [] };
}

async function cpuTime({ process }: Server): Promise<number> {
  process.send('cpu');
  const [message] = (await once(process, 'message')) as [Message];
  return 'cpuMicroseconds' in message ? message.cpuMicroseconds : NaN;
}

async function load(server: Server): Promise<number> {
  const before = await cpuTime(server);
  const { errors, non2xx } = await autocannon({
    url: server.url,
    method: 'POST',
    headers: { 'content-type': 'application/json', authorization: `Bearer ${token}` },
    body: JSON.stringify({ query: '{ me { id email emailVerified roles permissions } }' }),
    connections,
    amount: requestsPerRound,
  });
  if (errors + non2xx > 0) throw new Error(`${server.name}: ${errors + non2xx} failures`);
  return ((await cpuTime(server)) - before) / requestsPerRound;
}

const gatehouse = await start('Gatehouse', 'bench/gatehouse-server.ts');
const stock = await start('Apollo Server, Fastify, jose', 'bench/stock-server.ts');
const servers = [gatehouse, stock];

for (const server of servers) await load(server); // warms up
const ratios: number[] = [];
for (let round = 0; round < rounds; round++) {
  for (const server of round % 2 ? servers : servers.toReversed()) {
    server.microseconds.push(await load(server));
  }
  ratios.push((gatehouse.microseconds.at(-1) ?? NaN) / (stock.microseconds.at(-1) ?? NaN));
}

const median = (values: number[]) => values.toSorted((a, b) => a - b)[values.length >> 1] ?? NaN;
console.log(`CPU per authenticated request, median of ${rounds} rounds of ${requestsPerRound}:`);
for (const { name, microseconds } of servers) {
  console.log(`  ${name.padEnd(30)} ${median(microseconds).toFixed(0)} µs`);
}
console.log(`  ratio ${median(ratios).toFixed(2)} (target: at most 1.10)`);

for (const server of servers) server.process.kill();
await auth0.close();
