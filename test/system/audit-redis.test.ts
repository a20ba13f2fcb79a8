// needs: redis-server
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { setTimeout as wait } from 'node:timers/promises';
import { RedisStore } from '../../src/store/redis-store.ts';
import type { EventLog } from '../../src/store/event-log.ts';
import { askForEvents, readEvents, readPage } from '../support/audit.ts';
import type { TestGateway } from '../support/gateway.ts';
import { seededPassword, startLocal, type Local } from '../support/local.ts';
import { scrape } from '../support/metrics.ts';
import { mutate } from '../support/mutate.ts';
import { present } from '../support/present.ts';
import { startRedis, type TestRedis } from '../support/redis.ts';

let redis: TestRedis;
let local: Local;
let one: TestGateway;
let two: TestGateway;
let admin: string;

beforeAll(async () => {
  redis = await startRedis();
  local = await startLocal({ env: { REDIS_URL: redis.url, METRICS_PORT: '0' } });
  one = local.gateway;
  two = await local.anotherGateway({});
  const { result } = await login(one, 'admin@example.com');
  admin = String(result['accessToken']);
}, 60_000);
afterAll(async () => {
  redis.thaw();
  await two.close();
  await local.close();
  await redis.close();
});

const login = (by: TestGateway, username: string, password = seededPassword) =>
  mutate(by, 'login', { username, password });
/** Fails to log in, and returns the id of the request. */
async function fail(by: TestGateway): Promise<string> {
  const { headers, result } = await login(by, 'user@example.com', 'wrong');
  expect(result.__typename).toBe('InvalidCredentials');
  return present(headers.get('x-request-id'));
}
const waiting = async (by: TestGateway) => (await scrape(by)).sum('gatehouse_audit_events_waiting');
/** Counts the events of each request. */
async function countEvents(by: TestGateway, ids: readonly string[]): Promise<number[]> {
  const events = await readEvents(by, admin);
  return ids.map((id) => events.filter(({ requestId }) => requestId === id).length);
}

describe('two processes that share a Redis', () => {
  it('have one trail, and one goes on where the other has stopped', async () => {
    const ids = [await fail(one), await fail(two), await fail(one)];
    await readEvents(two, admin);
    const events = await readEvents(one, admin, { outcome: 'InvalidCredentials' });
    expect(events.map(({ requestId }) => requestId)).toEqual([...ids].reverse());
    const filter = { outcome: 'InvalidCredentials' };
    const first = await readPage(one, admin, { filter, first: 2 });
    const { endCursor: after } = first.pageInfo;
    const next = await readPage(two, admin, { filter, first: 2, after });
    expect(next.edges.map(({ node }) => node.requestId)).toEqual([ids[0]]);
  });

  it('keep it in one stream, for AUDIT_DAYS', async () => {
    const keys = await redis.client.keys('*:audit:*');
    expect(keys.filter((key) => !key.includes(':writer:'))).toHaveLength(1);
    const [key = ''] = keys.filter((name) => name.endsWith(':audit:attempts'));
    expect(key).toMatch(/^\{gatehouse:/);
    const days = (await redis.client.pttl(key)) / (24 * 60 * 60 * 1000);
    expect([Math.round(days)]).toEqual([90]);
  });
});

describe('while Redis', () => {
  it('hangs, logins go on; each event is saved once when it answers again', async () => {
    redis.freeze();
    const ids = [await fail(one), await fail(one), await fail(one)];
    await wait(2500); // The first attempt has timed out, and was sent again: Redis will get it twice.
    expect(await waiting(one)).toBe(3);
    const { errors } = await askForEvents(one, admin);
    expect(errors).toMatchObject([{ extensions: { code: 'SERVICE_UNAVAILABLE' } }]);
    redis.thaw();
    while ((await waiting(one)) !== 0) await wait(50);
    expect(await countEvents(two, ids)).toEqual([1, 1, 1]);
    expect((await scrape(one)).sum('gatehouse_audit_events_lost_total')).toBe(0);
    const told = one.log().map(({ msg }) => msg);
    expect(told).toContain('audit events are saved again');
  });

  it('is dead, logins go on; the events are in the Redis that comes after it', async () => {
    await redis.kill();
    const ids = [await fail(one), await fail(one)];
    expect(await waiting(one)).toBe(2);
    await redis.start();
    while ((await waiting(one)) !== 0) await wait(50);
    let counts: number[] = [];
    while (counts.length === 0)
      counts = await countEvents(one, ids).catch(() => wait(100).then(() => []));
    expect(counts).toEqual([1, 1]);
  });

  it('is full, logins go on, and the events wait', async () => {
    await redis.client.config('SET', 'maxmemory', '1');
    const id = await fail(one);
    await wait(100);
    expect(await waiting(one)).toBe(1);
    await redis.client.config('SET', 'maxmemory', '0');
    while ((await waiting(one)) !== 0) await wait(50);
    expect(await countEvents(one, [id])).toEqual([1]);
  });
});

describe('the stream', () => {
  let store: RedisStore;
  let later = 0;
  beforeAll(async () => {
    store = await RedisStore.connect({
      ...{ server: { url: redis.url }, prefix: 'bounds', now: () => new Date(Date.now() + later) },
      log: { warn: () => undefined, info: () => undefined },
    });
  });
  afterAll(() => store.close());
  const open = (name: string, entries = 1000): EventLog =>
    store.sharedLog(name, { entries, lifetime: 1000 * 60 });
  const count = async (log: EventLog) => {
    let entries = 0;
    for await (const _entry of log.newestFirst()) entries += 1;
    return entries;
  };
  const fill = async (log: EventLog, batches: number) => {
    const text = JSON.stringify({
      time: new Date().toISOString(),
      operation: 'login',
      outcome: 'x',
    });
    for (let batch = 0; batch < batches; batch += 1)
      await log.append(
        `${Math.random()}`,
        Array.from({ length: 100 }, () => text),
      );
  };

  it('has its maximum of entries, and at most a block of 100 more', async () => {
    const log = open('long');
    await fill(log, 30);
    const entries = await count(log);
    expect(entries).toBeGreaterThanOrEqual(1000);
    expect(entries).toBeLessThanOrEqual(1200);
  });

  it('takes a repeated batch once', async () => {
    const log = open('repeated');
    await log.append('a', ['{"a":1}', '{"a":2}']);
    await log.append('a', ['{"a":1}', '{"a":2}']);
    expect(await count(log)).toBe(2);
  });

  it('drops what is older than its lifetime, within the hour', async () => {
    const log = open('old', 100_000);
    await fill(log, 10);
    later = 2 * 60 * 60 * 1000;
    await fill(log, 1);
    expect(await count(log)).toBeLessThanOrEqual(200);
    later = 0;
  });
});
