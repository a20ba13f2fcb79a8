import { request as httpRequest, type OutgoingHttpHeaders } from 'node:http';
import { text } from 'node:stream/consumers';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { BrowserTab } from '../../support/browser-tab.ts';
import type { TestGateway } from '../../support/gateway.ts';
import { seededPassword, startLocal, type Local } from '../../support/local.ts';
import { mutate } from '../../support/mutate.ts';

const web = () => ({ state: 'building' }) as const;
const json = { 'content-type': 'application/json' };
const own = { 'sec-fetch-site': 'same-origin' };

let local: Local;
beforeAll(async () => {
  local = await startLocal({ hasBar: true, seams: { web }, env: { NODE_ENV: 'development' } });
});
afterAll(() => local.close());

interface Answer {
  status: number;
  body: string;
}

/** Sends a request with any headers, `Host` too. */
function send(
  path: string,
  method: string,
  headers: OutgoingHttpHeaders = {},
  gateway: TestGateway = local.gateway,
): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const request = httpRequest(new URL(path, gateway.url), { method, headers }, (response) => {
      text(response).then((body) => {
        resolve({ status: response.statusCode ?? 0, body });
      }, reject);
    });
    request.on('error', reject).end(method === 'POST' ? '{}' : undefined);
  });
}

const read = (headers: OutgoingHttpHeaders) => send('/development/bar', 'GET', headers);
const act = async (action: string, headers: OutgoingHttpHeaders = {}) => {
  const path = `/development/bar/${action}`;
  const { body } = await send(path, 'POST', { ...json, ...own, ...headers });
  return (JSON.parse(body) as { happened: string }).happened;
};

/** State of the switches of the local tenant. */
async function switches() {
  const response = await fetch(`${local.tenant.issuer}control`);
  return (await response.json()) as { faults: object; token_lifetime: object };
}

describe('who may use the bar', () => {
  const port = () => new URL(local.gateway.url).port;

  it('a page of the gateway itself gets the accounts and links', async () => {
    for (const host of [`127.0.0.1:${port()}`, `localhost:${port()}`, 'app.localhost:3000']) {
      const { status, body } = await read({ ...own, host, origin: `http://${host}` });
      expect(status).toBe(200);
      expect(JSON.parse(body)).toEqual({
        bar: {
          accounts: expect.arrayContaining([
            { email: 'admin@example.com', password: seededPassword, roles: ['admin'] },
          ]),
          tenant: local.tenant.issuer,
          outbox: `${local.tenant.issuer}outbox`,
          explorer: '/graphql',
        },
      });
    }
  });

  it('gets no account whose password has changed', async () => {
    expect((await read(own)).body).toContain('editor@example.com');
    const editor = local.tenant.settings.users.find(({ email }) => email === 'editor@example.com');
    await local.manage('PATCH', `users/${encodeURIComponent(String(editor?.user_id))}`, {
      password: 'Quiet-River-42-Lantern',
    });
    expect((await read(own)).body).not.toContain('editor@example.com');
  });

  it.each<[string, OutgoingHttpHeaders]>([
    ['another site', { 'sec-fetch-site': 'cross-site' }],
    ['another site, in an old browser', { origin: 'https://evil.example' }],
    ['another port of this machine', { 'sec-fetch-site': 'same-site' }],
    ['another port, in an old browser', { origin: 'http://localhost:3000' }],
    ['a sandboxed frame', { origin: 'null' }],
    ['the address line', { 'sec-fetch-site': 'none' }],
    ['a foreign name that leads here (DNS rebinding)', { ...own, host: 'evil.example:4000' }],
    ['such a name with a loopback name in it', { ...own, host: 'localhost.evil.example' }],
    ['such a name that ends like one', { ...own, host: 'evillocalhost' }],
    ['an address elsewhere', { ...own, host: '192.168.0.7:4000' }],
    ['a tunnel that rewrites the host', { ...own, 'x-forwarded-for': '203.0.113.7' }],
    ['a proxy', { ...own, via: '1.1 proxy.example' }],
  ])('%s is refused, and changes nothing', async (_who, headers) => {
    const answers = [
      await read(headers),
      await send('/development/bar/outage', 'POST', { ...json, ...headers }),
    ];
    for (const { status, body } of answers) {
      expect([status, body]).toEqual([403, expect.stringContaining('CROSS_SITE_REQUEST')]);
      expect(body).not.toContain(seededPassword);
    }
    expect(await switches()).toMatchObject({ faults: { all: null } });
  });

  it.each([undefined, 'text/plain', 'application/x-www-form-urlencoded'])(
    'a form cannot act: Content-Type %s',
    async (type) => {
      const headers = type === undefined ? own : { ...own, 'content-type': type };
      const { status } = await send('/development/bar/outage', 'POST', headers);
      expect(status).toBe(415);
      expect(await switches()).toMatchObject({ faults: { all: null } });
    },
  );

  it('no cache stores the answer, and no page of another origin may read it', async () => {
    const response = await fetch(new URL('/development/bar', local.gateway.url));
    expect(response.headers.get('cache-control')).toBe('no-store');
    expect(response.headers.get('cross-origin-resource-policy')).toBe('same-origin');
  });
});

describe('what the bar does', () => {
  let tab: BrowserTab;
  beforeEach(async () => {
    tab = new BrowserTab(local.gateway);
    await tab.signIn();
  });

  it('expires the access token, which the gateway renews at the next request', async () => {
    const exchanges = async () =>
      (await local.tenantLog()).filter(({ type }) => type === 'sertft').length;
    const before = await exchanges();
    expect(await act('expire-token', tab.headers)).toContain('has expired');
    expect(await exchanges()).toBe(before + 1);
    expect(await tab.look()).toMatch(/^auth0\|/);
    expect(await exchanges()).toBe(before + 2);
    expect(await switches()).toMatchObject({ token_lifetime: { seconds: null } });
  });

  it('signs out as another device would: the browser keeps its cookie', async () => {
    expect(await act('sign-out-elsewhere', tab.headers)).toContain('signed you out everywhere');
    expect(tab.cookie).toBeDefined();
    expect(await tab.look()).toBe('SESSION_ENDED');
  });

  it('does neither for a browser that is signed out', async () => {
    for (const action of ['expire-token', 'sign-out-elsewhere']) {
      expect(await act(action)).toBe('Sign in first.');
    }
    expect(await switches()).toMatchObject({ token_lifetime: { seconds: null } });
  });

  it('takes Auth0 away until the gateway stops, at the latest', async () => {
    const other = await local.anotherGateway({ NODE_ENV: 'development' });
    await send('/development/bar/outage', 'POST', { ...json, ...own }, other);
    expect(await switches()).toMatchObject({ faults: { all: { fault: 'down' } } });
    const input = { username: 'user@example.com', password: seededPassword };
    const { result } = await mutate(local.gateway, 'login', input);
    expect(result).toMatchObject({ __typename: 'ServiceUnavailable' });
    expect(await tab.look()).toMatch(/^auth0\|/);
    await other.close();
    expect(await switches()).toMatchObject({ faults: { all: null } });
  });

  it('signs out as another device would while Auth0 is down, too', async () => {
    await act('outage');
    expect(await act('sign-out-elsewhere', tab.headers)).toContain('Auth0 is down and does not');
    expect(await tab.look()).toBe('SESSION_ENDED');
    await fetch(`${local.tenant.url}/control/faults/all`, { method: 'DELETE' });
  });
});

describe('where there is no bar', () => {
  it('without a local tenant the gateway says so', async () => {
    const { gateway, close } = await startLocal({ seams: { web } });
    const { status, body } = await send('/development/bar', 'GET', own, gateway);
    expect([status, JSON.parse(body)]).toEqual([200, { bar: null }]);
    expect((await send('/development/bar/outage', 'POST', json, gateway)).status).toBe(404);
    await close();
  });

  it.each(['/development/bar', '/development/app', '/'])(
    'G03: production answers 404 at %s, whatever it is started with',
    async (path) => {
      const production = await local.anotherGateway({ NODE_ENV: 'production', REHEARSAL: 'true' });
      for (const method of ['GET', 'POST']) {
        expect((await send(path, method, { ...json, ...own }, production)).status).toBe(404);
      }
      await production.close();
    },
  );
});
