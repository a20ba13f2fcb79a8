// needs: redis-server
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { setTimeout as wait } from 'node:timers/promises';
import { choosePassword, lastLink } from '../support/choose-password.ts';
import type { TestGateway } from '../support/gateway.ts';
import { seededPassword, startLocal, type Local } from '../support/local.ts';
import { mutate } from '../support/mutate.ts';
import { startRedis, type TestRedis } from '../support/redis.ts';

let redis: TestRedis;
let local: Local;
let one: TestGateway;
let two: TestGateway;

beforeAll(async () => {
  redis = await startRedis();
  local = await startLocal({
    // Seconds; longer than the restarts here, and short enough to wait for.
    env: { REDIS_URL: redis.url, STORE_GRACE: '5' },
    // No overlap: the gateways alone keep two exchanges apart.
    settings: ({ clients }) => {
      for (const client of clients) client.refresh_token.leeway = 0;
    },
  });
  one = local.gateway;
  two = await local.anotherGateway({});
  await ready(one, true);
  await ready(two, true);
});
afterAll(async () => {
  await two.close();
  await local.close();
  await redis.close();
});

interface Tokens {
  accessToken: string;
  refreshToken: string;
}

const health = async ({ url }: TestGateway) => (await fetch(new URL('/health/ready', url))).status;
async function ready(gateway: TestGateway, expected: boolean): Promise<void> {
  while (((await health(gateway)) === 200) !== expected) await wait(10);
}
const ask = async (by: TestGateway, mutation: string, input: object, token?: string) =>
  (await mutate(by, mutation, input, { token })).result;
async function login(by: TestGateway, username = 'user@example.com'): Promise<Tokens> {
  const session = await ask(by, 'login', { username, password: seededPassword });
  expect(session).toMatchObject({ __typename: 'Session' });
  return session as unknown as Tokens;
}
async function look(by: TestGateway, { accessToken }: Tokens): Promise<unknown> {
  const { data, errors } = await by.request('{ me { id } }', { token: accessToken });
  const { reason, revokedBy } = errors?.[0]?.extensions ?? {};
  return revokedBy ?? reason ?? data?.['me'];
}
/** Number of refresh tokens that the tenant has exchanged. */
const exchanges = async () =>
  (await local.tenantLog()).filter(({ type }) => type === 'sertft').length;
const alive = { id: expect.any(String) };

describe('S08: a refresh token at several gateways', () => {
  it('is exchanged once for clients that present it to each of them together', async () => {
    const tokens = await login(one);
    const before = await exchanges();
    const answers = await Promise.all(
      Array.from({ length: 12 }, (_, index) =>
        ask(index % 2 === 0 ? one : two, 'refresh', { refreshToken: tokens.refreshToken }),
      ),
    );
    expect(answers.map(({ __typename }) => __typename)).toEqual(Array(12).fill('Session'));
    expect(new Set(answers.map((answer) => answer['refreshToken'])).size).toBe(1);
    expect((await exchanges()) - before).toBe(1);
    for (const gateway of [one, two])
      expect(await look(gateway, answers[0] as unknown as Tokens)).toEqual(alive);
  });

  it('S04: gives its successor at one gateway after the other has asked, until the sign-in ends', async () => {
    const tokens = await login(one);
    const { refreshToken } = tokens;
    const next = (await ask(one, 'refresh', { refreshToken })) as unknown as Tokens;
    const again = await ask(two, 'refresh', { refreshToken });
    expect(again['refreshToken']).toBe(next.refreshToken);
    await ask(two, 'logout', {}, next.accessToken);
    expect((await ask(one, 'refresh', { refreshToken })).__typename).toBe('InvalidRefreshToken');
  });
});

describe('S04: several gateways that share a Redis', () => {
  it('one gateway can revoke for both what the other has issued', async () => {
    const phone = await login(one);
    const exchanged = await ask(two, 'refresh', { refreshToken: phone.refreshToken });
    const newer = exchanged as unknown as Tokens;
    expect(await look(one, newer)).toEqual(alive);
    await ask(two, 'logout', {}, phone.accessToken);
    for (const gateway of [one, two]) {
      expect(await look(gateway, phone)).toBe('LOGOUT');
      expect(await look(gateway, newer)).toBe('LOGOUT');
      const { refreshToken } = newer;
      expect((await ask(gateway, 'refresh', { refreshToken })).__typename).toBe(
        'InvalidRefreshToken',
      );
    }
  });

  it('a logout everywhere at one gateway holds at both; a login right after it is good at both', async () => {
    const [phone, desktop] = [await login(one), await login(two)];
    await ask(one, 'logout', { scope: 'ALL' }, phone.accessToken);
    const next = await login(two);
    for (const gateway of [one, two]) {
      expect(await look(gateway, phone)).toBe('LOGOUT_EVERYWHERE');
      expect(await look(gateway, desktop)).toBe('LOGOUT_EVERYWHERE');
      expect(await look(gateway, next)).toEqual(alive);
    }
  });

  it('a gateway that starts later knows the revoked tokens, and by what', async () => {
    const phone = await login(one);
    await ask(one, 'logout', {}, phone.accessToken);
    const three = await local.anotherGateway({});
    await ready(three, true);
    expect(await look(three, phone)).toBe('LOGOUT');
    await three.close();
  });

  it('`everywhere` is true once the data in Redis is one lease old', async () => {
    let result;
    do {
      const phone = await login(one, 'editor@example.com');
      result = await ask(one, 'logout', { refreshToken: phone.refreshToken }, phone.accessToken);
      expect(await look(one, phone)).toBe('LOGOUT');
      await wait(1000);
    } while (result['everywhere'] === false);
    expect(result).toMatchObject({ everywhere: true });
  });

  it('S13: a password changed elsewhere ends at all what is from before it', async () => {
    const username = 'leaked@example.com';
    await ask(one, 'signup', { email: username, password: seededPassword });
    const [phone, desktop] = [await login(one, username), await login(two, username)];
    await ask(one, 'requestPasswordReset', { username });
    await choosePassword(await lastLink(local.tenant.url, username), 'Purple-Kettle-9-Violin');
    // The hook comes to the first gateway, and again until both know.
    const ended = () => one.log().some(({ outcome }) => outcome === 'SignInsEnded');
    while (!ended()) await wait(20);
    const three = await local.anotherGateway({});
    await ready(three, true);
    const credentials = { username, password: 'Purple-Kettle-9-Violin' };
    const next = (await ask(two, 'login', credentials)) as unknown as Tokens;
    for (const gateway of [one, two, three]) {
      expect(await look(gateway, phone)).toBe('PASSWORD_CHANGED');
      expect(await look(gateway, desktop)).toBe('PASSWORD_CHANGED');
      expect(await look(gateway, next)).toEqual(alive);
      const { refreshToken } = desktop;
      expect((await ask(gateway, 'refresh', { refreshToken })).__typename).toBe(
        'InvalidRefreshToken',
      );
    }
    await three.close();
  });

  it('K04: one that starts elsewhere while the issuer is down verifies with the keys that are in Redis', async () => {
    const tokens = await login(one);
    const turn = (method: string, body?: object) =>
      Promise.all(
        ['jwks', 'metadata'].map((name) =>
          fetch(`${local.tenant.url}/control/faults/${name}`, {
            method,
            ...(body && {
              body: JSON.stringify(body),
              headers: { 'content-type': 'application/json' },
            }),
          }),
        ),
      );
    await turn('PUT', { fault: 'down' });
    const elsewhere = await local.anotherGateway({});
    expect(await look(elsewhere, tokens)).toEqual(alive);
    await elsewhere.close();
    await turn('DELETE');
  });

  it('S11: without Redis nobody is signed out, logouts hold here, and nothing is claimed; then it heals', async () => {
    const [phone, desktop] = [await login(one), await login(one, 'admin@example.com')];
    redis.freeze();
    // The second logout is not `everywhere` either, although this gateway has already revoked the token.
    for (let times = 0; times < 2; times += 1) {
      const begunAt = performance.now();
      const ended = await ask(one, 'logout', {}, phone.accessToken);
      expect(ended).toMatchObject({ __typename: 'LoggedOut', everywhere: false });
      // One second for the whole logout, and as much for a busy machine. Each of four questions once had a second.
      expect(performance.now() - begunAt).toBeLessThan(2000);
    }
    // Without Redis a gateway does not know whether this refresh token is revoked: it neither spends nor accepts it.
    const { refreshToken } = phone;
    expect(await ask(two, 'refresh', { refreshToken })).toMatchObject({
      __typename: 'ServiceUnavailable',
      retryAfter: 1,
    });
    expect(await ask(two, 'logout', { refreshToken: desktop.refreshToken })).toMatchObject({
      everywhere: false,
    });
    expect(await look(one, phone)).toBe('LOGOUT');
    expect(await look(one, desktop)).toEqual(alive);
    expect(await look(two, desktop)).toEqual(alive);
    expect(await look(one, await login(one, 'editor@example.com'))).toEqual(alive);
    await ready(one, false);
    await ready(two, false);
    redis.thaw();
    await ready(two, true);
    while ((await look(two, phone)) !== 'LOGOUT') await wait(10);
    await ready(one, true);
  });
});
