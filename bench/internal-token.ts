import { generateKeyPair } from 'jose';
import { z } from 'zod';
import { requestServices } from '../src/services/request-services.ts';
import { serviceCalls } from '../src/services/service-calls.ts';
import { ServiceDataSource } from '../src/services/service-data-source.ts';
import { createLogger } from '../src/telemetry/log.ts';
import type { Caller } from '../src/tokens/caller.ts';
import { InternalTokens } from '../src/internal-tokens/internal-tokens.ts';
import { createUpstream } from '../src/upstream/upstream.ts';
import { inTurns, report, start } from './in-turns.ts';
import { unlessShort } from './short.ts';

// Measures the CPU time of a call to a service: without a token, with a reused token, and with a token issued for the call.
const rounds = unlessShort(12, 1);
const amount = unlessShort(1000, 100);
const connections = 20;

class StockService extends ServiceDataSource {
  items() {
    return this.ask(z.object({ items: z.number() }), 'stock');
  }
}

const service = await start('bench/guards-service.ts');
const { privateKey } = await generateKeyPair('ES256');
const log = createLogger('silent');
const { fetch, close } = createUpstream();
const servicesOf = requestServices(
  { bare: StockService, stock: StockService },
  {
    config: {
      bare: { url: service.url, auth: 'bearer' },
      stock: { url: service.url, auth: 'internal' },
    },
    fetch,
    timeoutMs: 5000,
    calls: serviceCalls(['bare', 'stock']),
    internalTokens: new InternalTokens({
      issuer: () => 'http://localhost:4000/',
      keys: { current: () => ({ kid: 'bench', privateKey }) },
      now: () => new Date(),
    }),
    log,
  },
);

const request = (caller: Caller) =>
  servicesOf({ caller, requestId: 'request-1', traceContext: {}, log });

const person = (id: string): Caller => ({
  state: 'authenticated',
  id,
  scopes: ['openid', 'profile', 'email', 'offline_access'],
  permissions: ['read:users', 'read:orders'],
  roles: ['editor'],
  claims: { iss: 'https://tenant.example/', sub: id, exp: 4e9 },
  tokenId: 'one',
  accessToken: 'header.payload.signature',
});

/** Returns the CPU time of one call (microseconds). Each call belongs to another request. */
async function measure(call: () => Promise<unknown>): Promise<number> {
  const before = process.cpuUsage();
  const each = async () => {
    for (let n = 0; n < amount / connections; n++) await call();
  };
  await Promise.all(Array.from({ length: connections }, each));
  const { user, system } = process.cpuUsage(before);
  return (user + system) / amount;
}

let people = 0;
const measures = {
  'no token': () => measure(() => request({ state: 'anonymous' }).bare.items()),
  'a token that is used again': () => measure(() => request(person('auth0|1')).stock.items()),
  'a token of its own': () => measure(() => request(person(`auth0|${people++}`)).stock.items()),
};
await inTurns(3, measures); // warms up
report(
  `CPU time per call of a service, median of ${rounds} rounds of ${amount} calls:`,
  await inTurns(rounds, measures),
);

service.process.kill();
await close();
