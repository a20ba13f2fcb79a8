// needs: redis-server
import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { setTimeout as wait } from 'node:timers/promises';
import { readEvents } from '../support/audit.ts';
import { BrowserTab } from '../support/browser-tab.ts';
import type { TestGateway } from '../support/gateway.ts';
import { endSessions } from '../support/end-sessions.ts';
import { seededPassword, startLocal, type Local } from '../support/local.ts';
import { mutate } from '../support/mutate.ts';
import { present } from '../support/present.ts';
import { startRedis, type TestRedis } from '../support/redis.ts';

let redis: TestRedis;
let local: Local;
let one: TestGateway;
let two: TestGateway;
/** Milliseconds by which the clock of gateways and tenant is ahead. */
let later = 0;

beforeAll(async () => {
  redis = await startRedis();
  local = await startLocal({
    now: () => new Date(Date.now() + later),
    env: { REDIS_URL: redis.url },
  });
  one = local.gateway;
  two = await local.anotherGateway({});
  for (const gateway of [one, two]) while ((await health(gateway)) !== 200) await wait(10);
  // A store cannot know of all replicas before the data in Redis is one lease old.
  let isEverywhere: unknown;
  do {
    const phone = await login(one, 'editor@example.com', 0);
    const input = { refreshToken: phone.refreshToken };
    isEverywhere = (await ask(one, 'logout', input, phone.accessToken))['everywhere'];
    await wait(500);
  } while (isEverywhere === false);
}, 60_000);
afterEach(() => {
  redis.thaw();
});
afterAll(async () => {
  await two.close();
  await local.close();
  await redis.close();
});

interface Tokens {
  accessToken: string;
  refreshToken: string;
  user: { id: string };
}
interface Device {
  id: string;
  client: string | null;
  current: boolean;
}

const health = async ({ url }: TestGateway) => (await fetch(new URL('/health/ready', url))).status;
const ask = async (by: TestGateway, mutation: string, input: object, token?: string) =>
  (await mutate(by, mutation, input, { token })).result;
/** Logs in a second after the last login, so that Auth0 issues another access token. The command has the machine's clock. */
async function login(
  by: TestGateway,
  username = 'user@example.com',
  pause = 1000,
): Promise<Tokens> {
  later += pause;
  const session = await ask(by, 'login', { username, password: seededPassword });
  expect(session).toMatchObject({ __typename: 'Session' });
  return session as unknown as Tokens;
}
async function look(by: TestGateway, as: Tokens | BrowserTab): Promise<unknown> {
  const credentials =
    as instanceof BrowserTab ? { headers: as.headers } : { token: as.accessToken };
  const { errors } = await by.request('{ me { id } }', credentials);
  const { reason, revokedBy } = errors?.[0]?.extensions ?? {};
  return revokedBy ?? reason ?? 'alive';
}
const lookAtBoth = async (as: Tokens | BrowserTab) => [await look(one, as), await look(two, as)];
const refresh = (by: TestGateway, { refreshToken }: Tokens) => ask(by, 'refresh', { refreshToken });
const refreshed = async (by: TestGateway, tokens: Tokens) => (await refresh(by, tokens)).__typename;
const listAt = (by: TestGateway, { accessToken }: Tokens) =>
  by.request<{ devices: Device[] | null }>('{ devices { id client current } }', {
    token: accessToken,
  });
const devicesAt = async (by: TestGateway, tokens: Tokens) =>
  present(present((await listAt(by, tokens)).data).devices);

/** Number of values in Redis, by kind, and how many bytes the largest session has. */
async function measure() {
  const keysOf = (kind: string) => redis.client.keys(`*:value:${kind}:*`);
  const count = async (kind: string) => (await keysOf(kind)).length;
  const sessions = await keysOf('session');
  const sizes = await Promise.all(sessions.map((key) => redis.client.strlen(key)));
  return {
    device: await count('device'),
    session: sessions.length,
    use: await count('session-use'),
    refresh: await count('refresh'),
    handOver: await count('hand-over'),
    largestSession: Math.max(0, ...sizes),
  };
}

describe('S04: npm run end-sessions with Redis', () => {
  it('ends the sessions of a user at both gateways while they run', async () => {
    const phone = await login(one);
    const other = await login(two, 'editor@example.com');
    const { status, stdout, stderr } = await endSessions(local, [phone.user.id], {
      REDIS_URL: redis.url,
    });
    expect([status, stderr]).toEqual([0, '']);
    expect(stdout).toMatch(/known devices: 1\.\nEvery ready gateway refuses their tokens\.\n$/);
    expect(await lookAtBoth(phone)).toEqual(['ENDED_BY_OPERATOR', 'ENDED_BY_OPERATOR']);
    expect(await refreshed(two, phone)).toBe('InvalidRefreshToken');
    expect(await lookAtBoth(other)).toEqual(['alive', 'alive']);
  });

  it('ends the sessions of everybody, and those that begin afterwards are good', async () => {
    const sessions = [await login(one), await login(two, 'editor@example.com')];
    const { status, stdout } = await endSessions(local, ['--all'], { REDIS_URL: redis.url });
    expect([status, stdout]).toEqual([0, expect.stringContaining('every session of all users')]);
    for (const session of sessions) {
      expect(await lookAtBoth(session)).toEqual(['ENDED_BY_OPERATOR', 'ENDED_BY_OPERATOR']);
      expect(await refreshed(two, session)).toBe('InvalidRefreshToken');
    }
    expect(await lookAtBoth(await login(one))).toEqual(['alive', 'alive']);
    const admin = await login(one, 'admin@example.com');
    const acts = await readEvents(two, admin.accessToken, { operation: 'endSessions' });
    expect(acts.map(({ subject }) => subject)).toContain(null);
  });
});

describe('S10: devices at several gateways that share a Redis', () => {
  it('are the same list at each of them', async () => {
    const [phone, desktop] = [await login(one), await login(two)];
    const [here, there] = [await devicesAt(one, desktop), await devicesAt(two, desktop)];
    expect(here).toEqual(there);
    expect(here.filter(({ current }) => current)).toHaveLength(1);
    await ask(two, 'logout', { scope: 'ALL' }, desktop.accessToken);
    expect(await look(one, phone)).toBe('LOGOUT_EVERYWHERE');
  });

  it('one that ends at one gateway is dead at the other at once', async () => {
    const [phone, desktop] = [await login(one), await login(two)];
    const newer = (await refresh(two, phone)) as unknown as Tokens;
    const current = (await devicesAt(two, newer)).find((device) => device.current);
    const ended = await ask(one, 'endDevice', { id: present(current).id }, desktop.accessToken);
    expect(ended).toMatchObject({ __typename: 'DeviceEnded', everywhere: true });
    for (const tokens of [phone, newer])
      expect(await lookAtBoth(tokens)).toEqual(['LOGOUT_ELSEWHERE', 'LOGOUT_ELSEWHERE']);
    expect(await refreshed(two, newer)).toBe('InvalidRefreshToken');
    expect(await lookAtBoth(desktop)).toEqual(['alive', 'alive']);
    await ask(two, 'logout', { scope: 'ALL' }, desktop.accessToken);
  });

  it('all others end at both at once, and the one that asks goes on at both', async () => {
    const [phone, desktop] = [await login(one), await login(two)];
    const newer = (await refresh(one, desktop)) as unknown as Tokens;
    const input = { scope: 'OTHERS', refreshToken: newer.refreshToken };
    const ended = await ask(two, 'logout', input);
    expect(ended).toMatchObject({ __typename: 'LoggedOut', everywhere: true });
    expect(await lookAtBoth(phone)).toEqual(['LOGOUT_ELSEWHERE', 'LOGOUT_ELSEWHERE']);
    for (const tokens of [desktop, newer])
      expect(await lookAtBoth(tokens)).toEqual(['alive', 'alive']);
    expect(await refreshed(one, newer)).toBe('Session');
    expect(await refreshed(one, phone)).toBe('InvalidRefreshToken');
  });

  it('all others end while they, and the one that asks, refresh at both', async () => {
    // With different scopes, so that Auth0 gives them different access tokens within one second.
    const scopes = [['openid'], ['profile'], ['email']];
    const [own, ...others] = await Promise.all(
      scopes.map(async (more) => {
        const input = { username: 'user@example.com', password: seededPassword };
        const all = [...more, 'offline_access'];
        return (await ask(one, 'login', { ...input, scopes: all })) as unknown as Tokens;
      }),
    );
    const asking = present(own);
    for (const tokens of [asking, ...others])
      expect(await lookAtBoth(tokens)).toEqual(['alive', 'alive']);
    const [ended, kept, ...late] = await Promise.all([
      ask(two, 'logout', { scope: 'OTHERS' }, asking.accessToken),
      refresh(one, asking),
      ...others.flatMap((tokens) => [refresh(one, tokens), refresh(two, tokens)]),
    ]);
    expect(ended).toMatchObject({ __typename: 'LoggedOut' });
    expect(kept).toMatchObject({ __typename: 'Session' });
    for (const tokens of [asking, kept as unknown as Tokens])
      expect(await lookAtBoth(tokens)).toEqual(['alive', 'alive']);
    for (const answer of late.filter(({ __typename }) => __typename === 'Session'))
      expect(await lookAtBoth(answer as unknown as Tokens)).not.toContain('alive');
    for (const tokens of others) expect(await refreshed(two, tokens)).toBe('InvalidRefreshToken');
    expect(await refreshed(two, kept as unknown as Tokens)).toBe('Session');
  });

  it('Redis has at most 50 of a user, and no address or client in clear', async () => {
    for (let count = 0; count < 52; count += 1)
      // Auth0 takes 10 logins a minute of one user.
      await login(count % 2 === 0 ? one : two, 'user@example.com', 7000);

    // The shortest one is listed, too: what counts is the latest use.
    later += 7000;
    const credentials = { username: 'user@example.com', password: seededPassword };
    const session = await ask(one, 'login', { ...credentials, scopes: ['openid'] });
    expect(session).toMatchObject({ __typename: 'Session', refreshToken: null });
    const last = session as unknown as Tokens;
    expect((await devicesAt(two, last))[0]).toMatchObject({ current: true });
    expect(await devicesAt(one, last)).toHaveLength(50);
    expect(await devicesAt(two, last)).toHaveLength(50);
    const keys = await redis.client.keys('*:set:devices:*');
    const sizes = await Promise.all(keys.map((key) => redis.client.zcard(key)));
    expect(Math.max(...sizes)).toBe(50);
    const [device = ''] = await redis.client.keys('*:value:device:*');
    expect(await redis.client.get(device)).toMatch(/^v\d+:eyJ[\w-]+\.\.[\w-]+\.[\w-]+\.[\w-]+$/);
  });

  it('the 51st ends, at both, those that were not used for the longest time, and frees what Redis has of them', async () => {
    later += 60_000;
    const editor = 'editor@example.com';
    const browser = new BrowserTab(one);
    await browser.signIn(editor);
    const phone = await login(two, editor, 7000);
    const latest = { tokens: phone };
    for (let count = 2; count < 50; count += 1)
      latest.tokens = await login(count % 2 === 0 ? one : two, editor, 7000);
    expect(await devicesAt(one, latest.tokens)).toHaveLength(50);
    expect(await lookAtBoth(phone)).toEqual(['alive', 'alive']);
    const before = await measure();

    const [pushed] = [await login(two, editor, 7000), await login(two, editor, 7000)];

    expect(await lookAtBoth(browser)).toEqual(['TOO_MANY_DEVICES', 'TOO_MANY_DEVICES']);
    expect(await lookAtBoth(phone)).toEqual(['TOO_MANY_DEVICES', 'TOO_MANY_DEVICES']);
    expect(await refreshed(one, phone)).toBe('InvalidRefreshToken');
    expect(await lookAtBoth(pushed)).toEqual(['alive', 'alive']);
    // Of the session a mark with the cause stays, and of the refresh token one that it is over.
    expect(await measure()).toEqual({
      ...before,
      ...{ use: 0, refresh: before.refresh + 1 },
      largestSession: 'v999999999999999:freed:TOO_MANY_DEVICES'.length,
    });
  });

  it('are not listed while Redis is away: a list that lacks one would be a false comfort', async () => {
    const desktop = await login(one);
    redis.freeze();
    const { data, errors } = await listAt(two, desktop);
    expect(data).toEqual({ devices: null });
    expect(errors).toMatchObject([{ extensions: { code: 'SERVICE_UNAVAILABLE' } }]);
    const ended = await ask(two, 'endDevice', { id: 'any' }, desktop.accessToken);
    expect(ended).toMatchObject({ __typename: 'ServiceUnavailable', retryAfter: 1 });
    redis.thaw();
    while ((await listAt(two, desktop)).errors) await wait(10);
  });
});
