import { randomUUID } from 'node:crypto';
import { createServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { isIP } from 'node:net';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { generate } from 'selfsigned';
import { tenantSettings } from '../../src/auth0/tenant-settings.ts';
import { mutations, perform, type Mutation } from '../auth0/credential-mutations.ts';
import { gatewayBefore, startTestGateway, type TestGateway } from '../support/gateway.ts';
import {
  startScriptedAuth0,
  type ScriptedAuth0,
  type SeenRequest,
} from '../support/scripted-auth0.ts';

const passwordRealm = 'http://auth0.com/oauth/grant-type/password-realm';

let auth0: ScriptedAuth0;
let gateway: TestGateway;

beforeAll(async () => {
  auth0 = await startScriptedAuth0();
  gateway = await gatewayBefore(auth0, { TRUSTED_PROXIES: '127.0.0.1' });
});

beforeEach(async () => {
  auth0.requests.length = 0;
  auth0.answer('/oauth/token', { json: await auth0.tokens() });
  auth0.answer('/oauth/revoke', { text: '' });
  auth0.answer('/dbconnections/signup', {
    json: { _id: '6500000000000000000000b2', email: 'newcomer@example.com', email_verified: false },
  });
});

afterAll(async () => {
  await gateway.close();
  await auth0.close();
});

describe('U01: auth0-forwarded-for', () => {
  it.each(['login', 'refresh'] as const)('is sent with %s', async (mutation) => {
    await perform(gateway, mutation, {}, { headers: { 'x-forwarded-for': '203.0.113.9' } });

    const { headers, form } = onlyRequest('/oauth/token');
    expect(headers['auth0-forwarded-for']).toBe('203.0.113.9');
    expect(form.get('client_secret')).toBe('test-secret');
  });

  it.each(['signup', 'logout'] as const)(
    'is not sent with %s, where Auth0 does not document it',
    async (mutation) => {
      await perform(gateway, mutation, {}, { headers: { 'x-forwarded-for': '203.0.113.9' } });

      const { headers } = onlyRequest(mutations[mutation].path);
      expect(headers).not.toHaveProperty('auth0-forwarded-for');
      expect(headers).not.toHaveProperty('x-forwarded-for');
    },
  );

  it('is not sent to /userinfo', async () => {
    auth0.answer('/userinfo', { json: { sub: 'auth0|1', email: 'user@example.com' } });

    await gateway.request('{ me { email } }', { token: await auth0.accessToken() });

    expect(onlyRequest('/userinfo').headers).not.toHaveProperty('auth0-forwarded-for');
  });

  it.each([
    '1.1.1.1, 203.0.113.9',
    '203.0.113.9:4711',
    '[2001:db8::7]:443',
    'unknown',
    '127.0.0.1',
    '10.0.0.7',
    ',,,',
  ])('U02: is one literal for X-Forwarded-For "%s"', async (forwardedFor) => {
    await perform(gateway, 'login', {}, { headers: { 'x-forwarded-for': forwardedFor } });

    const sent = onlyRequest('/oauth/token').headers['auth0-forwarded-for'];
    expect(isIP(String(sent))).not.toBe(0);
  });

  it('cannot be set by the client, nor by Forwarded', async () => {
    const headers = { 'auth0-forwarded-for': '1.1.1.1', forwarded: 'for=1.1.1.1' };

    await perform(gateway, 'login', {}, { headers });

    expect(onlyRequest('/oauth/token').headers['auth0-forwarded-for']).toBe('127.0.0.1');
  });
});

describe('U02: a proxy that nobody told us to trust', () => {
  it('changes no address, and is warned of once', async () => {
    const untold = await gatewayBefore(auth0);
    try {
      for (const forged of ['1.1.1.1', '2.2.2.2']) {
        await perform(untold, 'login', {}, { headers: { 'x-forwarded-for': forged } });
      }

      expect(auth0.seen('/oauth/token').map(addressOf)).toEqual(['127.0.0.1', '127.0.0.1']);
      const warnings = untold.log().filter(({ msg }) => String(msg).includes('TRUSTED_PROXIES'));
      expect(warnings).toMatchObject([
        {
          level: 40,
          msg: '127.0.0.1 sends X-Forwarded-For and is not a trusted proxy: all its users share this address at Auth0; if it is your proxy, set TRUSTED_PROXIES',
        },
      ]);
    } finally {
      await untold.close();
    }
  });

  it('is not warned of where a proxy is trusted', async () => {
    await perform(gateway, 'login', {}, { headers: { 'x-forwarded-for': '203.0.113.9' } });

    expect(gateway.logText()).not.toContain('set TRUSTED_PROXIES');
  });
});

const passwords = [
  ['spaces at both ends', '  two  words '],
  ['plus, percent, ampersand, equals', '+%&=%20+%2B&&=='],
  ['a form of its own', '&grant_type=client_credentials&audience=evil'],
  ['quotes, backslashes, braces', '\'"`\\{}[]<>$'],
  ['unicode', 'Пароль密码كلمة'],
  ['a combining accent, not composed', 'e\u0301'],
  ['the same, composed', '\u00e9'],
  ['emoji', '🐎🔋👩‍👩‍👧'],
  ['NUL', 'before\u0000after'],
  ['line breaks and a tab', 'a\r\nb\tc'],
  ['a byte order mark', '\ufeffpassword'],
  ['64 characters', 'x'.repeat(64)],
  ['100 characters', 'ä'.repeat(100)],
  ['1000 characters', 'x'.repeat(1000)],
  ['1000 characters beyond the first plane', '🐎'.repeat(1000)],
  ['one character', ' '],
] as const;

describe('U03: a password arrives byte for byte', () => {
  it.each(passwords)('at login: %s', async (_what, password) => {
    const { result } = await perform(gateway, 'login', { password });

    expect(result.__typename).toBe('Session');
    expect(onlyRequest('/oauth/token').form.getAll('password')).toEqual([password]);
  });

  it.each(passwords)('at signup: %s', async (_what, password) => {
    const { result } = await perform(gateway, 'signup', { password });

    expect(result.__typename).toBe('SignedUp');
    expect(JSON.parse(onlyRequest('/dbconnections/signup').body)).toMatchObject({ password });
  });
});

describe('U04: absurd sizes are refused without asking Auth0', () => {
  it.each([
    ['login', { password: '' }, 'password'],
    ['login', { password: 'x'.repeat(1001) }, 'password'],
    ['login', { username: '' }, 'username'],
    ['login', { username: 'x'.repeat(321) }, 'username'],
    ['signup', { password: '' }, 'password'],
    ['signup', { password: 'x'.repeat(1001) }, 'password'],
    ['signup', { email: `${'x'.repeat(250)}@example.com` }, 'email'],
    ['refresh', { refreshToken: '' }, 'refreshToken'],
    ['refresh', { refreshToken: 'x'.repeat(4097) }, 'refreshToken'],
    ['logout', { refreshToken: 'x'.repeat(4097) }, 'refreshToken'],
  ] as const)('%s %j', async (mutation, input, field) => {
    const { result } = await perform(gateway, mutation, input);

    expect(result).toMatchObject({ __typename: 'InvalidInput', code: 'INVALID_INPUT', field });
    expect(auth0.requests).toEqual([]);
  });
});

describe('U05: no value adds a parameter', () => {
  const injection = 'a@example.com&scope=everything&client_id=evil&audience=evil#?%26realm=evil';

  it('at login', async () => {
    await perform(gateway, 'login', { username: injection, password: injection });

    const { form } = onlyRequest('/oauth/token');
    expect(Object.fromEntries(form)).toEqual({
      grant_type: passwordRealm,
      username: injection,
      password: injection,
      realm: 'Username-Password-Authentication',
      audience: auth0.audience,
      scope: 'openid profile email offline_access',
      client_id: auth0.clientId,
      client_secret: 'test-secret',
    });
    expect([...form.keys()]).toHaveLength(8);
  });

  it('at refresh', async () => {
    await perform(gateway, 'refresh', { refreshToken: injection });

    expect([...onlyRequest('/oauth/token').form]).toEqual([
      ['grant_type', 'refresh_token'],
      ['refresh_token', injection],
      ['client_id', auth0.clientId],
      ['client_secret', 'test-secret'],
    ]);
  });

  it('at signup', async () => {
    const password = '","connection":"evil","x":"';

    await perform(gateway, 'signup', { password });

    expect(JSON.parse(onlyRequest('/dbconnections/signup').body)).toEqual({
      client_id: auth0.clientId,
      email: 'newcomer@example.com',
      password,
      connection: 'Username-Password-Authentication',
    });
  });

  it('at logout', async () => {
    const refreshToken = '","client_id":"evil';

    await perform(gateway, 'logout', { refreshToken });

    expect(JSON.parse(onlyRequest('/oauth/revoke').body)).toEqual({
      client_id: auth0.clientId,
      client_secret: 'test-secret',
      token: refreshToken,
    });
  });
});

/** A refresh token that no test has exchanged: the gateway would answer for it without asking Auth0. */
const ownInput = (mutation: Mutation) =>
  mutation === 'refresh' ? { refreshToken: randomUUID() } : {};

describe('U09: credentials never follow a redirect', () => {
  const every: [number, Mutation][] = [301, 302, 303, 307, 308].flatMap((status) =>
    (['login', 'refresh', 'signup', 'logout'] as const).map((mutation): [number, Mutation] => [
      status,
      mutation,
    ]),
  );

  it.each(every)('%i at %s', async (status, mutation) => {
    const elsewhere = await startScriptedAuth0();
    try {
      auth0.answer(mutations[mutation].path, {
        status,
        headers: { location: `${elsewhere.issuer}caught` },
      });

      const { result } = await perform(gateway, mutation, ownInput(mutation));

      expect(result).toMatchObject({ __typename: 'ServiceUnavailable', retryAfter: 5 });
      expect(elsewhere.requests).toEqual([]);
      expect(auth0.requests).toHaveLength(1);
    } finally {
      await elsewhere.close();
    }
  });

  it('nor does a bearer on its way to /userinfo', async () => {
    const elsewhere = await startScriptedAuth0();
    try {
      auth0.answer('/userinfo', { status: 307, headers: { location: elsewhere.issuer } });
      const token = await auth0.accessToken({ jti: 'redirected' });

      const { errors } = await gateway.request('{ me { id email } }', { token });

      expect(errors).toMatchObject([{ path: ['me', 'email'] }]);
      expect(elsewhere.requests).toEqual([]);
    } finally {
      await elsewhere.close();
    }
  });
});

describe('U11: what is asked for', () => {
  it('is the audience and the configured scopes, with either password grant', async () => {
    const plain = await gatewayBefore(auth0, {
      AUTH0_CONNECTION: '',
      AUTH0_SCOPES: 'openid read:orders',
    });
    try {
      await perform(plain, 'login');

      expect(Object.fromEntries(onlyRequest('/oauth/token').form)).toEqual({
        grant_type: 'password',
        ...mutations.login.input,
        audience: auth0.audience,
        scope: 'openid read:orders',
        client_id: auth0.clientId,
        client_secret: 'test-secret',
      });
    } finally {
      await plain.close();
    }
  });

  it('is never a sign-up without a connection', async () => {
    const plain = await gatewayBefore(auth0, { AUTH0_CONNECTION: '' });
    try {
      const { result } = await perform(plain, 'signup');

      expect(result).toMatchObject({ __typename: 'SignUpDisabled', code: 'SIGN_UP_DISABLED' });
      expect(auth0.requests).toEqual([]);
    } finally {
      await plain.close();
    }
  });
});

describe('the client secret', () => {
  it('travels in the body of authenticated calls alone, never in a URL or a header', async () => {
    for (const mutation of ['login', 'refresh', 'signup', 'logout'] as const) {
      await perform(gateway, mutation, ownInput(mutation));
    }

    const withSecret = auth0.requests.filter(({ body }) => body.includes('test-secret'));
    expect(withSecret.map(({ path }) => path)).toEqual([
      '/oauth/token',
      '/oauth/token',
      '/oauth/revoke',
    ]);
    for (const { path, headers } of auth0.requests) {
      expect(JSON.stringify([path, headers])).not.toContain('test-secret');
    }
    expect(gateway.logText()).not.toContain('test-secret');
  });
});

describe('U12: a tenant with an untrusted certificate', () => {
  it.each(['login', 'refresh', 'signup', 'logout'] as const)(
    'gets nothing posted at %s',
    async (mutation) => {
      const { cert, private: key } = await generate([{ name: 'commonName', value: 'localhost' }]);
      let requests = 0;
      const tenant = createServer({ key, cert }, (_request, response) => {
        requests += 1;
        response.end('{}');
      });
      await new Promise<void>((resolve) => tenant.listen(0, '127.0.0.1', resolve));
      const { port } = tenant.address() as AddressInfo;
      const before = await startTestGateway({
        AUTH0_DOMAIN: `localhost:${port}`,
        AUTH0_CLIENT_ID: 'test-client',
        AUTH0_CLIENT_SECRET: 'test-secret',
        AUTH0_AUDIENCE: 'https://api.test.example',
      });
      try {
        const { result, text } = await perform(before, mutation);

        expect(result).toMatchObject({ __typename: 'ServiceUnavailable', retryAfter: 5 });
        expect(text).not.toMatch(/certificate|localhost|self/i);
        expect(before.log()).toContainEqual(
          expect.objectContaining({
            level: 50,
            msg: 'Auth0 cannot be reached, or its answer cannot be read',
          }),
        );
        expect(requests).toBe(0);
      } finally {
        await before.close();
        tenant.close();
      }
    },
  );
});

it('warns of a missing refresh token only where one was asked for', async () => {
  auth0.answer('/oauth/token', { json: await auth0.tokens({ refresh_token: undefined }) });
  const plain = await gatewayBefore(auth0, { AUTH0_SCOPES: 'openid' });
  try {
    const withoutAsking = await perform(plain, 'login');
    const withAsking = await perform(gateway, 'login');

    expect(withoutAsking.result).toMatchObject({ __typename: 'Session', refreshToken: null });
    expect(withAsking.result).toMatchObject({ __typename: 'Session', refreshToken: null });
    expect(plain.logText()).not.toContain(tenantSettings.offlineAccess);
    expect(gateway.logText()).toContain(JSON.stringify(tenantSettings.offlineAccess));
  } finally {
    await plain.close();
  }
});

function onlyRequest(path: string): SeenRequest {
  const [request, ...others] = auth0.seen(path);
  if (!request || others.length > 0) throw new Error(`${others.length + 1} requests to ${path}`);
  return request;
}

function addressOf({ headers }: SeenRequest): unknown {
  return headers['auth0-forwarded-for'];
}
