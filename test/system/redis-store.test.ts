// needs: redis-server
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { setTimeout as wait } from 'node:timers/promises';
import { RedisStore } from '../../src/store/redis-store.ts';
import type { Store } from '../../src/store/store.ts';
import { announce } from '../support/announce.ts';
import { storeSuite } from '../store/store-suite.ts';
import { startRedis, type TestRedis } from '../support/redis.ts';

/** Lease of a replica, in milliseconds. */
const lease = 1500;
const log = { warn: () => undefined, info: () => undefined };
const later = () => Date.now() + 60_000;
let redis: TestRedis;
let prefixes = 0;
const open = new Set<Store>();

beforeAll(async () => {
  redis = await startRedis();
});
afterAll(() => redis.close());
afterEach(async () => {
  redis.thaw();
  await Promise.all([...open].map(leave));
});

const newPrefix = () => `test-${(prefixes += 1)}`;

async function join(
  prefix: string,
  { url = redis.url, now = () => new Date(), lasts = lease } = {},
): Promise<Store> {
  const store = await RedisStore.connect({ url, prefix, now, log, lease: lasts });
  open.add(store);
  await until(() => store.isReady());
  return store;
}

async function leave(store: Store): Promise<void> {
  if (open.delete(store)) await store.close();
}

async function until(condition: () => boolean | Promise<boolean>): Promise<void> {
  while (!(await condition())) await wait(5);
}

function heardBy(store: Store): string[] {
  const heard: string[] = [];
  store.follow((notice) => heard.push(notice));
  return heard;
}

storeSuite('in Redis', async (now) => {
  const store = await join(newPrefix(), { now });
  return { store, close: () => Promise.resolve() };
});

describe('several replicas', () => {
  let prefix: string;
  let [one, two]: Store[] = [];
  beforeEach(async () => {
    prefix = newPrefix();
    one = await join(prefix);
    two = await join(prefix);
    // A store cannot know of all replicas before the epoch is one lease old.
    await wait(lease + 100);
  });
  const both = (): [Store, Store] => {
    if (!one || !two) throw new Error('not joined');
    return [one, two];
  };

  it('share values and sets', async () => {
    const [first, second] = both();
    await first.set('key', 'value', later());
    await first.add('set', 'member', later());
    expect((await second.get('key')).value).toBe('value');
    expect(await second.members('set')).toEqual({ value: ['member'], isCertain: true });
  });

  it('an announcement that is known everywhere has reached the other replica', async () => {
    const [first, second] = both();
    const heard = heardBy(second);
    for (let count = 0; count < 50; count += 1) {
      expect(await announce(first, `notice ${count}`, later())).toBe(true);
      expect(heard).toHaveLength(count + 1);
    }
  });

  it('a replica that joins later knows all notices before it is ready', async () => {
    const [first] = both();
    for (let count = 0; count < 20; count += 1) await announce(first, `notice ${count}`, later());
    expect(heardBy(await join(prefix))).toHaveLength(20);
  });

  it('an announcement does not wait for a closed replica', async () => {
    const [first, second] = both();
    await leave(second);
    // True: a store that waits for a closed replica in vain returns false.
    expect(await announce(first, 'notice', later())).toBe(true);
  });

  it('S11: nothing is claimed while Redis is away, and everything arrives when it is back', async () => {
    const [first, second] = both();
    const heard = heardBy(second);
    redis.freeze();
    expect(await announce(first, 'while it was away', later())).toBe(false);
    await first.set('key', 'value', later());
    expect(await first.get('key')).toEqual({ value: 'value', isCertain: false });
    expect(await second.get('key')).toEqual({ value: undefined, isCertain: false });
    expect(await second.members('set')).toEqual({ value: [], isCertain: false });
    await until(() => !first.isReady() && !second.isReady());
    redis.thaw();
    await until(() => first.isReady() && second.isReady());
    await until(() => heard.includes('while it was away'));
    await until(async () => (await second.get('key')).value === 'value');
    await until(async () => announce(first, 'and now', later()));
    expect(heard).toContain('and now');
  });

  it('writes the newest value, not the first, once Redis can be reached', async () => {
    const [first] = both();
    const link = await redis.link();
    const far = await join(prefix, { url: link.url });
    link.cut();
    await far.set('key', 'older', later());
    await far.set('key', 'newer', later());
    link.mend();
    await until(async () => (await first.get('key')).value !== undefined);
    expect((await first.get('key')).value).toBe('newer');
    await leave(far);
    link.close();
  });

  it('S11: what Redis loses is written to it again by those who know it', async () => {
    await Promise.all(both().map(leave));
    // Longer than Redis takes to start again: the replicas stay ready.
    const first = await join(prefix, { lasts: 6000 });
    const second = await join(prefix, { lasts: 6000 });
    await announce(first, 'known', later());
    await first.set('key', 'value', later());
    await redis.kill();
    await redis.start();
    await until(() => first.isReady() && second.isReady());
    // The epoch is younger than one lease: the store cannot know of all replicas.
    expect(await announce(first, 'just now', later())).toBe(false);
    await until(async () => (await redis.client.get(`{${prefix}}:value:key`)) === 'value');
    const third = await join(prefix);
    const heard = heardBy(third);
    await until(() => heard.includes('known') && heard.includes('just now'));
  });

  it('S11: data that vanishes under them is noticed, too', async () => {
    const [first] = both();
    await announce(first, 'known', later());
    await redis.client.flushall();
    const newcomer = await join(prefix);
    expect(heardBy(newcomer)).toContain('known');
    await until(async () => (await redis.client.zscore(`{${prefix}}:notices`, 'known')) !== null);
  });

  it('S11: a replica that is cut off is waited for, until it is not ready; then it catches up before it is', async () => {
    const [first] = both();
    const link = await redis.link();
    const far = await join(prefix, { url: link.url, lasts: 4000 });
    const heard = heardBy(far);
    link.cut();
    expect(far.isReady()).toBe(true);
    expect(await announce(first, 'while it was away', later())).toBe(false);
    expect(far.isReady()).toBe(true);

    await until(() => !far.isReady());
    await until(async () => announce(first, 'without it', later()));
    expect(far.isReady()).toBe(false);
    expect(heard).toEqual([]);
    link.mend();
    await until(() => far.isReady());
    expect(heard).toEqual(expect.arrayContaining(['while it was away', 'without it']));
    await leave(far);
    link.close();
  });

  it('every key has a time to live and the prefix', async () => {
    const [first] = both();
    await first.set('key', 'value', later());
    await first.add('set', 'member', later());
    await announce(first, 'notice', later());
    const keys = (await redis.client.keys('*')).filter((key) => key.includes(prefix));
    expect(keys.sort()).toEqual(
      ['epoch', 'notices', 'positions', 'replicas', 'set:set', 'stream', 'value:key'].map(
        (name) => `{${prefix}}:${name}`,
      ),
    );
    for (const key of keys)
      expect([key, await redis.client.pttl(key)]).toEqual([key, expect.any(Number)]);
    for (const key of keys) expect(await redis.client.pttl(key)).toBeGreaterThan(0);
  });
});
