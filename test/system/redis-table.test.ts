// needs: redis-server
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { setTimeout as wait } from 'node:timers/promises';
import { freePort } from '../support/free-port.ts';
import type { TestGateway } from '../support/gateway.ts';
import { seededPassword, startLocal, type Local } from '../support/local.ts';
import { mutate } from '../support/mutate.ts';
import { startRedis, type TestRedis } from '../support/redis.ts';

// The table of docs/sessions.md, "What Redis may do", row by row: two gateways that were there before, and one that starts meanwhile.

let redis: TestRedis;
let local: Local;
let gateways: [TestGateway, TestGateway];

beforeAll(async () => {
  redis = await startRedis();
  local = await startLocal({ env: { REDIS_URL: redis.url } });
  gateways = [local.gateway, await local.anotherGateway({})];
  for (const gateway of gateways) while ((await readiness(gateway)) !== 200) await wait(10);
  await untilEverywhere();
});
afterAll(async () => {
  redis.thaw();
  await gateways[1].close();
  await local.close();
  await redis.close();
});

interface Tokens {
  accessToken: string;
  refreshToken: string;
}

const readiness = async ({ url }: TestGateway) =>
  (await fetch(new URL('/health/ready', url))).status;

/** What a gateway has said of Redis and of itself since a line of its log. */
const linesOf = (gateway: TestGateway, since = 0) =>
  gateway
    .log()
    .slice(since)
    .flatMap(({ msg }) => (/Redis|ready/.test(String(msg)) ? [String(msg)] : []));

const ask = async (by: TestGateway, mutation: string, input: object, token?: string) =>
  (await mutate(by, mutation, input, { token })).result;

/** Auth0 takes 20 logins of a user within a minute, and gives one token for two within a second. */
const users = ['user@example.com', 'editor@example.com', 'admin@example.com'];
let logins = 0;
async function login(by: TestGateway): Promise<Tokens> {
  logins += 1;
  await wait(400);
  const username = users[logins % users.length] ?? '';
  const session = await ask(by, 'login', { username, password: seededPassword });
  expect(session.__typename).toBe('Session');
  return session as unknown as Tokens;
}

async function look(by: TestGateway, { accessToken }: Tokens): Promise<unknown> {
  const { data, errors } = await by.request('{ me { id } }', { token: accessToken });
  return errors?.[0]?.extensions['revokedBy'] ?? (data?.['me'] ? 'alive' : errors);
}

const logout = (by: TestGateway, { accessToken }: Tokens) => ask(by, 'logout', {}, accessToken);

/** Waits until a logout is `everywhere`. */
async function untilEverywhere(): Promise<void> {
  const [one, two] = gateways;
  for (;;) {
    const tokens = await login(one);
    if ((await logout(two, tokens))['everywhere'] === true) return;
    await wait(2000);
  }
}

interface Row {
  begin: () => unknown;
  end: () => unknown;
  line: string;
  /** What `refresh` answers. Default: `ServiceUnavailable`. */
  refresh?: 'Session';
  /** What `/health/ready` of a gateway answers that starts meanwhile. Default: 503. */
  atStart?: 200;
}

const config = (name: string, value: string) => redis.client.config('SET', name, value);
const acl = (rule: string) => redis.client.call('ACL', 'SETUSER', 'default', rule);
const unused = freePort();
const forbids =
  'Redis forbids a command to this user (NOPERM); docs/sessions.md lists what the ACL must allow';

const rows: Record<string, Row> = {
  'is gone': {
    begin: () => redis.kill(),
    end: () => redis.start(),
    line: 'Redis cannot be reached',
  },
  hangs: {
    begin: () => {
      redis.freeze();
    },
    end: () => {
      redis.thaw();
    },
    line: 'Redis cannot be reached',
  },
  'refuses the password': {
    begin: async () => {
      await config('requirepass', 'another');
      await redis.client.call('CLIENT', 'KILL', 'TYPE', 'normal');
    },
    end: () => config('requirepass', ''),
    line: 'Redis refuses commands: NOAUTH',
  },
  'is full': {
    begin: () => config('maxmemory', '1'),
    end: () => config('maxmemory', '0'),
    line: 'Redis refuses writes: OOM',
  },
  'is without its replica': {
    begin: () => config('min-replicas-to-write', '1'),
    end: () => config('min-replicas-to-write', '0'),
    line: 'Redis refuses writes: NOREPLICAS',
  },
  'is a read-only replica': {
    begin: async () => redis.client.replicaof('127.0.0.1', await unused),
    end: () => redis.client.replicaof('NO', 'ONE'),
    line: 'Redis is a read-only replica (READONLY); connecting anew',
  },
  'forbids a command that all need': {
    begin: () => acl('-eval'),
    end: () => acl('+eval'),
    line: forbids,
  },
  'forbids a command of logout alone': {
    begin: () => acl('-hget'),
    end: () => acl('+hget'),
    line: forbids,
    refresh: 'Session',
    atStart: 200,
  },
};

describe('S11: what every operation answers, and what a gateway says of itself, while Redis', () => {
  it.each(Object.entries(rows))('%s', async (_what, row) => {
    const { begin, end, line, refresh = 'ServiceUnavailable', atStart = 503 } = row;
    const [one, two] = gateways;
    const [phone, desktop] = [await login(one), await login(two)];
    const since = one.log().length;

    await begin();
    // `logout` alone meets some faults.
    expect(await logout(one, phone)).toMatchObject({ __typename: 'LoggedOut', everywhere: false });
    while (!linesOf(one, since).includes(line)) await wait(20);
    expect(await look(one, phone)).toBe('LOGOUT');
    expect(await look(two, desktop)).toBe('alive');
    expect(await look(one, await login(one))).toBe('alive');
    const { refreshToken } = desktop;
    const refreshed = await ask(two, 'refresh', { refreshToken });
    expect(refreshed).toMatchObject({
      __typename: refresh,
      ...(refresh !== 'Session' && { retryAfter: 1 }),
    });
    expect(await Promise.all(gateways.map(readiness))).toEqual([200, 200]);
    const newcomer = await local.anotherGateway({});
    if (atStart === 200) {
      while ((await readiness(newcomer)) !== 200) await wait(20);
    } else {
      while (!linesOf(newcomer).includes(line)) await wait(20);
      expect(await readiness(newcomer)).toBe(503);
    }

    await end();
    for (const gateway of [two, newcomer])
      while ((await look(gateway, phone)) !== 'LOGOUT') await wait(20);
    while ((await readiness(newcomer)) !== 200) await wait(20);
    const next = (await ask(newcomer, 'refresh', { refreshToken })) as unknown as Tokens;
    expect(next).toMatchObject({ __typename: 'Session' });
    expect(await look(two, next)).toBe('alive');
    await newcomer.close();
    await untilEverywhere();
    const told = linesOf(one, since);
    expect(told.filter((each) => each === line)).toHaveLength(1);
    if (line !== forbids) expect(told).toContain('Redis is available again');
    expect(told.filter((each) => each.includes('no longer ready'))).toEqual([]);
  });

  it('is back with old data: what was written after it is written again, before anything is `everywhere`', async () => {
    const [one, two] = gateways;
    const [phone, desktop] = [await login(one), await login(two)];
    await redis.client.save();
    const next = (await ask(one, 'refresh', {
      refreshToken: phone.refreshToken,
    })) as unknown as Tokens;
    expect(await logout(two, desktop)).toMatchObject({ everywhere: true });
    const since = one.log().length;
    await redis.kill();
    await redis.start();
    const newcomer = await local.anotherGateway({});
    expect(await readiness(newcomer)).toBe(503);
    const line = (gateway: TestGateway) =>
      linesOf(gateway, since).find((each) => each.startsWith('Redis lost data or is another'));
    while (line(one) === undefined) await wait(20);
    expect(await Promise.all(gateways.map(readiness))).toEqual([200, 200]);
    expect(await logout(one, await login(two))).toMatchObject({ everywhere: false });
    while ((await readiness(newcomer)) !== 200) await wait(20);
    expect(await look(newcomer, desktop)).toBe('LOGOUT');
    const { refreshToken } = desktop;
    expect((await ask(newcomer, 'refresh', { refreshToken })).__typename).toBe(
      'InvalidRefreshToken',
    );
    // Nothing was spent twice: the old token still answers with its successor.
    const again = await ask(newcomer, 'refresh', { refreshToken: phone.refreshToken });
    expect(again['refreshToken']).toBe(next.refreshToken);
    await newcomer.close();
  });
});
