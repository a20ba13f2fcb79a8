import { setTimeout as wait } from 'node:timers/promises';
import { afterEach, beforeEach, expect, it, jest } from '@jest/globals';
import Fastify, { type FastifyInstance } from 'fastify';
import { createRemoteJWKSet, decodeProtectedHeader, jwtVerify } from 'jose';
import { serveKeySet } from '../../src/http/key-set.ts';
import { InternalTokens } from '../../src/internal-tokens/internal-tokens.ts';
import { SigningKeys } from '../../src/internal-tokens/signing-keys.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';

const minute = 60_000;
const day = 24 * 60 * minute;
const issuer = 'https://gateway.example/';

const apps: FastifyInstance[] = [];

// Only `Date` is a fake: it stands still until a test sets it.
beforeEach(() => {
  jest.useFakeTimers({
    now: new Date('2026-01-01T00:00:00Z'),
    doNotFake: [
      'hrtime',
      'nextTick',
      'performance',
      'queueMicrotask',
      'setImmediate',
      'clearImmediate',
      'setInterval',
      'clearInterval',
      'setTimeout',
      'clearTimeout',
    ],
  });
});
afterEach(async () => {
  jest.useRealTimers();
  await Promise.all(apps.splice(0).map((app) => app.close()));
});

/** Returns instants in 65 days, in milliseconds since the epoch: four a day, and one every two minutes around each change of keys. */
function instants(): number[] {
  const ofDays = Array.from({ length: 65 * 4 }, (_, n) => n * 6 * 60 * minute);
  const ofMinutes = [30, 37, 60].flatMap((days) =>
    Array.from({ length: 50 }, (_, n) => days * day + (2 * n - 10) * minute),
  );
  return [...ofDays, ...ofMinutes].toSorted((a, b) => a - b).map((after) => Date.now() + after);
}

async function startReplica(folder: string) {
  const warnings: object[] = [];
  const now = () => new Date();
  const log = { warn: (details: object) => warnings.push(details) };
  const keys = await SigningKeys.open({ folder, now, log });
  const app = Fastify();
  serveKeySet(app, () => keys.publicKeySet());
  apps.push(app);
  await app.listen({ host: '127.0.0.1', port: 0 });
  return {
    keySet: `${app.listeningOrigin}/.well-known/jwks.json`,
    internalTokens: new InternalTokens({ issuer: () => issuer, keys, now }),
    warnings,
  };
}

/** Makes a service that never fetches the key set again within ten minutes, even for an unknown key. */
function strictService(keySet: string) {
  const keys = createRemoteJWKSet(new URL(keySet), {
    cacheMaxAge: 10 * minute,
    cooldownDuration: 10 * minute,
  });
  return (token: string) =>
    jwtVerify(token, keys, {
      issuer,
      audience: 'orders',
      typ: 'internal+jwt',
      currentDate: new Date(),
    });
}

it('K05: no token is refused in 65 days and two rotations, whichever of two replicas minted it', async () => {
  const folder = temporaryFolder();
  const one = await startReplica(folder);
  const other = await startReplica(folder);
  // As behind a load balancer that sends all requests of a service to the same replica.
  const services = [strictService(one.keySet), strictService(other.keySet)];
  const kids = new Set<string>();

  for (const instant of instants()) {
    jest.setSystemTime(instant);
    for (const { internalTokens } of [one, other]) {
      const token = await internalTokens.mint('orders', { state: 'anonymous' }, 'request-1');
      kids.add(decodeProtectedHeader(token).kid ?? '');
      for (const verify of services) await expect(verify(token)).resolves.toBeDefined();
    }
    await wait(10); // until the replicas have finished their work in the background
  }

  // Two replicas that rotate at the same moment may each make a key.
  expect(kids.size).toBeGreaterThanOrEqual(3);
  expect(kids.size).toBeLessThanOrEqual(5);
  expect([...one.warnings, ...other.warnings]).toEqual([]);
});
