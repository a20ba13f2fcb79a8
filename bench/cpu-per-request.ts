import autocannon from 'autocannon';
import { startScriptedAuth0 } from '../test/support/scripted-auth0.ts';
import { cpuTimeOf, inTurns, report, start, type Server } from './in-turns.ts';
import { unlessShort } from './short.ts';

// Measures the CPU time of an authenticated request. Compares the gateway with plain Apollo Server on Fastify with jose, both
// without a log and with Fastify's own log. One load always sends the same token, the other sends each token once. Only the ratio
// counts, because absolute times mean nothing on a busy machine.
const rounds = unlessShort(9, 1);
const connections = 20;

const auth0 = await startScriptedAuth0();
const stock = await start('bench/stock-server.ts', auth0.issuer, auth0.audience);
const logging = await start('bench/stock-server.ts', auth0.issuer, auth0.audience, 'log');
const gatehouse = await start('bench/gatehouse-server.ts', auth0.issuer, auth0.audience);
const servers = [stock, logging, gatehouse];

const accessToken = (jti: string) =>
  auth0.accessToken({
    jti,
    'https://gatehouse.example/email': 'user@example.com',
    'https://gatehouse.example/email_verified': true,
    'https://gatehouse.example/roles': ['editor'],
    permissions: ['read:users', 'read:orders'],
  });

/** Returns the CPU time of one request (microseconds). Each request sends the next token. */
function load(server: Server, tokens: string[], amount: number): Promise<number> {
  return loadWith(
    server,
    tokens.map((token) => ({ authorization: `Bearer ${token}` })),
    amount,
  );
}

/** Returns the CPU time of one request (microseconds). Each request sends the next headers. */
async function loadWith(
  server: Server,
  headers: Record<string, string>[],
  amount: number,
): Promise<number> {
  let sent = 0;
  const before = await cpuTimeOf(server);
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
            ...headers[sent++ % headers.length],
          },
        }),
      },
    ],
  });
  if (errors + non2xx > 0) throw new Error(`${server.url}: ${errors + non2xx} failures`);
  return ((await cpuTimeOf(server)) - before) / amount;
}

/** Signs in with a cookie. Returns the headers that a browser sends from then on. */
async function signIn({ url }: Server, token: string): Promise<Record<string, string>> {
  auth0.answer('/oauth/token', { json: await auth0.tokens({ access_token: token }) });
  const credentials = '{ username: "user@example.com", password: "bench", transport: COOKIE }';
  const response = await fetch(url, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ query: `mutation { login(input: ${credentials}) { __typename } }` }),
  });
  const [cookie = ''] = response.headers.getSetCookie();
  if (cookie === '') throw new Error(await response.text());
  return { cookie: cookie.replace(/;.*/, '') };
}

const one = [await accessToken('one')];
const cookie = [await signIn(gatehouse, await accessToken('in a cookie'))];
let made = 0;
const loads = {
  'One token again and again': (server: Server) => load(server, one, unlessShort(4000, 100)),
  'Each token for the first time': async (server: Server) => {
    const tokens = Array.from({ length: unlessShort(1000, 50) }, () => accessToken(String(made++)));
    return load(server, await Promise.all(tokens), tokens.length);
  },
};

for (const measure of Object.values(loads)) {
  for (const server of servers) for (let round = 0; round < 2; round++) await measure(server); // warms up
}
for (const [what, measure] of Object.entries(loads)) {
  report(
    `CPU time per authenticated request. ${what}, median of ${rounds} rounds:`,
    await inTurns(rounds, {
      'Apollo Server, Fastify, jose': () => measure(stock),
      'the same, with a log': () => measure(logging),
      Gatehouse: () => measure(gatehouse),
    }),
  );
}

report(
  `CPU time per authenticated request of Gatehouse, median of ${rounds} rounds:`,
  await inTurns(rounds, {
    'each token verified': () => loads['Each token for the first time'](gatehouse),
    'one token, remembered': () => loads['One token again and again'](gatehouse),
  }),
);

const amount = unlessShort(4000, 100);
report(
  `CPU time per authenticated request of Gatehouse, median of ${rounds} rounds:`,
  await inTurns(rounds, {
    'one bearer': () => load(gatehouse, one, amount),
    'one session cookie': () => loadWith(gatehouse, cookie, amount),
  }),
);

for (const { process } of servers) process.kill();
await auth0.close();
