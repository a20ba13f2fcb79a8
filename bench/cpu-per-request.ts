import { fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import autocannon from 'autocannon';
import { startScriptedAuth0 } from '../test/support/scripted-auth0.ts';
import type { Message } from './served.ts';

/**
 * CPU time per authenticated request: the gateway against plain Apollo Server with jose on Fastify, in one run, in turns;
 * with a token that comes again and again, and with tokens that are seen for the first time. Absolute times mean nothing on a
 * busy machine; the ratio does.
 */
const rounds = 8;
const connections = 20;

const auth0 = await startScriptedAuth0();

const accessToken = (jti: string) =>
  auth0.accessToken({
    jti,
    'https://gatehouse.example/email': 'user@example.com',
    'https://gatehouse.example/email_verified': true,
    'https://gatehouse.example/roles': ['editor'],
    permissions: ['read:users', 'read:orders'],
  });

interface Server {
  name: string;
  process: ChildProcess;
  url: string;
}

async function start(name: string, file: string): Promise<Server> {
  const child = fork(file, [auth0.issuer, auth0.audience], {
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
  });
  const [message] = (await once(child, 'message')) as [Message];
  if (!('url' in message)) throw new Error(`${name} did not start`);
  return { name, process: child, url: message.url };
}

async function cpuTime({ process }: Server): Promise<number> {
  process.send('cpu');
  const [message] = (await once(process, 'message')) as [Message];
  return 'cpuMicroseconds' in message ? message.cpuMicroseconds : NaN;
}

/** Microseconds of CPU time for one request; each takes the next token, over and over. */
async function load(server: Server, tokens: string[], amount: number): Promise<number> {
  let sent = 0;
  const before = await cpuTime(server);
  const { errors, non2xx } = await autocannon({
    url: server.url,
    connections,
    amount,
    requests: [
      {
        method: 'POST',
        body: JSON.stringify({ query: '{ me { id email emailVerified roles permissions } }' }),
        setupRequest: (request) => ({
          ...request,
          headers: {
            'content-type': 'application/json',
            authorization: `Bearer ${tokens[sent++ % tokens.length] ?? ''}`,
          },
        }),
      },
    ],
  });
  if (errors + non2xx > 0) throw new Error(`${server.name}: ${errors + non2xx} failures`);
  return ((await cpuTime(server)) - before) / amount;
}

const median = (values: number[]) => values.toSorted((a, b) => a - b)[values.length >> 1] ?? NaN;

async function compare(what: string, amount: number, tokensOfRound: () => Promise<string[]>) {
  const [ours, theirs, ratios]: [number[], number[], number[]] = [[], [], []];
  for (let round = 0; round < rounds; round++) {
    const tokens = await tokensOfRound();
    // Who goes first changes: what the machine does meanwhile hits both alike.
    if (round % 2) theirs.push(await load(stock, tokens, amount));
    const our = await load(gatehouse, tokens, amount);
    ours.push(our);
    if (round % 2 === 0) theirs.push(await load(stock, tokens, amount));
    ratios.push(our / (theirs.at(-1) ?? NaN));
  }
  console.log(`${what}, median of ${rounds} rounds of ${amount} requests:`);
  console.log(`  ${gatehouse.name.padEnd(30)} ${median(ours).toFixed(0)} µs`);
  console.log(`  ${stock.name.padEnd(30)} ${median(theirs).toFixed(0)} µs`);
  console.log(`  ratio ${median(ratios).toFixed(2)}\n`);
}

const gatehouse = await start('Gatehouse', 'bench/gatehouse-server.ts');
const stock = await start('Apollo Server, Fastify, jose', 'bench/stock-server.ts');
const one = [await accessToken('one')];
for (const server of [gatehouse, stock]) await load(server, one, 4000); // warms up

console.log('CPU time per authenticated request\n');
await compare('One token again and again', 4000, () => Promise.resolve(one));
let made = 0;
await compare('Each token for the first time', 1000, () =>
  Promise.all(Array.from({ length: 1000 }, () => accessToken(String(made++)))),
);

for (const server of [gatehouse, stock]) server.process.kill();
await auth0.close();
