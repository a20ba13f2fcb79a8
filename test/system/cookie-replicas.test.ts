// needs: redis-server
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { setTimeout as wait } from 'node:timers/promises';
import { BrowserTab } from '../support/browser-tab.ts';
import type { TestGateway } from '../support/gateway.ts';
import { seededPassword, startLocal, type Local } from '../support/local.ts';
import { mutate } from '../support/mutate.ts';
import { startRedis, type TestRedis } from '../support/redis.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';

let redis: TestRedis;
let local: Local;
let one: TestGateway;
let two: TestGateway;
let later = 0;
const stateDir = temporaryFolder();

/** Seconds for which access tokens live. */
const life = 1000;

beforeAll(async () => {
  redis = await startRedis();
  local = await startLocal({
    now: () => new Date(Date.now() + later),
    env: { REDIS_URL: redis.url, STATE_DIR: stateDir },
    settings: ({ clients, resource_servers }) => {
      for (const client of clients) client.refresh_token.leeway = 0;
      for (const api of resource_servers) api.token_lifetime = life;
    },
  });
  one = local.gateway;
  two = await local.anotherGateway({});
  await Promise.all([ready(one), ready(two)]);
});
afterAll(async () => {
  await two.close();
  await local.close();
  await redis.close();
});

async function ready({ url }: TestGateway): Promise<void> {
  while ((await fetch(new URL('/health/ready', url))).status !== 200) await wait(10);
}
const exchanges = async () =>
  (await local.tenantLog()).filter(({ type }) => type === 'sertft').length;
const user = expect.stringMatching(/^auth0\|/);

async function signIn(): Promise<BrowserTab> {
  later += 1000;
  const tab = new BrowserTab(one);
  expect((await tab.signIn()).__typename).toBe('Session');
  return tab;
}
/** What both gateways answer to this cookie. */
const seen = async (tab: BrowserTab) => [await tab.look(one), await tab.look(two)];

describe('a session in a cookie at several gateways', () => {
  it('S08: is renewed once for the requests of all of them', async () => {
    const tab = await signIn();
    expect(await seen(tab)).toEqual([user, user]);
    for (let renewal = 0; renewal < 3; renewal += 1) {
      const before = await exchanges();
      later += life * 1000 + 1000;
      const answers = await Promise.all(
        Array.from({ length: 12 }, (_, index) => tab.look(index % 2 === 0 ? one : two)),
      );
      expect(answers).toEqual(Array(12).fill(user));
      expect((await exchanges()) - before).toBe(1);
    }
  });

  it('S04: ends at all of them, as soon as the answer says so', async () => {
    const tab = await signIn();
    const copy = new BrowserTab(one, new Map(tab.cookies));
    expect(await seen(tab)).toEqual([user, user]);
    const { result } = await tab.mutate('logout', {});
    expect(result).toMatchObject({ __typename: 'LoggedOut', everywhere: true });
    expect(await seen(copy)).toEqual(['SESSION_ENDED', 'SESSION_ENDED']);
  });

  it('S03: answers no mutation with the cookie that a proof of presence has replaced', async () => {
    const tab = await signIn();
    const old = new BrowserTab(two, new Map(tab.cookies));
    expect(await seen(tab)).toEqual([user, user]);
    await tab.mutate('reauthenticate', { password: seededPassword });
    expect(await seen(tab)).toEqual([user, user]);
    expect(await old.look()).toEqual(user);
    const { errors } = await old.mutate('reauthenticate', { password: seededPassword });
    expect(errors).toMatchObject([{ extensions: { code: 'SERVICE_UNAVAILABLE' } }]);
    later += 10_001;
    expect(await seen(old)).toEqual(['SESSION_ENDED', 'SESSION_ENDED']);
    expect(await seen(tab)).toEqual([user, user]);
  });

  it('S11: goes on without Redis where it is known, and signs nobody out where it is not', async () => {
    const [known, ending] = [await signIn(), await signIn()];
    redis.freeze();
    expect(await known.look(one)).toEqual(user);
    expect(await known.look(two)).toBe('SERVICE_UNAVAILABLE');
    const { result } = await ending.mutate('logout', {});
    expect(result).toMatchObject({ __typename: 'LoggedOut', everywhere: false });
    redis.thaw();
    await Promise.all([ready(one), ready(two)]);
    expect(known.cookie).toBeDefined();
    expect(await seen(known)).toEqual([user, user]);
  });
});

describe('what is saved', () => {
  it.each(['Redis', 'STATE_DIR'])(
    'S05: gives nothing that works as a bearer, as a refresh token or as a cookie: %s',
    async (place) => {
      const folder = place === 'Redis' ? stateDir : temporaryFolder();
      const env = { REDIS_URL: place === 'Redis' ? redis.url : '', STATE_DIR: folder };
      const gateway = await local.anotherGateway(env);
      const cookie = new BrowserTab(gateway);
      await cookie.signIn();
      const credentials = { username: 'user@example.com', password: seededPassword };
      later += 1000;
      const session = (await mutate(gateway, 'login', credentials)).result;
      later += life * 1000 + 1000;
      expect(await cookie.look()).toEqual(user);
      const refreshToken = String(session['refreshToken']);
      const next = (await mutate(gateway, 'refresh', { refreshToken })).result;
      expect(next.__typename).toBe('Session');
      await cookie.mutate('reauthenticate', { password: seededPassword });

      const texts = [...(place === 'Redis' ? await dumpRedis() : []), ...dumpFolder(folder)];
      const tokens = [next['accessToken'], next['refreshToken'], refreshToken].map(String);
      for (const token of [String(cookie.cookie), ...tokens])
        expect(texts.join('\n')).not.toContain(token);
      await expectUseless(valuesIn(texts), gateway);
      expect(await cookie.look()).toEqual(user);
      await gateway.close();
    },
  );
});

/** Every piece of these texts that might be a token: whole texts, and what stands between their separators. */
function valuesIn(texts: string[]): string[] {
  const pieces = texts.flatMap((text) => [
    text,
    ...text.split(/[^\w.|=+/-]+/),
    ...text.split(/[^\w-]+/),
  ]);
  return [...new Set(pieces)].filter(({ length }) => length >= 20 && length <= 4000);
}

async function expectUseless(values: string[], gateway: TestGateway): Promise<void> {
  expect(values.length).toBeGreaterThan(10);
  for (const value of values) {
    const headers = { cookie: `gatehouse=${encodeURIComponent(value)}` };
    const authorization = `Bearer ${encodeURI(value)}`;
    const [bearer, cookie, refreshed] = await Promise.all([
      gateway.request('{ me { id } }', { headers: { authorization } }),
      gateway.request('{ me { id } }', { headers }),
      mutate(gateway, 'refresh', { refreshToken: value }),
    ]);
    expect([bearer.data, cookie.data]).toEqual([{ me: null }, { me: null }]);
    expect(refreshed.result.__typename).not.toBe('Session');
  }
}

/** Every key of Redis and every value, as text. */
async function dumpRedis(): Promise<string[]> {
  const { client } = redis;
  const keys = await client.keys('*');
  const dumped = await Promise.all(
    keys.map(async (key) => {
      switch (await client.type(key)) {
        case 'string':
          return [key, (await client.get(key)) ?? ''];
        case 'hash':
          return [key, ...Object.entries(await client.hgetall(key)).flat()];
        case 'zset':
          return [key, ...(await client.zrange(key, '0', '-1'))];
        case 'stream':
          return [
            key,
            ...(await client.xrange(key, '-', '+')).flatMap(([, fields]) => fields.map(String)),
          ];
        default:
          throw new Error(`a type that this test does not know: ${key}`);
      }
    }),
  );
  return dumped.flat();
}

function dumpFolder(folder: string): string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map(({ parentPath, name }) => readFileSync(join(parentPath, name), 'latin1'));
}
