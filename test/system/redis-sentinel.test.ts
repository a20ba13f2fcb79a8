// needs: redis-server
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { setTimeout as wait } from 'node:timers/promises';
import { ConfigurationError } from '../../src/config/config.ts';
import { freePort } from '../support/free-port.ts';
import type { TestGateway } from '../support/gateway.ts';
import { seededPassword, startLocal, type Local } from '../support/local.ts';
import { mutate } from '../support/mutate.ts';
import { startSentinels, type TestSentinels } from '../support/sentinels.ts';

let sentinels: TestSentinels;
let local: Local;
let gateways: [TestGateway, TestGateway];

beforeAll(async () => {
  sentinels = await startSentinels({ password: 'of-redis', sentinelPassword: 'of-sentinels' });
  local = await startLocal({ env: sentinels.env });
  gateways = [local.gateway, await local.anotherGateway({})];
  for (const gateway of gateways) while (!(await isReady(gateway))) await wait(10);
});
afterAll(async () => {
  await gateways[1].close();
  await local.close();
  await sentinels.close();
});

const isReady = async ({ url }: TestGateway) =>
  (await fetch(new URL('/health/ready', url))).status === 200;

/** What a gateway has said of Redis. */
const linesOf = (gateway: TestGateway) =>
  gateway.log().flatMap(({ msg }) => (/Redis|ready/.test(String(msg)) ? [String(msg)] : []));

async function login(by: TestGateway, username: string): Promise<string> {
  const { result } = await mutate(by, 'login', { username, password: seededPassword });
  expect(result.__typename).toBe('Session');
  return String(result['accessToken']);
}

async function accepts(gateway: TestGateway, token: string): Promise<boolean> {
  const { data } = await gateway.request('{ me { id } }', { token });
  return data?.['me'] !== undefined && data['me'] !== null;
}

/** A failover, and what has happened since it began. */
interface Failover {
  /** Logouts that were `everywhere`. */
  claimed: number;
  /** Logouts that were not. */
  unclaimed: number;
  /** Whether a gateway was not ready at any time. */
  wasUnready: boolean;
}

/**
 * Logs users in at one gateway and out at the other, while Redis fails over and until a logout is `everywhere` again. Expects that
 * no gateway accepts a token after such a logout.
 */
async function failOver(trouble: () => Promise<void>): Promise<Failover> {
  const seen = { claimed: 0, unclaimed: 0, wasUnready: false };
  const users = ['user@example.com', 'editor@example.com', 'admin@example.com'];
  const progress = { isOver: false };
  const failing = trouble().finally(() => (progress.isOver = true));
  for (let turn = 0; ; turn += 1) {
    const [one, other] = turn % 2 === 0 ? gateways : gateways.toReversed();
    if (!one || !other) throw new Error('no gateway');
    const token = await login(one, users[turn % users.length] ?? '');
    expect(await accepts(other, token)).toBe(true);
    const { result } = await mutate(other, 'logout', {}, { token });
    const after = await Promise.all(gateways.map((gateway) => accepts(gateway, token)));
    if (result['everywhere'] === true) expect(after).toEqual([false, false]);
    seen[result['everywhere'] === true ? 'claimed' : 'unclaimed'] += 1;
    for (const gateway of gateways) seen.wasUnready ||= !(await isReady(gateway));
    if (progress.isOver && result['everywhere'] === true) break;
    // Auth0 takes 20 logins of a user within a minute.
    await wait(1200);
  }
  await failing;
  return seen;
}

describe('S11: while Redis fails over', () => {
  it('by a command, both gateways follow the Sentinels, stay ready, and claim nothing untrue', async () => {
    const seen = await failOver(() => sentinels.failOver());
    expect(seen).toMatchObject({ wasUnready: false });
    expect(seen.unclaimed).toBeGreaterThan(0);
    for (const gateway of gateways)
      expect(linesOf(gateway)).toContainEqual(expect.stringContaining('is another server now'));
    const master = await sentinels.master();
    expect(master).toBe(sentinels.servers[1]);
    expect(await master.client.keys('{gatehouse:*}:epoch')).toHaveLength(1);
  });

  it('because the master was killed, the same', async () => {
    const old = await sentinels.master();
    const seen = await failOver(async () => {
      await old.kill();
      while ((await sentinels.master()) === old) await wait(50);
    });
    expect(seen).toMatchObject({ wasUnready: false });
    expect(seen.unclaimed).toBeGreaterThan(0);
    for (const gateway of gateways) expect(linesOf(gateway)).toContain('Redis is available again');
    await old.start();
    await sentinels.settle();
  });

  it('because the master hangs, the same, and nobody asks it when it goes on', async () => {
    const old = await sentinels.master();
    const seen = await failOver(async () => {
      old.freeze();
      while ((await sentinels.master()) === old) await wait(50);
    });
    expect(seen).toMatchObject({ wasUnready: false });
    old.thaw();
    await sentinels.settle();
    const { claimed } = await failOver(() => wait(1000));
    expect(claimed).toBeGreaterThan(0);
    const clients = String(await old.client.call('CLIENT', 'LIST'));
    expect(clients).not.toContain('cmd=xread');
  });
});

describe('REDIS_SENTINELS', () => {
  it('L05: a master that no Sentinel knows stops the start', async () => {
    const REDIS_URL = sentinels.env.REDIS_URL.replace('mymaster', 'other');
    const starting = local.anotherGateway({ REDIS_URL });
    await expect(starting).rejects.toThrow(ConfigurationError);
    await expect(starting).rejects.toThrow(
      'REDIS_URL names no master that the Sentinels know: with REDIS_SENTINELS its host is the name of the master, such as redis://mymaster',
    );
  });

  it('one Sentinel that answers suffices', async () => {
    const [first = ''] = sentinels.env.REDIS_SENTINELS.split(',');
    const REDIS_SENTINELS = `127.0.0.1:${await freePort()},${first}`;
    const gateway = await local.anotherGateway({ REDIS_SENTINELS });
    while (!(await isReady(gateway))) await wait(10);
    expect(linesOf(gateway)).toEqual([]);
    await gateway.close();
  });

  it('a password that the Sentinels refuse has one line, and stops no start', async () => {
    const gateway = await local.anotherGateway({ REDIS_SENTINEL_PASSWORD: 'another' });
    while (linesOf(gateway).length === 0) await wait(10);
    await wait(500);
    expect(linesOf(gateway)).toEqual([
      'Redis cannot be reached: its Sentinels refuse the gateway; set REDIS_SENTINEL_USERNAME and REDIS_SENTINEL_PASSWORD',
    ]);
    expect(await isReady(gateway)).toBe(false);
    expect(gateway.logText()).not.toContain('another"');
    await gateway.close();
  });

  it('no Sentinel that answers is an outage: the gateway starts, tells it once, and is ready when they are back', async () => {
    await sentinels.kill();
    // Those that have an address of Redis need none.
    expect(await Promise.all(gateways.map(isReady))).toEqual([true, true]);
    const gateway = await local.anotherGateway({});
    while (linesOf(gateway).length === 0) await wait(10);
    await wait(500);
    expect(linesOf(gateway)).toEqual(['Redis cannot be reached: no Sentinel answers']);
    expect(await isReady(gateway)).toBe(false);
    await sentinels.start();
    while (!(await isReady(gateway))) await wait(10);
    expect(linesOf(gateway)).toContain('Redis is available again');
    await gateway.close();
  });
});
