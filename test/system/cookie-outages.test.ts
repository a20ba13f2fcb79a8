// needs: redis-server
import { setTimeout as wait } from 'node:timers/promises';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { BrowserTab } from '../support/browser-tab.ts';
import type { TestGateway } from '../support/gateway.ts';
import { seededPassword, startLocal, type Local } from '../support/local.ts';
import { startRedis, type RedisLink, type TestRedis } from '../support/redis.ts';

/** Seconds for which access tokens live. */
const life = 1000;

let redis: TestRedis;
let link: RedisLink;
let local: Local;
/** Reaches Redis directly. */
let one: TestGateway;
/** Reaches Redis by the link. */
let two: TestGateway;
let later = 0;

beforeAll(async () => {
  redis = await startRedis();
  link = await redis.link();
  local = await startLocal({
    now: () => new Date(Date.now() + later),
    env: { REDIS_URL: redis.url },
    settings: ({ clients, resource_servers }) => {
      for (const client of clients) client.refresh_token.leeway = 0;
      for (const api of resource_servers) api.token_lifetime = life;
    },
  });
  one = local.gateway;
  two = await local.anotherGateway({ REDIS_URL: link.url });
  await reunited();
}, 60_000);
beforeEach(() => {
  later += 60_000; // Auth0 takes 10 logins a minute of one user.
});
afterEach(async () => {
  link.mend();
  await reunited();
});
afterAll(async () => {
  await two.close();
  await local.close();
  link.close();
  await redis.close();
});

const ready = async ({ url }: TestGateway) => {
  while ((await fetch(new URL('/health/ready', url))).status !== 200) await wait(10);
};
/** Waits until an end at one gateway is known at both. A store cannot know of all replicas before its data is one lease old. */
async function reunited(by = two): Promise<void> {
  await Promise.all([ready(one), ready(by)]);
  for (;;) {
    const tab = new BrowserTab(by);
    await tab.signIn('editor@example.com');
    if ((await tab.mutate('logout', {})).result['everywhere'] === true) return;
    later += 7000;
    await wait(100);
  }
}
const user = expect.stringMatching(/^auth0\|/);
const keysOf = (part: string) => redis.client.keys(`*${part}*`);

describe('everywhere: true', () => {
  it('is not answered by a process that no longer finds a session which another one goes on with', async () => {
    const tab = new BrowserTab(one);
    await tab.signIn();
    const thief = new BrowserTab(one, new Map(tab.cookies));
    // A replica without the newest writes was promoted, or Redis lost its data.
    await redis.client.del(...(await keysOf('session:')));
    tab.gateway = two;
    const { result } = await tab.mutate('logout', {});
    expect([result['everywhere'], await thief.look(one)]).not.toEqual([true, user]);
  });
});

describe('a store that lost or lags', () => {
  it('a session of a moment ago is not idle because its second key is lost', async () => {
    const tab = new BrowserTab(one);
    await tab.signIn();
    await redis.client.del(...(await keysOf('session-use:')));
    expect(await tab.look(two)).toEqual(user);
    later += life * 1000 + 1000;
    expect(await tab.look(one)).toEqual(user);
  });

  it('a promoted replica that lags by a renewal signs nobody out: the process that renewed knows better', async () => {
    const tab = new BrowserTab(one);
    await tab.signIn();
    const names = [...(await keysOf('session:')), ...(await keysOf('refresh:'))];
    const before = await Promise.all(
      names.map(async (name) => [name, await redis.client.get(name)] as const),
    );
    later += life * 1000 + 1000;
    expect(await tab.look(one)).toEqual(user);
    for (const name of await keysOf('refresh:')) await redis.client.del(name);
    for (const name of await keysOf('hand-over:')) await redis.client.del(name);
    for (const [name, value] of before) await redis.client.set(name, value ?? '');
    later += life * 1000 + 1000;
    expect(await tab.look(one)).toEqual(user);
  });

  it('nothing goes idle while its process is without the store', async () => {
    const idle = { SESSION_IDLE: '6' };
    const near = await local.anotherGateway(idle);
    const far = await local.anotherGateway({ ...idle, REDIS_URL: link.url });
    await Promise.all([ready(near), ready(far)]);
    const tab = new BrowserTab(far);
    await tab.signIn();
    await wait(200);
    link.cut();
    for (let second = 0; second < 8; second += 1) {
      later += 1000;
      expect(await tab.look()).toEqual(user);
    }
    expect(await tab.look(near)).toEqual(user); // the load balancer sends the user on
    link.mend();
    await reunited(far); // so that the others need not wait for it once it has left
    await Promise.all([near.close(), far.close()]);
  }, 30_000);
});

describe('reauthenticate at one process, requests in the last tenth at both', () => {
  it('leaves the new cookie good', async () => {
    const tab = new BrowserTab(one);
    await tab.signIn();
    const seen: unknown[] = [];
    for (let round = 0; round < 8; round += 1) {
      await tab.look(two);
      await tab.look(two);
      later += 950_000;
      const old = new BrowserTab(one, new Map(tab.cookies));
      let isDone = false;
      const proof = tab
        .mutate('reauthenticate', { password: seededPassword })
        .finally(() => (isDone = true));
      const hammer = async (by: TestGateway) => {
        await wait(150); // begins while the password is checked
        while (!isDone) await old.look(by);
      };
      await Promise.all([proof, hammer(two), hammer(two), hammer(one)]);
      await wait(300);
      later += life * 1000 + 1000;
      seen.push(await tab.look(one), await tab.look(two));
      if (seen.includes('SESSION_ENDED')) break;
    }
    expect(new Set(seen)).toEqual(new Set([user]));
  }, 60_000);
});

describe('a process without the store', () => {
  it('goes on with the sessions that it has served, one request or many', async () => {
    const tab = new BrowserTab(one);
    await tab.signIn();
    const seen = [await tab.look(two)];
    link.cut();
    for (let time = 0; time < 3; time += 1) seen.push(await tab.look(two));
    expect(seen).toEqual([user, user, user, user]);
  });

  it('has a session of a moment ago: the others say that they do not know yet', async () => {
    const tab = new BrowserTab(one);
    link.cut();
    const away = new BrowserTab(two);
    expect((await away.signIn()).__typename).toBe('Session');
    expect(await away.look()).toEqual(user);
    expect(await away.look(one)).toBe('SERVICE_UNAVAILABLE');
    link.mend();
    let seen: unknown;
    do seen = await away.look(one);
    while (seen === 'SERVICE_UNAVAILABLE');
    expect(seen).toEqual(user);
    expect(await tab.look()).toBe('TOKEN_MISSING');
  });

  it('accepts nothing after two logouts of which the second said everywhere: true', async () => {
    const tab = new BrowserTab(one);
    await tab.signIn();
    const thief = new BrowserTab(two, new Map(tab.cookies));
    expect(await thief.look()).toEqual(user);
    expect(await thief.look()).toEqual(user);
    link.cut();
    const again = new BrowserTab(one, new Map(tab.cookies));
    expect((await tab.mutate('logout', {})).result).toMatchObject({ everywhere: false });
    const { result } = await again.mutate('logout', {});
    expect([result['everywhere'], await thief.look()]).not.toEqual([true, user]);
  });
});

describe('growth', () => {
  it('a logout announces the tokens that are still good, not each one since the login', async () => {
    const tab = new BrowserTab(one);
    await tab.signIn();
    for (let turn = 0; turn < 60; turn += 1) {
      later += life * 1000 + 1000;
      await tab.look();
    }
    const [stream = ''] = await keysOf(':stream');
    const before = await redis.client.xlen(stream);
    await tab.mutate('logout', {});
    await wait(500);
    const notices = (await redis.client.xlen(stream)) - before;
    expect([notices > 0, notices < 10]).toEqual([true, true]);
  }, 60_000);

  it('a renewal and a reauthentication leave few keys behind', async () => {
    const tab = new BrowserTab(one);
    await tab.signIn();
    const before = await redis.client.dbsize();
    for (let turn = 0; turn < 10; turn += 1) {
      later += life * 1000 + 1000;
      await tab.look();
    }
    const renewed = await redis.client.dbsize();
    for (let turn = 0; turn < 10; turn += 1) {
      later += 7000;
      await tab.mutate('reauthenticate', { password: seededPassword });
    }
    expect(renewed - before).toBeLessThanOrEqual(2 * 10);
    expect((await redis.client.dbsize()) - renewed).toBeLessThanOrEqual(2 * 10);
  });
});

describe('a store that lost its data', () => {
  it('after a loss of data the newest session is written again, not the first one', async () => {
    const tab = new BrowserTab(one);
    await tab.signIn(); // written by one
    await wait(200);
    later += life * 1000 + 1000;
    expect(await tab.look(two)).toEqual(user); // renewed by two
    await wait(200);
    link.cut();
    await redis.kill();
    await redis.start();
    while ((await keysOf('session:').catch(() => [])).length === 0) await wait(50);
    link.mend();
    await ready(two);
    await wait(3000);
    later += life * 1000 + 1000;
    // Hand-overs have expired by now; the clock of Redis has not moved on as the gateway's has.
    for (const name of await keysOf('hand-over:')) await redis.client.del(name);
    const seen = [await tab.look(two), await tab.look(one)];
    expect(seen).toEqual([user, user]);
  }, 60_000);
});
