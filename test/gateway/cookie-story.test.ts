import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
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
const closing: (() => Promise<void>)[] = [];

beforeEach(() => {
  later = 0;
  stateDir = temporaryFolder();
});
afterEach(async () => {
  for (const close of closing.splice(0)) await close();
  await local.close();
});

/** Starts the gateway, and returns a browser. */
async function start(options: Partial<CookieSessionsOptions> = {}): Promise<BrowserTab> {
  const now = () => new Date(Date.now() + later);
  const seams = { upstreamTimeoutMs: 1500 };
  const started = await startWithFolder({ now, seams, stateDir, ...options });
  local = started.local;
  return started.tab;
}
const user = expect.stringMatching(/^auth0\|/);
/** How often the tenant has exchanged a refresh token. */
const exchanges = () => countExchanges(local);
/** How often the tenant has revoked a refresh token. */
const revocations = async () =>
  (await local.tenantLog()).filter(({ type }) => type === 'srrt').length;
/** The lines of the audit trail for renewals. */
const renewals = () =>
  local.gateway.log().filter(({ operation, requestId }) => operation === 'refresh' && requestId);
const heal = () => healTokens(local);
const fault = (body: object) => breakTokens(local, body);

describe('a session in a cookie', () => {
  it('S01, S05: gives the page no token, and the browser a cookie that no script can read', async () => {
    const tab = await start();
    const credentials = { username: 'user@example.com', password: seededPassword };
    const { result, headers } = await tab.mutate('login', { ...credentials, transport: 'COOKIE' });
    expect(result).toMatchObject({
      __typename: 'Session',
      transport: 'COOKIE',
      accessToken: null,
      refreshToken: null,
      idToken: null,
      expiresIn: 604_800,
      user: { email: 'user@example.com' },
    });
    expect(headers.getSetCookie()).toEqual([
      `gatehouse=${tab.cookie}; Max-Age=2592000; Path=/; HttpOnly; SameSite=Strict`,
    ]);
    expect(await tab.look()).toEqual(user);
  });

  it('S09: goes on for a month of use, without a token in any answer', async () => {
    const tab = await start();
    await tab.signIn();
    const { cookie } = tab;
    for (let day = 0; day < 28; day += 2) {
      later += 2 * 86_400_000;
      expect(await tab.look()).toEqual(user);
    }
    expect(tab.cookie).toBe(cookie);
    expect(await exchanges()).toBe(14);
    later += 2.5 * 86_400_000;
    expect(await tab.look()).toBe('SESSION_EXPIRED');
    while ((await revocations()) === 0) await wait(10);
  });

  it('S09: ends after a week that nobody uses it', async () => {
    const tab = await start();
    await tab.signIn();
    later += 6.9 * 86_400_000;
    expect(await tab.look()).toEqual(user);
    later += 7.1 * 86_400_000;
    expect(await revocations()).toBe(0);
    expect(await tab.look()).toBe('SESSION_EXPIRED');
    // Auth0 hears of its refresh token, once, when the cookie comes.
    while ((await revocations()) === 0) await wait(10);
    expect(await tab.look()).toBe('SESSION_EXPIRED');
    expect(await revocations()).toBe(1);
    expect(await tab.look()).toBe('SESSION_EXPIRED');
  });

  it('renews itself once for all requests, in the last tenth of an access token without waiting', async () => {
    const tab = await start({ life: 1000 });
    await tab.signIn();
    later += 899_000;
    await Promise.all([tab.look(), tab.look()]);
    expect(await exchanges()).toBe(0);
    later += 2000;
    await fault({ fault: 'slow', delay_ms: 1000 });
    const seen = await Promise.all(Array.from({ length: 10 }, () => tab.look()));
    expect(seen).toEqual(Array.from({ length: 10 }, () => user));
    expect(renewals()).toEqual([]);
    while (renewals().length === 0) await wait(20);
    expect(renewals()).toMatchObject([{ outcome: 'Session', after: { transport: 'COOKIE' } }]);
    await heal();
    later += 100_000;
    expect(await tab.look()).toEqual(user);
    expect(await exchanges()).toBe(1);
  });

  it('S04: goes on as the same sign-in when the record of its refresh token is lost', async () => {
    await start();
    const STATE_DIR = temporaryFolder();
    const before = await local.anotherGateway({ STATE_DIR });
    const tab = new BrowserTab(before);
    await tab.signIn();
    await before.close();
    const file = join(STATE_DIR, 'sessions.jsonl');
    const lines = readFileSync(file, 'utf8').split('\n');
    const left = lines.filter((line) => !line.startsWith('["value","refresh:'));
    expect(left.length).toBeLessThan(lines.length);
    writeFileSync(file, left.join('\n'));
    tab.gateway = await local.anotherGateway({ STATE_DIR });
    closing.push(tab.gateway.close);
    const devices = async () => {
      const query = '{ devices { id createdAt current } }';
      return (await tab.gateway.request(query, { headers: tab.headers })).data?.['devices'];
    };
    const own = await devices();

    later += 86_500_000;
    expect(await tab.look(tab.gateway)).toEqual(user);

    expect(own).toMatchObject([{ createdAt: expect.any(String), current: true }]);
    expect(await devices()).toEqual(own);
  });

  it('waits for its renewal once the access token has expired, and renews itself once', async () => {
    const tab = await start({ life: 1000 });
    await tab.signIn();
    later += 1001_000;
    await fault({ fault: 'slow', delay_ms: 500 });
    const seen = await Promise.all(Array.from({ length: 10 }, () => tab.look()));
    expect(seen).toEqual(Array.from({ length: 10 }, () => user));
    expect(await exchanges()).toBe(1);
  });

  it('outlives a restart, an outage of Auth0, and a change of STATE_SECRETS', async () => {
    const [old, young] = ['o'.repeat(32), 'y'.repeat(32)];
    await start({ life: 1000 });
    const STATE_DIR = temporaryFolder();
    const before = await local.anotherGateway({ STATE_DIR, STATE_SECRETS: old });
    const tab = new BrowserTab(before);
    await tab.signIn();
    await before.close();
    tab.gateway = await local.anotherGateway({ STATE_DIR, STATE_SECRETS: `${young},${old}` });
    closing.push(tab.gateway.close);
    expect(await tab.look()).toEqual(user);
    later += 1001_000;
    await fault({ fault: 'server_error' });
    expect(await tab.look()).toBe('SERVICE_UNAVAILABLE');
    await heal();
    later += 11_000;
    expect(await tab.look()).toEqual(user);
  });

  it('S04: ends by logout, which takes the cookie away', async () => {
    const tab = await start();
    await tab.signIn();
    const stolen = new BrowserTab(local.gateway, new Map(tab.cookies));
    const { result, headers } = await tab.mutate('logout', { clearSiteData: true });
    expect(result).toEqual({
      __typename: 'LoggedOut',
      accessTokenRevoked: true,
      refreshTokenRevoked: true,
      everywhere: true,
    });
    expect(headers.getSetCookie()[0]).toMatch(/^gatehouse=; Max-Age=0; Path=\//);
    expect(headers.get('clear-site-data')).toBe('"cache", "storage"');
    expect(tab.cookie).toBeUndefined();
    expect(await stolen.look()).toBe('SESSION_ENDED');
    const again = await stolen.mutate('logout', {});
    expect(again.result.__typename).toBe('LoggedOut');
    expect(again.headers.getSetCookie()).toEqual([]);
  });
});

describe('a second factor, a new password, a token', () => {
  it('ends in a cookie what began with COOKIE', async () => {
    const tab = await start();
    const tokens = new BrowserTab(local.gateway);
    const credentials = { username: 'user@example.com', password: seededPassword };
    const bearer = (await tokens.mutate('login', credentials)).result;
    expect(tokens.cookie).toBeUndefined();
    const moved = await tokens.mutate('refresh', {
      refreshToken: bearer['refreshToken'],
      transport: 'COOKIE',
    });
    expect(moved.result).toMatchObject({ transport: 'COOKIE', refreshToken: null });
    expect(await tokens.look()).toEqual(user);
    const back = await tokens.mutate('refresh', { transport: 'TOKENS' });
    expect(back.result).toMatchObject({ __typename: 'InvalidInput', field: 'transport' });
    expect(back.text).not.toContain('eyJ');
    expect(await tab.look()).toBe('TOKEN_MISSING');
  });

  it('keeps the transport over a change of password, and ends the cookie from before', async () => {
    const tab = await start();
    await tab.signIn();
    const before = new BrowserTab(local.gateway, new Map(tab.cookies));
    const { result } = await tab.mutate('changePassword', {
      currentPassword: seededPassword,
      newPassword: 'Another-Horse-8-Battery',
    });
    expect(result).toMatchObject({ __typename: 'Session', transport: 'COOKIE', accessToken: null });
    expect(tab.cookie).not.toBe(before.cookie);
    expect(await tab.look()).toEqual(user);
    expect(await before.look()).toBe('SESSION_ENDED');
  });

  it('S03: ends the session whose cookie a new login replaces', async () => {
    const tab = await start();
    await tab.signIn();
    const before = new BrowserTab(local.gateway, new Map(tab.cookies));
    await tab.signIn('editor@example.com');
    expect(await tab.look()).toEqual(user);
    let seen: unknown;
    do seen = await before.look();
    while (seen !== 'SESSION_ENDED');
    expect(await tab.look()).toEqual(user);
  });
});

describe('refresh with a cookie', () => {
  it('renews the session, and answers with its user', async () => {
    const tab = await start();
    await tab.signIn();
    later += 20_000;
    const { result, headers } = await tab.mutate('refresh', {});
    expect(result).toMatchObject({ __typename: 'Session', transport: 'COOKIE', accessToken: null });
    expect(headers.getSetCookie()).toEqual([]);
    expect(await exchanges()).toBe(1);
    await Promise.all([tab.mutate('refresh', {}), tab.mutate('refresh', {})]);
    expect(await exchanges()).toBe(1);
  });

  it('S12: tells why a session cannot go on, which a query cannot', async () => {
    const tab = await start({ life: 1000 });
    await tab.signIn();
    const id = await tab.look();
    await local.manage('PATCH', `users/${String(id)}`, { blocked: true });
    later += 1001_000;
    const { result } = await tab.mutate('refresh', {});
    expect(result.__typename).toBe('AccountBlocked');
    expect(await tab.look()).toBe('SESSION_ENDED');
    expect(tab.cookie).toBeDefined();
  });

  it('asks for a refresh token where there is no cookie', async () => {
    const tab = await start();
    const { result } = await tab.mutate('refresh', {});
    expect(result).toMatchObject({ __typename: 'InvalidInput', field: 'refreshToken' });
  });
});

describe('a page of another origin', () => {
  const foreign = { origin: 'https://evil.example', 'sec-fetch-site': 'cross-site' };
  const refused = (answer: { status: number; errors: unknown }) => {
    expect(answer.status).toBe(403);
    expect(answer.errors).toMatchObject([{ extensions: { code: 'CROSS_SITE_REQUEST' } }]);
  };

  it('S06: cannot act for the user, by any method or header', async () => {
    const tab = await start({ env: { CORS_ORIGINS: 'https://app.example' } });
    await tab.signIn();
    const pages = [
      foreign,
      { origin: 'https://evil.example' },
      { origin: 'null' },
      { origin: 'null', 'sec-fetch-site': 'cross-site' },
      { origin: 'https://sub.app.example', 'sec-fetch-site': 'same-site' },
      { 'sec-fetch-site': 'none' },
    ];
    for (const page of pages) {
      tab.page = page;
      refused(await tab.mutate('logout', {}));
    }
    const url = `${local.gateway.url}?query={me{id}}`;
    const get = (headers: Record<string, string>) =>
      fetch(url, {
        headers: {
          ...headers,
          cookie: tab.headers['cookie'] ?? '',
          'apollo-require-preflight': '1',
        },
      });
    expect(
      (await get({ origin: 'https://app.example', 'sec-fetch-site': 'same-site' })).status,
    ).toBe(403);
    expect((await get({ 'sec-fetch-site': 'same-origin' })).status).toBe(200);
    expect((await get({})).status).toBe(200);
    tab.page = { 'sec-fetch-site': 'same-origin' };
    expect(await tab.look()).toEqual(user);
  });

  it('S06: cannot sign its visitor in', async () => {
    const tab = await start();
    tab.page = { ...foreign, 'sec-fetch-site': 'same-site' };
    refused(
      await tab.mutate('login', {
        username: 'user@example.com',
        password: seededPassword,
        transport: 'COOKIE',
      }),
    );
    expect(tab.cookie).toBeUndefined();
    const calls = (await local.tenantLog()).filter(({ type }) => type !== 'seccft');
    expect(calls).toEqual([]);
  });

  it('acts for the user where it is listed, or of the own host, or no page at all', async () => {
    const tab = await start({ env: { CORS_ORIGINS: 'https://app.example' } });
    await tab.signIn();
    const { host } = new URL(local.gateway.url);
    for (const page of [
      { origin: 'https://app.example', 'sec-fetch-site': 'same-site' },
      { origin: 'https://app.example' },
      { origin: `http://${host}` },
      {},
    ]) {
      tab.page = page;
      expect(await tab.look()).toEqual(user);
    }
  });

  it('is told where its browser would not send the cookie', async () => {
    const tab = await start({ env: { CORS_ORIGINS: 'https://app.example' } });
    tab.page = { origin: 'https://app.example', 'sec-fetch-site': 'cross-site' };
    expect(await tab.signIn()).toMatchObject({
      __typename: 'InvalidInput',
      field: 'transport',
      message: expect.stringContaining('another site'),
    });
  });

  it('S07: reads answers with credentials only where it is listed', async () => {
    const tab = await start({ env: { CORS_ORIGINS: 'https://app.example' } });
    const allowed = async (origin: string) => {
      tab.page = { origin };
      const { headers } = await tab.mutate('refresh', {});
      return [
        headers.get('access-control-allow-origin'),
        headers.get('access-control-allow-credentials'),
      ];
    };
    expect(await allowed('https://app.example')).toEqual(['https://app.example', 'true']);
    expect(await allowed('https://evil.example')).toEqual([null, null]);
  });
});

describe('a bearer beside a cookie', () => {
  it('counts in its place: the cookie is neither read nor ended', async () => {
    const tab = await start();
    await tab.signIn();
    const other = new BrowserTab(local.gateway);
    const { result } = await other.mutate('login', {
      username: 'editor@example.com',
      password: seededPassword,
    });
    tab.page = { ...tab.page, authorization: `Bearer ${String(result['accessToken'])}` };
    const { data } = await local.gateway.request('{ me { email } }', { headers: tab.headers });
    expect(data).toEqual({ me: { email: 'editor@example.com' } });
    const out = await tab.mutate('logout', {});
    expect(out.result.__typename).toBe('LoggedOut');
    expect(out.headers.getSetCookie()).toEqual([]);
    expect(await tab.look()).toBe('TOKEN_REVOKED');
    tab.page = { 'sec-fetch-site': 'same-origin' };
    expect(await tab.look()).toEqual(user);
  });
});

describe('settings', () => {
  it('offer one transport alone', async () => {
    const tab = await start({ env: { ALLOWED_TRANSPORTS: 'TOKENS' } });
    expect(await tab.signIn()).toMatchObject({
      __typename: 'InvalidInput',
      field: 'transport',
      message: 'This gateway does not offer COOKIE.',
    });
    const cookieOnly = await local.anotherGateway({
      STATE_DIR: temporaryFolder(),
      ALLOWED_TRANSPORTS: 'COOKIE',
      COOKIE_SAMESITE: 'lax',
    });
    closing.push(cookieOnly.close);
    tab.gateway = cookieOnly;
    const { result, headers } = await tab.mutate('login', {
      username: 'user@example.com',
      password: seededPassword,
    });
    expect(result).toMatchObject({ transport: 'COOKIE' });
    expect(headers.getSetCookie()[0]).toMatch(/; SameSite=Lax$/);
  });
});

describe('a cookie that this gateway did not make', () => {
  it('S02: is a session that has expired, and costs no look-up', async () => {
    const tab = await start();
    await tab.signIn();
    const { cookie = '' } = tab;
    for (const value of [
      'x',
      '',
      `${cookie.slice(0, -1)}_`,
      cookie.split('.').reverse().join('.'),
      `${cookie}x`,
    ]) {
      tab.cookies.set('gatehouse', value);
      expect(['SESSION_EXPIRED', 'TOKEN_MISSING']).toContain(await tab.look());
    }
    tab.cookies.set('gatehouse', cookie);
    expect(await tab.look()).toEqual(user);
  });
});

describe('reauthenticate', () => {
  const prove = (tab: BrowserTab) => tab.mutate('reauthenticate', { password: seededPassword });

  it('S03: gives the session another cookie; the old one answers queries for ten seconds, and no mutation', async () => {
    const tab = await start();
    await tab.signIn();
    const old = new BrowserTab(local.gateway, new Map(tab.cookies));
    const { result, headers } = await prove(tab);
    expect(result.__typename).toBe('Reauthenticated');
    expect(headers.getSetCookie()).toHaveLength(1);
    expect(tab.cookie).not.toBe(old.cookie);
    const change = { mfaToken: result['mfaToken'], newPassword: 'Another-Horse-8-Battery' };
    const early = await old.mutate('changePassword', change);
    expect(early.result).toMatchObject({ __typename: 'InvalidInput', field: 'mfaToken' });
    expect(await tab.look()).toEqual(user);
    expect(await old.look()).toEqual(user);
    const late = await old.mutate('changePassword', change);
    expect(late.errors).toMatchObject([{ extensions: { code: 'SERVICE_UNAVAILABLE' } }]);
    later += 10_001;
    expect(await old.look()).toBe('SESSION_ENDED');
    expect(await tab.look()).toEqual(user);
    later += 2 * 86_400_000;
    expect(await tab.look()).toEqual(user);
  });

  it('proves presence for its own session alone', async () => {
    const tab = await start();
    const [other, bearer] = [new BrowserTab(local.gateway), new BrowserTab(local.gateway)];
    await tab.signIn();
    later += 1000;
    await other.signIn();
    later += 1000;
    const credentials = { username: 'user@example.com', password: seededPassword };
    const { result } = await bearer.mutate('login', credentials);
    bearer.page = { authorization: `Bearer ${String(result['accessToken'])}` };
    const { mfaToken } = (await prove(tab)).result;
    const change = { mfaToken, newPassword: 'Another-Horse-8-Battery' };
    for (const thief of [other, bearer])
      expect((await thief.mutate('changePassword', change)).result).toMatchObject({
        __typename: 'InvalidInput',
        field: 'mfaToken',
      });
    expect((await tab.mutate('changePassword', change)).result.__typename).toBe('Session');
  });

  it('keeps a renewal that is under way meanwhile', async () => {
    const tab = await start({ life: 1000 });
    await tab.signIn();
    later += 950_000;
    const [{ result }] = await Promise.all([prove(tab), tab.look(), tab.look()]);
    expect(result.__typename).toBe('Reauthenticated');
    while (renewals().length === 0) await wait(20);
    for (let life = 0; life < 3; life += 1) {
      later += 1001_000;
      expect(await tab.look()).toEqual(user);
    }
  });
});
