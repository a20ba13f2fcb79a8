import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { decodeJwt } from 'jose';
import { gatewayBefore, type TestGateway } from '../support/gateway.ts';
import { seededPassword, startLocal, type Local } from '../support/local.ts';
import { present } from '../support/present.ts';
import { startScriptedAuth0 } from '../support/scripted-auth0.ts';
import { complaints } from './changed-tenant.ts';
import { runCurl } from './curl.ts';
import { login, logout, me, refresh, signup } from './documents.ts';
import { codeBlocks, readPage } from './page.ts';

// Some tests start a tenant and a gateway of their own.
interface Tokens {
  accessToken: string;
  refreshToken: string;
  idToken: string;
}

let local: Local;
beforeAll(async () => {
  local = await startLocal();
});
afterAll(() => local.close());

/** Returns the tokens that a login or refresh issues. */
async function tokensOf({ request }: TestGateway, document: string): Promise<Tokens> {
  const { data } = await request<Record<string, Tokens>>(document);
  return present(Object.values(present(data))[0]);
}

async function typeOf({ request }: TestGateway, document: string): Promise<string> {
  const { data } = await request<Record<string, { __typename: string }>>(document);
  return present(Object.values(present(data))[0]).__typename;
}

/** Returns the reason for which a bearer is refused; undefined when it is accepted. */
async function reasonOf({ request }: TestGateway, token: string): Promise<unknown> {
  const { errors } = await request(me, { token });
  return errors?.[0]?.extensions['reason'];
}

describe('what ties the application and the API together', () => {
  it('is the audience: aud is the API, azp the application', async () => {
    const { accessToken } = await tokensOf(local.gateway, login());
    expect(decodeJwt(accessToken)).toMatchObject({
      aud: expect.arrayContaining(['https://api.gatehouse.example']),
      azp: 'gatehouse-local',
    });
  });
});

describe('why a token is opaque', () => {
  it('no audience was asked for; the gateway says TOKEN_OPAQUE', async () => {
    const response = await fetch(`${local.tenant.issuer}oauth/token`, {
      method: 'POST',
      body: new URLSearchParams({
        grant_type: 'password',
        username: 'user@example.com',
        password: seededPassword,
        client_id: 'gatehouse-local',
        client_secret: 'local-tenant-secret-NOT-FOR-PRODUCTION',
      }),
    });
    const { access_token } = (await response.json()) as { access_token: string };
    expect(await reasonOf(local.gateway, access_token)).toBe('TOKEN_OPAQUE');
  });
});

describe('access token or ID token', () => {
  it('T05: an ID token is no bearer', async () => {
    const { accessToken, idToken } = await tokensOf(local.gateway, login());
    expect(await reasonOf(local.gateway, idToken)).toBe('ID_TOKEN_SENT');
    expect(await reasonOf(local.gateway, accessToken)).toBeUndefined();
  });
});

describe('where roles come from', () => {
  it('the Action adds them at a login and again at a refresh', async () => {
    const first = await tokensOf(local.gateway, login('editor@example.com'));
    const second = await tokensOf(local.gateway, refresh(first.refreshToken));
    for (const { accessToken } of [first, second]) {
      expect(decodeJwt(accessToken)).toMatchObject({
        'https://gatehouse.example/roles': ['editor'],
        permissions: ['read:users'],
      });
    }
  });
});

describe('what logout ends', () => {
  it('this sign-in, with the access tokens that a refresh has replaced, and no other', async () => {
    const first = await tokensOf(local.gateway, login());
    const second = await tokensOf(local.gateway, refresh(first.refreshToken));
    const otherDevice = await tokensOf(local.gateway, login('admin@example.com'));
    await local.gateway.request(logout(second.refreshToken), { token: second.accessToken });

    expect(await reasonOf(local.gateway, second.accessToken)).toBe('TOKEN_REVOKED');
    expect(await typeOf(local.gateway, refresh(second.refreshToken))).toBe('InvalidRefreshToken');
    expect(await reasonOf(local.gateway, first.accessToken)).toBe('TOKEN_REVOKED');
    expect(await typeOf(local.gateway, refresh(otherDevice.refreshToken))).toBe('Session');
  });
});

describe('how to pin a connection', () => {
  it('people of other connections are told InvalidCredentials', async () => {
    const pinned = await startLocal({
      settings: ({ connections, users }) => {
        connections.push({ ...present(connections[0]), name: 'Customers' });
        present(users[0]).connection = 'Customers';
      },
      env: { AUTH0_CONNECTION: 'Customers' },
    });
    const { gateway, close } = pinned;
    expect(await typeOf(gateway, login('admin@example.com'))).toBe('Session');
    expect(await typeOf(gateway, login('user@example.com'))).toBe('InvalidCredentials');
    expect(await typeOf(gateway, signup('customer@example.com'))).toBe('SignedUp');
    await close();
  });

  it('without one, login uses the default directory and there is no sign-up', async () => {
    const { gateway, close } = await startLocal({ env: { AUTH0_CONNECTION: '' } });
    expect(await typeOf(gateway, login())).toBe('Session');
    expect(await typeOf(gateway, signup())).toBe('SignUpDisabled');
    await close();
  });
});

describe('why everybody shares one IP', () => {
  it('U02: the log says so, once, when a proxy is not trusted', async () => {
    const { gateway, close } = await startLocal();
    const headers = { 'x-forwarded-for': '203.0.113.7' };
    await gateway.request('{ __typename }', { headers });
    await gateway.request('{ __typename }', { headers });
    const [line = ''] = codeBlocks(readPage('connect-auth0.md'), 'text');
    expect(complaints(gateway)).toEqual([line.trim().replace('ADDRESS', '127.0.0.1')]);
    await close();
  });

  it('the log names, once, a trusted proxy that sends no address', async () => {
    const { gateway, close } = await startLocal({ env: { TRUSTED_PROXIES: '127.0.0.1' } });
    await gateway.request('{ __typename }');
    await gateway.request('{ __typename }');
    const [, line = ''] = codeBlocks(readPage('connect-auth0.md'), 'text');
    expect(complaints(gateway)).toEqual([line.trim().replace('ADDRESS', '127.0.0.1')]);
    await close();
  });

  it('contract 6: with both switches right, the tenant logs the person as ip and the gateway as client_ip', async () => {
    const { gateway, tenantLog, close } = await startLocal({
      env: { TRUSTED_PROXIES: '127.0.0.1' },
    });
    await gateway.request(login(), { headers: { 'x-forwarded-for': '203.0.113.7' } });
    const record = (await tenantLog()).find(({ type }) => type === 'sepft');
    expect(record).toMatchObject({ ip: '203.0.113.7', client_ip: '127.0.0.1' });
    await close();
  });
});

describe('what if Auth0 is down', () => {
  it('K04: the signed-in stay so, the others are told to try later, and health stays green', async () => {
    const auth0 = await startScriptedAuth0();
    const gateway = await gatewayBefore(auth0);
    const token = await auth0.accessToken();
    expect(await reasonOf(gateway, token)).toBeUndefined();
    await auth0.close();

    const stillIn = await gateway.request<{ me: unknown }>('{ me { id } }', { token });
    expect(stillIn.data?.me).toEqual({ id: expect.stringMatching(/^auth0\|/) });
    const { data } = await gateway.request(
      'mutation { login(input: { username: "user@example.com", password: "x" }) { __typename ... on ServiceUnavailable { retryAfter } } }',
    );
    expect(data).toEqual({ login: { __typename: 'ServiceUnavailable', retryAfter: 5 } });
    expect(await typeOf(gateway, refresh('any'))).toBe('ServiceUnavailable');
    expect(await typeOf(gateway, signup())).toBe('ServiceUnavailable');
    const { status } = await fetch(new URL('/health/ready', gateway.url));
    expect(status).toBe(200);
    await gateway.close();
  });

  it('K04: without any key a bearer is unavailable, not unauthenticated, and public fields answer', async () => {
    const auth0 = await startScriptedAuth0();
    const gateway = await gatewayBefore(auth0);
    const token = await auth0.accessToken();
    await auth0.close();
    const { data, errors } = await gateway.request('{ __typename me { id } }', { token });
    expect(data).toEqual({ __typename: 'Query', me: null });
    expect(errors).toMatchObject([{ extensions: { code: 'SERVICE_UNAVAILABLE' } }]);
    await gateway.close();
  });
});

describe('moving to authorization code + PKCE', () => {
  it('T12: tokens of a second application are taken once it is allowed, by the same rules', async () => {
    const auth0 = await startScriptedAuth0();
    const token = await auth0.accessToken({ azp: 'single-page-application', gty: undefined });
    const alone = await gatewayBefore(auth0);
    const both = await gatewayBefore(auth0, {
      AUTH0_ALLOWED_CLIENTS: `${auth0.clientId} single-page-application`,
    });
    expect(await reasonOf(alone, token)).toBe('WRONG_CLIENT');
    expect(await reasonOf(both, token)).toBeUndefined();
    await alone.close();
    await both.close();
    await auth0.close();
  });
});

describe('the commands of the pages', () => {
  const commands = ['connect-auth0.md', 'questions.md']
    .flatMap((name) => codeBlocks(readPage(name), 'sh').map((block) => block.trim()))
    .filter((block) => block.startsWith('curl '));

  it.each(commands)('runs: %s', async (command) => {
    const { accessToken } = await tokensOf(local.gateway, login());
    const response = await runCurl(
      command,
      { ACCESS_TOKEN: accessToken },
      {
        'http://localhost:4000/': new URL('/', local.gateway.url).href,
        'http://localhost:4010/': local.tenant.issuer,
      },
    );
    const text = await response.text();
    expect(response.status).toBe(200);
    expect(text).toMatch(/"(SignedUp|Session)"|"me":\{|"keys":\[|"status":"ok"/);
    expect(text).not.toContain('"errors"');
  });
});
