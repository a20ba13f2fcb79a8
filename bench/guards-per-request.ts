import autocannon from 'autocannon';
import { cpuTimeOf, inTurns, report, start, type Server } from './in-turns.ts';
import { unlessShort } from './short.ts';

// Measures the CPU time of a request for 1,000 orders, each with a guarded field, from three services. Compares it with the same
// resolvers without guards.
const rounds = unlessShort(10, 1);
const amount = unlessShort(100, 10);
const query = '{ orders { id customer quantity } stock currency }';

const service = await start('bench/guards-service.ts');
const open = await start('bench/guards-server.ts', service.url, 'open');
const guarded = await start('bench/guards-server.ts', service.url);

async function load(server: Server): Promise<number> {
  const before = await cpuTimeOf(server);
  const { errors, non2xx } = await autocannon({
    url: server.url,
    connections: 10,
    amount,
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ query }),
  });
  if (errors + non2xx > 0) throw new Error(`${errors + non2xx} failures`);
  return ((await cpuTimeOf(server)) - before) / amount;
}

async function expectAnswers({ url }: Server): Promise<void> {
  const response = await fetch(url, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ query }),
  });
  const { data } = (await response.json()) as { data: { orders: { quantity: number }[] } };
  if (data.orders.length !== 1000 || data.orders.at(-1)?.quantity === undefined) {
    throw new Error('not the answer that is to be measured');
  }
}

for (const server of [open, guarded]) {
  await expectAnswers(server);
  for (let round = 0; round < 3; round++) await load(server); // warms up
}
report(
  `CPU time per request, 1,000 orders and 3 services, median of ${rounds} rounds of ${amount} requests:`,
  await inTurns(rounds, { 'no guards': () => load(open), guards: () => load(guarded) }),
);

for (const { process } of [open, guarded, service]) process.kill();
