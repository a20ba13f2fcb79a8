import { setTimeout as wait } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { pino } from 'pino';
import { Lease, withLease } from '../../src/back-office/invitation-lease.ts';
import { MemoryStore } from '../../src/store/memory-store.ts';
import { RedisStore } from '../../src/store/redis-store.ts';
import type { Store } from '../../src/store/store.ts';
import { startRedis, type TestRedis } from '../support/redis.ts';

const now = () => new Date();
let redis: TestRedis;
const opened: Store[] = [];
beforeAll(async () => {
  redis = await startRedis();
});
afterAll(async () => {
  await Promise.all(opened.map((store) => store.close()));
  await redis.close();
});

/** Opens the stores of two processes. */
async function twoStores(kind: 'one process' | 'two replicas'): Promise<[Store, Store]> {
  if (kind === 'one process') {
    const store = new MemoryStore({ now });
    return [store, store];
  }
  const open = async () => {
    const server = { url: redis.url };
    const log = pino({ level: 'silent' });
    const store = await RedisStore.connect({
      server,
      prefix: 'gatehouse:lease',
      now,
      log,
      grace: 900_000,
    });
    opened.push(store);
    return store;
  };
  return [await open(), await open()];
}

describe.each(['one process', 'two replicas'] as const)(
  'the lease of an invitation, in %s',
  (kind) => {
    let stores: [Store, Store];
    beforeAll(async () => {
      stores = await twoStores(kind);
    });
    /** A lease lasts eight times the limit of one call. */
    const lease = (of: 0 | 1, user: string, callLimit = 10_000) =>
      new Lease(user, { store: stores[of], callLimit });

    it('has one holder at a time', async () => {
      const first = lease(0, 'one');
      expect(await first.take()).toBe(true);
      let isTaken = false;
      const second = lease(1, 'one');
      const taking = second.take().then((taken) => {
        isTaken = taken;
        return taken;
      });
      await wait(250);
      expect(isTaken).toBe(false);
      expect(await first.isHeld()).toBe(true);
      await first.release();
      expect(await taking).toBe(true);
      expect(await first.isHeld()).toBe(false);
      await second.release();
    });

    it('is lost to a process that stood still, although nobody has it any more', async () => {
      const stopped = lease(0, 'two', 10);
      await stopped.take();
      await wait(150);
      const other = lease(1, 'two');
      expect(await other.take()).toBe(true);
      await other.release();
      expect(await stopped.isHeld()).toBe(false);
    });

    it('is lost when it has ended, even if nobody else has taken it', async () => {
      const stopped = lease(0, 'three', 10);
      await stopped.take();
      await wait(150);
      expect(await stopped.isHeld()).toBe(false);
    });

    it('lets two works on one invitation follow each other', async () => {
      const steps: string[] = [];
      const work = (name: string, of: 0 | 1) =>
        withLease('four', { store: stores[of], callLimit: 10_000 }, async () => {
          steps.push(`${name} begins`);
          await wait(50);
          steps.push(`${name} ends`);
          return { kind: 'Done' };
        });
      await Promise.all([work('a', 0), work('b', 1)]);
      expect([steps[0]?.slice(2), steps[1]?.slice(2)]).toEqual(['begins', 'ends']);
      expect(steps[0]?.charAt(0)).toBe(steps[1]?.charAt(0));
    });
  },
);

it('without an answer of the storage, nothing is begun', async () => {
  const store = {
    lock: () => Promise.resolve('unknown' as const),
    unlock: () => Promise.resolve(),
  };
  const outcome = await withLease('five', { store, callLimit: 10 }, () => {
    throw new Error('the work has begun');
  });
  expect(outcome).toMatchObject({ kind: 'ServiceUnavailable' });
});
