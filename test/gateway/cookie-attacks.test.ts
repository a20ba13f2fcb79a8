import { setTimeout as wait } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { BrowserTab } from '../support/browser-tab.ts';
import {
  breakTokens,
  countExchanges,
  healTokens,
  startWithFolder,
  type CookieSessionsOptions,
} from '../support/cookie-sessions.ts';
import { seededPassword, type Local } from '../support/local.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';

let local: Local;
let later: number;
let stateDir: string;

beforeEach(() => {
  later = 0;
  stateDir = temporaryFolder();
});
afterEach(() => local.close());

/** Starts the gateway, and returns a browser. */
async function start(options: Partial<CookieSessionsOptions> = {}): Promise<BrowserTab> {
  const now = () => new Date(Date.now() + later);
  const seams = { upstreamTimeoutMs: 5000 };
  const started = await startWithFolder({ now, seams, stateDir, ...options });
  local = started.local;
  return started.tab;
}
const user = expect.stringMatching(/^auth0\|/);
const prove = (tab: BrowserTab) => tab.mutate('reauthenticate', { password: seededPassword });
const copy = (tab: BrowserTab) => new BrowserTab(local.gateway, new Map(tab.cookies));
const fault = (body: object) => breakTokens(local, body);
const heal = () => healTokens(local);
const exchanges = () => countExchanges(local);

const operations = () =>
  local.gateway
    .log()
    .filter(({ msg }) => msg === 'credential mutation')
    .map(({ operation }) => operation);

describe('the cookie that reauthenticate replaces', () => {
  it('a refresh with the old cookie, within its ten seconds, does not end the new one', async () => {
    const tab = await start({ life: 1000 });
    await tab.signIn();
    const old = copy(tab);
    later += 20_000;
    await prove(tab);
    await old.mutate('refresh', {}); // another tab's request, which was on its way
    later += 1001_000; // the new cookie is read from the store now
    expect(await tab.look()).toEqual(user);
  });

  it('carries out no mutation: refresh is refused', async () => {
    const tab = await start();
    await tab.signIn();
    const old = copy(tab);
    later += 20_000;
    await prove(tab);
    await tab.look();
    const before = await exchanges();
    const { result } = await old.mutate('refresh', {});
    expect(result.__typename).toBe('ServiceUnavailable');
    expect(await exchanges()).toBe(before);
  });

  it('cannot end the session weeks later', async () => {
    const tab = await start();
    await tab.signIn();
    const old = copy(tab);
    await prove(tab);
    await tab.look();
    later += 20 * 3_600_000;
    expect(await old.look()).toMatch(/^SESSION_/);
    await old.mutate('logout', {});
    expect(await tab.look()).toEqual(user);
  });

  it('cannot end the session weeks later by a login in its place', async () => {
    const tab = await start();
    await tab.signIn();
    const old = copy(tab);
    await prove(tab);
    await tab.look();
    later += 20 * 3_600_000;
    await old.signIn('editor@example.com');
    await wait(500);
    expect(await tab.look()).toEqual(user);
  });

  it('comes to life no more when a slow renewal ends after two reauthentications', async () => {
    const tab = await start({ life: 1000 });
    await tab.signIn();
    later += 950_000;
    await fault({ fault: 'slow', delay_ms: 3000 });
    await tab.look(); // begins the renewal
    await wait(300);
    await heal();
    await prove(tab);
    const second = copy(tab);
    await prove(tab);
    expect(tab.cookie).not.toBe(second.cookie);
    await tab.look();
    await wait(4000);
    later += 20_000;
    const seen = [await second.look(), await tab.look()];
    expect(seen).toEqual(['SESSION_ENDED', user]);
  }, 20_000);
});

describe('an answer that is lost', () => {
  it('of a reauthentication, signs nobody out', async () => {
    const tab = await start();
    await tab.signIn();
    const old = copy(tab); // the browser, which never got the answer with the new cookie
    await prove(tab);
    later += 11_000;
    expect(await old.look()).toEqual(user);
  });
});

describe('idle and absolute lifetimes', () => {
  it('a session is not idle before SESSION_IDLE after its last request', async () => {
    const tab = await start({ env: { SESSION_IDLE: '120' } });
    await tab.signIn();
    later += 59_000;
    expect(await tab.look()).toEqual(user);
    later += 70_000;
    expect(await tab.look()).toEqual(user); // 70 of 120 seconds idle
  });

  it('SESSION_LIFETIME counts from the sign-in, also for tokens that move into a cookie', async () => {
    const tab = await start({ env: { SESSION_LIFETIME: '1000' } });
    const credentials = { username: 'user@example.com', password: seededPassword };
    const { refreshToken } = (await tab.mutate('login', credentials)).result;
    later += 900_000;
    await tab.mutate('refresh', { refreshToken, transport: 'COOKIE' });
    expect(await tab.look()).toEqual(user);
    later += 200_000;
    expect(await tab.look()).toBe('SESSION_EXPIRED');
  });

  it('SESSION_LIFETIME outlives a second reauthentication: the id changes, the start does not', async () => {
    const tab = await start({ env: { SESSION_LIFETIME: '1000' } });
    await tab.signIn();
    later += 900_000;
    await prove(tab);
    later += 200_000;
    expect(await tab.look()).toBe('SESSION_EXPIRED');
  });
});

describe('a session that moved into a cookie', () => {
  it('S05: gives its tokens to no page any more, not even for the refresh token from before', async () => {
    const tab = await start();
    const credentials = { username: 'user@example.com', password: seededPassword };
    const { refreshToken } = (await tab.mutate('login', credentials)).result;
    await tab.mutate('refresh', { refreshToken, transport: 'COOKIE' });
    later += 300_000;
    const { text } = await new BrowserTab(local.gateway).mutate('refresh', { refreshToken });
    expect(text).not.toContain('eyJ');
    expect(await tab.look()).toEqual(user);
  });
});

describe('a cookie that was replaced a moment ago', () => {
  it('a mutation with the replaced cookie is not told that the session has ended: it goes on', async () => {
    const tab = await start();
    await tab.signIn();
    const old = copy(tab);
    await prove(tab);
    const { errors } = await prove(old);
    expect(errors?.[0]?.extensions['reason']).not.toBe('SESSION_ENDED');
  });
});

describe('other schemes and headers', () => {
  it('the cookie counts behind HTTP Basic, which is no bearer, and beside an empty header', async () => {
    const tab = await start();
    await tab.signIn();
    tab.page = { ...tab.page, authorization: `Basic ${btoa('staging:secret')}` };
    const basic = await tab.look();
    tab.page = { ...tab.page, authorization: '' };
    expect([basic, await tab.look()]).toEqual([user, user]);
  });

  it('a GET of the own host, by Origin alone, is refused as the page says', async () => {
    await start({ env: { NODE_ENV: 'production', REHEARSAL: 'true' } });
    const { origin } = new URL(local.gateway.url);
    const response = await fetch(`${local.gateway.url}?query={me{id}}`, {
      headers: { cookie: '__Host-gatehouse=x', origin, 'apollo-require-preflight': '1' },
    });
    expect(response.status).toBe(403);
  });

  it('a developer with a session cookie can still open the explorer at the endpoint', async () => {
    await start();
    const dev = await local.anotherGateway({
      NODE_ENV: 'development',
      STATE_DIR: temporaryFolder(),
    });
    const headers = { accept: 'text/html', 'sec-fetch-site': 'none' };
    const without = await fetch(dev.url, { headers });
    const withCookie = await fetch(dev.url, { headers: { ...headers, cookie: 'gatehouse=x' } });
    await dev.close();
    expect([without.status, withCookie.status]).toEqual([200, 200]);
  });

  it('a login with COOKIE of a cross-site page that is not listed is refused with 403', async () => {
    const tab = await start();
    tab.page = { origin: 'https://evil.example', 'sec-fetch-site': 'cross-site' };
    const answer = await tab.mutate('login', {
      username: 'user@example.com',
      password: seededPassword,
      transport: 'COOKIE',
    });
    expect(answer.status).toBe(403);
  });
});

describe('logout and login', () => {
  it('a logout with an old cookie does not take away the cookie of a newer login', async () => {
    const tab = await start();
    await tab.signIn();
    const old = copy(tab);
    await tab.signIn('editor@example.com');
    while ((await old.look()) !== 'SESSION_ENDED');
    // The browser has one jar: this answer would remove the new cookie too.
    const { headers } = await old.mutate('logout', {});
    expect(headers.getSetCookie()).toEqual([]);
  });

  it('L03: the audit line of a logout with a cookie names the user and the transport', async () => {
    const tab = await start();
    await tab.signIn();
    await tab.mutate('logout', {});
    const line = local.gateway.log().find(({ operation }) => operation === 'logout');
    expect(line).toMatchObject({ subject: user, before: { transport: 'COOKIE' } });
  });

  it('L03: the audit trail has a refused refresh with a cookie', async () => {
    const tab = await start();
    await tab.signIn();
    expect([await tab.look(), await tab.look()]).toEqual([user, user]);
    const old = copy(tab);
    await tab.mutate('logout', {});
    const { result } = await old.mutate('refresh', {});
    expect(result.__typename).toBe('InvalidRefreshToken');
    expect(operations()).toContain('refresh');
  });

  it('a logout as the first request has no audit line of a refresh that nobody asked for', async () => {
    const tab = await start();
    await tab.signIn();
    await tab.mutate('logout', {});
    expect(operations()).toEqual(['login', 'logout']);
  });

  it('a logout with a refresh token beside a cookie leaves the session of the cookie', async () => {
    const tab = await start();
    await tab.signIn();
    const other = await new BrowserTab(local.gateway).mutate('login', {
      username: 'editor@example.com',
      password: seededPassword,
    });
    await tab.mutate('logout', { refreshToken: other.result['refreshToken'] });
    expect([await tab.look(), tab.cookie !== undefined]).toEqual([user, true]);
  });

  it('a login with COOKIE beside a bearer ends the session whose cookie it overwrites (S03)', async () => {
    const tab = await start();
    await tab.signIn();
    const old = copy(tab);
    tab.page = { ...tab.page, authorization: 'Bearer x' };
    await tab.signIn('editor@example.com');
    expect(tab.cookie).not.toBe(old.cookie);
    await wait(500);
    expect(await old.look()).toBe('SESSION_ENDED');
  });

  it('refresh renews the session now, also a second after the login (a new role)', async () => {
    const tab = await start();
    await tab.signIn();
    later += 1000;
    await tab.mutate('refresh', {});
    expect(await exchanges()).toBe(1);
  });
});

describe('Auth0 away', () => {
  it('an answer that is lost, with the overlap of 10 seconds that the pages advise, signs nobody out', async () => {
    const tab = await start({ life: 1000 });
    await tab.signIn();
    later += 1001_000;
    await fault({ fault: 'cut' });
    expect(await tab.look()).toBe('SERVICE_UNAVAILABLE');
    await heal();
    // The page asks each second, as a client with TOKENS would refresh again.
    let seen: unknown;
    for (let second = 0; second < 14 && seen !== 'SESSION_ENDED'; second += 1) {
      later += 1000;
      seen = await tab.look();
    }
    expect(seen).toEqual(user);
  });

  it.each(['garbage', 'server_error', 'down'])('%s is an outage, no end', async (name) => {
    const tab = await start({ life: 1000 });
    await tab.signIn();
    later += 1001_000;
    await fault({ fault: name });
    expect(await tab.look()).toBe('SERVICE_UNAVAILABLE');
    await heal();
    later += 10_001;
    expect(await tab.look()).toEqual(user);
  });

  it('tokens of 5 seconds serve a page that asks all the time', async () => {
    const tab = await start({ life: 5 });
    await tab.signIn();
    const seen = new Set<unknown>();
    for (let step = 0; step < 60; step += 1) {
      later += 700;
      seen.add(await tab.look());
    }
    expect([...seen]).toEqual([user]);
  });

  it('two sessions of one second with one token: a logout of one leaves the other', async () => {
    const tab = await start();
    const other = new BrowserTab(local.gateway);
    await wait(1000 - (Date.now() % 1000));
    await Promise.all([tab.signIn(), other.signIn()]);
    await other.mutate('logout', {});
    expect(await tab.look()).toEqual(user);
  });
});

describe('a tenant without refresh tokens', () => {
  it('expiresIn is not longer than the session, which has no refresh token', async () => {
    const tab = await start({ life: 1000 });
    const { expiresIn } = await tab.signIn('user@example.com', { scopes: ['openid', 'profile'] });
    later += 1001_000;
    expect(await tab.look()).toMatch(/SESSION/);
    expect(expiresIn).toBeLessThanOrEqual(1000);
  });
});

describe('tabs of which one moves the session into a cookie', () => {
  it('S05: the others get no tokens of it any more, and end nothing', async () => {
    const tab = await start({ life: 1000 });
    const old = new BrowserTab(local.gateway);
    const credentials = { username: 'user@example.com', password: seededPassword };
    const { refreshToken } = (await old.mutate('login', credentials)).result;
    later += 5000;
    const next = (await old.mutate('refresh', { refreshToken })).result['refreshToken'];
    later += 3000;
    await tab.mutate('refresh', { refreshToken, transport: 'COOKIE' });
    for (const token of [refreshToken, next]) {
      const { result } = await old.mutate('refresh', { refreshToken: token });
      expect(result.__typename).toBe('InvalidRefreshToken');
    }
    later += 1001_000;
    expect(await tab.look()).toEqual(user);
  });

  it('S05: the same holds where the tenant does not rotate refresh tokens', async () => {
    const tab = await start({
      life: 1000,
      settings: ({ clients }) => {
        for (const client of clients) client.refresh_token.rotation_type = 'non-rotating';
      },
    });
    const credentials = { username: 'user@example.com', password: seededPassword };
    const { refreshToken } = (await tab.mutate('login', credentials)).result;
    later += 5000;
    await tab.mutate('refresh', { refreshToken, transport: 'COOKIE' });
    later += 1100_000;
    expect(await tab.look()).toEqual(user);
    const { result } = await new BrowserTab(local.gateway).mutate('refresh', { refreshToken });
    expect(result.__typename).toBe('InvalidRefreshToken');
    expect(await tab.look()).toEqual(user);
  });

  it('S09: a sign-in that is too old for a cookie keeps its tokens', async () => {
    const tab = await start({ env: { SESSION_LIFETIME: '1000' } });
    const credentials = { username: 'user@example.com', password: seededPassword };
    const { refreshToken } = (await tab.mutate('login', credentials)).result;
    later += 1001_000;
    const moved = await tab.mutate('refresh', { refreshToken, transport: 'COOKIE' });
    expect(moved.result).toMatchObject({ __typename: 'InvalidInput', field: 'transport' });
    expect((await tab.mutate('refresh', { refreshToken })).result.__typename).toBe('Session');
  });

  it('S03: the cookie that was replaced a while ago cannot log its owner out', async () => {
    const tab = await start();
    await tab.signIn();
    const old = copy(tab);
    await prove(tab);
    await tab.look();
    await old.look();
    later += 60_000;
    await old.mutate('logout', {});
    expect(await tab.look()).toEqual(user);
  });
});
