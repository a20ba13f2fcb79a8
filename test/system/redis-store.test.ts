// needs: redis-server
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { readFileSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { setTimeout as wait } from 'node:timers/promises';
import { RedisStore } from '../../src/store/redis-store.ts';
import type { Store } from '../../src/store/store.ts';
import { announce } from '../support/announce.ts';
import { storeSuite } from '../store/store-suite.ts';
import { follow, startRedis, type TestRedis } from '../support/redis.ts';

/** Lease of a replica, in milliseconds. */
const lease = 1500;
/** Milliseconds for which a replica stays ready without Redis. It then counts for two leases more. */
const grace = 1500;
const counts = grace + 2 * lease;
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
  { url = redis.url, now = () => new Date(), lasts = grace, lines = [] as string[] } = {},
): Promise<Store> {
  const log = {
    warn: (_: object, line: string) => lines.push(line),
    info: (line: string) => lines.push(line),
  };
  const store = await RedisStore.connect({
    server: { url },
    prefix,
    now,
    log,
    lease,
    grace: lasts,
  });
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
    const far = await join(prefix, { url: link.url, lasts: 3000 });
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

describe('what a replica says of itself', () => {
  let server: TestRedis;
  let prefix: string;
  beforeEach(async () => {
    server = await startRedis();
    prefix = newPrefix();
  });
  afterEach(async () => {
    await Promise.all([...open].map(leave));
    await server.close();
  });
  const config = (name: string, value: string) => server.client.config('SET', name, value);
  const linesOf = (lines: string[], text: string) => lines.filter((line) => line.includes(text));

  it('it is ready for the grace without Redis, and then not until it has caught up', async () => {
    const lines: string[] = [];
    const store = await join(prefix, { url: server.url, lasts: 4000, lines });
    const killedAt = performance.now();
    await server.kill();
    while (store.isReady()) await wait(5);
    // From the latest renewal, which is a fifth of a lease old at most.
    expect(performance.now() - killedAt).toBeGreaterThan(4000 - lease / 5 - 200);
    expect(linesOf(lines, 'Redis cannot be reached')).toHaveLength(1);
    await until(() => linesOf(lines, 'no longer ready').length > 0);
    await server.start();
    await until(() => store.isReady());
    expect(linesOf(lines, 'available again')).toHaveLength(1);
  });

  it('it stays ready where Redis loses its data within the grace', async () => {
    const lines: string[] = [];
    const store = await join(prefix, { url: server.url, lasts: 60_000, lines });
    await server.kill();
    await until(() => lines.includes('Redis cannot be reached'));
    await server.start();
    await until(() => lines.includes('Redis is available again'));
    for (let times = 0; times < 100; times += 1) {
      expect(store.isReady()).toBe(true);
      await wait(10);
    }
    expect(linesOf(lines, 'no longer ready')).toEqual([]);
  });

  const refusals: [string, () => Promise<unknown>, () => Promise<unknown>][] = [
    ['OOM', () => config('maxmemory', '1'), () => config('maxmemory', '0')],
    [
      'NOREPLICAS',
      () => config('min-replicas-to-write', '1'),
      () => config('min-replicas-to-write', '0'),
    ],
    [
      'MISCONF',
      async () => {
        await config('save', '3600 1');
        await rm(server.folder, { recursive: true });
        await server.client.bgsave();
      },
      () => config('save', ''),
    ],
  ];

  it.each(refusals)(
    'it stays ready while Redis refuses writes, claims nothing, and tells it once: %s',
    async (code, refuse, allow) => {
      const lines: string[] = [];
      const [one, two] = [
        await join(prefix, { url: server.url, lines }),
        await join(prefix, { url: server.url }),
      ];
      const heard = heardBy(two);
      await until(() => announce(one, 'before', later()));
      await refuse();
      await until(() => linesOf(lines, `refuses writes: ${code}`).length > 0);
      const refusedAt = performance.now();
      while (performance.now() - refusedAt < counts + lease) {
        expect([one.isReady(), two.isReady()]).toEqual([true, true]);
        await wait(50);
      }
      expect(await announce(one, 'meanwhile', later())).toBe(false);
      expect(await one.get('any')).toEqual({ value: undefined, isCertain: true });
      expect(lines).toEqual([`Redis refuses writes: ${code}`]);
      await allow();
      await until(() => heard.includes('meanwhile'));
      await until(() => announce(one, 'after', later()));
      expect(heard).toContain('after');
      expect(lines).toEqual([`Redis refuses writes: ${code}`, 'Redis is available again']);
    },
  );

  it('one that starts while Redis refuses writes is not ready: the others do not know it', async () => {
    await join(prefix, { url: server.url });
    await config('maxmemory', '1');
    const log = { warn: () => undefined, info: () => undefined };
    const now = () => new Date();
    const late = await RedisStore.connect({ server, prefix, now, log, lease, grace });
    open.add(late);
    await wait(lease);
    expect(late.isReady()).toBe(false);
    await config('maxmemory', '0');
    await until(() => late.isReady());
  });

  it('one that was refused for long, and is cut off then, is waited for', async () => {
    const link = await server.link();
    const near = await join(prefix, { url: server.url, lasts: 3000 });
    const far = await join(prefix, { url: link.url, lasts: 3000 });
    const heard = heardBy(far);
    await until(() => announce(near, 'before', later()));
    await config('maxmemory', '1');
    await wait(3000 + 3 * lease);
    expect(far.isReady()).toBe(true);
    link.cut();
    await config('maxmemory', '0');
    while (far.isReady()) {
      const isClaimed = await announce(near, 'meanwhile', later());
      expect(isClaimed && far.isReady()).toBe(false);
      await wait(20);
    }
    expect(heard).not.toContain('meanwhile');
    await until(() => announce(near, 'without it', later()));
    await leave(far);
    link.close();
  });

  it('one that is cut off is waited for, although Redis has lost its list', async () => {
    const link = await server.link();
    const near = await join(prefix, { url: server.url, lasts: 8000 });
    const far = await join(prefix, { url: link.url, lasts: 8000 });
    await until(() => announce(near, 'before', later()));
    link.cut();
    await server.kill();
    await server.start();
    const newcomer = await join(prefix, { url: server.url, lasts: 8000 });
    let asked = 0;
    while (far.isReady()) {
      for (const store of [near, newcomer]) {
        const isClaimed = await announce(store, `notice ${asked}`, later());
        expect(isClaimed && far.isReady()).toBe(false);
      }
      asked += 1;
      await wait(20);
    }
    expect(asked).toBeGreaterThan(3);
    await leave(far);
    link.close();
  });

  it('one that is cut off together with the old master is waited for by those at the new one', async () => {
    const [second, third] = [await startRedis(), await startRedis()];
    await follow(second, server);
    await follow(third, second);
    for (const { client } of [server, second])
      await client.config('SET', 'min-replicas-to-write', '1');
    const [link, moving] = [await server.link(), await server.link()];
    const far = await join(prefix, { url: link.url });
    const near = await join(prefix, { url: moving.url });
    await until(() => announce(near, 'before', later()));

    await second.client.replicaof('NO', 'ONE');
    moving.lead(second);
    moving.mend();
    const begun = performance.now();
    while (performance.now() - begun < counts + 2 * lease) {
      expect(await announce(near, 'at the new master', later())).toBe(false);
      expect(far.isReady()).toBe(true);
      await wait(50);
    }
    await leave(far);
    for (const each of [link, moving]) each.close();
    await Promise.all([leave(near), second.close(), third.close()]);
  });
});

/** Ends the connections at a server over which commands were sent. Those that wait for the stream stay. */
async function dropCommands({ client }: TestRedis): Promise<void> {
  const own = await client.client('ID');
  for (const line of String(await client.call('CLIENT', 'LIST')).split('\n')) {
    const [, id = '', command = ''] = /^id=(\d+) .* cmd=(\S+)/.exec(line) ?? [];
    if (id !== '' && Number(id) !== own && command !== 'xread') {
      await client.call('CLIENT', 'KILL', 'ID', id);
    }
  }
}

describe('a failover, and an ACL', () => {
  let server: TestRedis;
  let prefix: string;
  beforeEach(async () => {
    server = await startRedis();
    prefix = newPrefix();
  });
  afterEach(async () => {
    await Promise.all([...open].map(leave));
    await server.close();
  });

  it('both connections are made anew when the master has become a replica', async () => {
    const second = await startRedis();
    await follow(second, server);
    const link = await server.link();
    const lines: string[] = [];
    const [one, two] = [
      await join(prefix, { url: link.url, lines }),
      await join(prefix, { url: link.url }),
    ];
    const heard = heardBy(two);
    await until(() => announce(one, 'before', later()));

    // As a failover leaves it: the name leads to the new master, the open connections stay at the old one.
    await second.client.replicaof('NO', 'ONE');
    await follow(server, second);
    link.lead(second);
    await announce(one, 'meanwhile', later());
    await until(() => heard.includes('meanwhile'));
    await until(() => announce(one, 'after', later()));
    expect(heard).toContain('after');
    expect([one.isReady(), two.isReady()]).toEqual([true, true]);
    expect(await second.client.zscore(`{${prefix}}:notices`, 'before')).not.toBeNull();
    const clients = (await server.client.call('CLIENT', 'LIST')) as string;
    expect(clients).not.toContain('cmd=xread');
    // A write met the change before a renewal did, or after it.
    const changes = [
      'Redis is a read-only replica (READONLY); connecting anew',
      'Redis is available again',
    ];
    expect(lines.filter((line) => !changes.includes(line))).toEqual([
      expect.stringContaining('is another server now'),
    ]);
    await Promise.all([leave(one), leave(two)]);
    link.close();
    await second.close();
  });

  it('S11: what one reads at the old master counts for nothing at the new one', async () => {
    const second = await startRedis();
    await follow(second, server);
    const [link, moving] = [await server.link(), await server.link()];
    const near = await join(prefix, { url: moving.url, lasts: 8000 });
    const between = await join(prefix, { url: link.url, lasts: 8000 });
    await until(() => announce(near, 'before', later()));
    // Two masters: those at the old one do not notice. Of one replica, the connection that reads stays there.
    await second.client.replicaof('NO', 'ONE');
    link.lead(second);
    await dropCommands(server);
    await until(async () => (await second.client.zscore(`{${prefix}}:replicas`, 'any')) === null);
    const far = await join(prefix, { url: second.url, lasts: 8000 });
    const heard = heardBy(between);
    for (let times = 0; ; times += 1) {
      const claim = announce(far, `new ${times}`, later());
      await announce(near, `old ${times}`, later());
      if (!(await claim)) continue;
      expect(heard).toContain(`new ${times}`);
      break;
    }
    await Promise.all([leave(near), leave(between), leave(far)]);
    for (const each of [link, moving]) each.close();
    await second.close();
  });

  it('at a reader endpoint it is not ready, and one line tells why', async () => {
    const second = await startRedis();
    await follow(second, server);
    const lines: string[] = [];
    const log = {
      warn: (_: object, line: string) => lines.push(line),
      info: (line: string) => lines.push(line),
    };
    const now = () => new Date();
    const store = await RedisStore.connect({ server: second, prefix, now, log, lease, grace });
    open.add(store);
    await wait(3000);
    expect(store.isReady()).toBe(false);
    expect(lines).toEqual(['Redis is a read-only replica (READONLY); connecting anew']);
    await leave(store);
    await second.close();
  });

  /** The commands that docs/sessions.md lists. */
  const allowed = () => {
    const page = readFileSync('docs/sessions.md', 'utf8');
    const [, commands = ''] = /```text\s+-@all ([^`]+)```/.exec(page) ?? [];
    return commands.split(/\s+/).filter(Boolean);
  };
  const asUser = async (commands: string[]) => {
    const rules = ['reset', 'on', '>secret', '-@all', `~{${prefix}}:*`, ...commands];
    await server.client.call('ACL', 'SETUSER', 'gatehouse', ...rules);
    const url = new URL(server.url);
    return Object.assign(url, { username: 'gatehouse', password: 'secret' }).href;
  };

  it('everything works for a user with exactly the commands of the page', async () => {
    const lines: string[] = [];
    const url = await asUser(allowed());
    const [one, two] = [await join(prefix, { url, lines }), await join(prefix, { url, lines })];
    const heard = heardBy(two);
    await until(() => announce(one, 'notice', later()));
    expect(heard).toContain('notice');
    await one.set('key', 'value', later());
    expect(await two.get('key')).toEqual({ value: 'value', isCertain: true });
    await one.add('set', 'member', later());
    expect(await two.members('set')).toEqual({ value: ['member'], isCertain: true });
    expect(await one.lock('door', 'one', 60_000)).toBe('held');
    expect(await two.lock('door', 'two', 60_000)).toBe('busy');
    await one.unlock('door', 'one');
    expect(await two.lock('door', 'two', 60_000)).toBe('held');
    await server.client.config('SET', 'maxmemory', '1');
    await until(() => lines.includes('Redis refuses writes: OOM'));
    await wait(2 * lease);
    expect([one.isReady(), two.isReady()]).toEqual([true, true]);
    await server.client.config('SET', 'maxmemory', '0');
    await until(() => announce(one, 'after', later()));
    await Promise.all([leave(one), leave(two)]);
    const log = (await server.client.call('ACL', 'LOG')) as unknown[];
    expect(log).toEqual([]);
    expect(lines.filter((line) => line.includes('forbids'))).toEqual([]);
  });

  it('the page lists no command that is not needed, and a forbidden one has its line once', async () => {
    const commands = allowed();
    expect(commands).toContain('+hget');
    const lines: string[] = [];
    const url = await asUser(commands.filter((command) => command !== '+hget'));
    const [one] = [await join(prefix, { url, lines }), await join(prefix, { url })];
    await wait(lease);
    for (let times = 0; times < 3; times += 1)
      expect(await announce(one, `notice ${times}`, later())).toBe(false);
    expect(lines).toEqual([
      'Redis forbids a command to this user (NOPERM); docs/sessions.md lists what the ACL must allow',
    ]);
  });
});
