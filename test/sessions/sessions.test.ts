import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { mutations, perform, type Mutation } from '../auth0/credential-mutations.ts';
import { gatewayBefore, type TestGateway } from '../support/gateway.ts';
import {
  startScriptedAuth0,
  testUser,
  type Answer,
  type ScriptedAuth0,
} from '../support/scripted-auth0.ts';

/** Time limit of a gateway's fetch of the keys, in milliseconds. */
const fetchTimeout = 5000;
let auth0: ScriptedAuth0;
let gateway: TestGateway;

beforeAll(async () => {
  auth0 = await startScriptedAuth0();
  gateway = await gatewayBefore(auth0);
});

beforeEach(async () => {
  auth0.requests.length = 0;
  auth0.answer('/oauth/token', { json: await auth0.tokens() });
  auth0.answer('/oauth/revoke', { headers: { 'content-type': 'application/json' }, text: '' });
});

afterAll(async () => {
  await gateway.close();
  await auth0.close();
});

describe('login', () => {
  it('answers with what Auth0 handed out', async () => {
    const tokens = await auth0.tokens();
    auth0.answer('/oauth/token', { json: tokens });

    const { result } = await perform(gateway, 'login');

    expect(result).toEqual({
      __typename: 'Session',
      accessToken: tokens['access_token'],
      refreshToken: 'refresh-token-1',
      idToken: tokens['id_token'],
      tokenType: 'Bearer',
      expiresIn: 86_400,
      scopes: ['openid', 'profile', 'email', 'offline_access'],
      user: { id: testUser, email: 'user@example.com' },
    });
  });

  it.each([
    ['as the answer names them', 'openid read:orders', 'openid', ['openid', 'read:orders']],
    ['as the token has them otherwise', undefined, 'openid email', ['openid', 'email']],
    ['none', undefined, undefined, []],
    ['none in an empty text', '', 'openid', []],
    ['without empty ones', ' openid  email ', 'openid', ['openid', 'email']],
  ])('has the granted scopes, %s', async (_how, scope, inToken, scopes) => {
    const access_token = await auth0.accessToken({ scope: inToken });
    auth0.answer('/oauth/token', { json: await auth0.tokens({ scope, access_token }) });

    expect((await perform(gateway, 'login')).result['scopes']).toEqual(scopes);
  });
});

describe('refresh', () => {
  it('hands on the new refresh token where Auth0 rotates', async () => {
    const { result } = await perform(gateway, 'refresh');

    expect(result).toMatchObject({ __typename: 'Session', refreshToken: 'refresh-token-1' });
  });

  it('keeps the old refresh token where Auth0 does not', async () => {
    auth0.answer('/oauth/token', { json: await auth0.tokens({ refresh_token: undefined }) });

    const { result } = await perform(gateway, 'refresh', { refreshToken: 'not-rotated' });

    expect(result).toMatchObject({ __typename: 'Session', refreshToken: 'not-rotated' });
  });

  it.each([
    ['an expired bearer', () => auth0.accessToken({ exp: 1_700_000_000 })],
    ['a bearer of nobody', () => Promise.resolve('garbage')],
    ['an opaque bearer', () => Promise.resolve('x'.repeat(32))],
  ])('works with %s attached', async (_what, token) => {
    const { result, errors } = await perform(gateway, 'refresh', {}, { token: await token() });

    expect(errors).toBeUndefined();
    expect(result.__typename).toBe('Session');
  });
});

describe('logout', () => {
  it('needs no more than a refresh token', async () => {
    const { result } = await perform(gateway, 'logout');

    expect(result).toEqual({
      __typename: 'LoggedOut',
      accessTokenRevoked: false,
      refreshTokenRevoked: true,
    });
    expect(auth0.seen('/oauth/revoke')).toHaveLength(1);
  });

  it('needs no more than a bearer, and Auth0 is not asked', async () => {
    const token = await auth0.accessToken({ jti: 'bearer-only' });

    const { result } = await perform(gateway, 'logout', { refreshToken: null }, { token });

    expect(result).toEqual({
      __typename: 'LoggedOut',
      accessTokenRevoked: true,
      refreshTokenRevoked: false,
    });
    expect(auth0.seen('/oauth/revoke')).toEqual([]);
    await expectRevoked(token);
  });

  it('ends both', async () => {
    const token = await auth0.accessToken({ jti: 'both' });

    const { result } = await perform(gateway, 'logout', {}, { token });

    expect(result).toMatchObject({ accessTokenRevoked: true, refreshTokenRevoked: true });
    await expectRevoked(token);
  });

  it('ends a bearer once and for all: the second logout finds it ended', async () => {
    const token = await auth0.accessToken({ jti: 'twice' });
    await perform(gateway, 'logout', { refreshToken: null }, { token });

    const { result } = await perform(gateway, 'logout', { refreshToken: null }, { token });

    expect(result).toMatchObject({ __typename: 'LoggedOut', accessTokenRevoked: true });
  });

  it.each([
    ['an expired bearer', () => auth0.accessToken({ exp: 1_700_000_000 })],
    ['a bearer of nobody', () => Promise.resolve('garbage')],
  ])('with %s ends the refresh token alone', async (_what, token) => {
    const { result } = await perform(gateway, 'logout', {}, { token: await token() });

    expect(result).toMatchObject({ accessTokenRevoked: false, refreshTokenRevoked: true });
  });

  it.each([
    ['no credential at all', undefined],
    ['a bearer of nobody alone', 'garbage'],
  ])('with %s has nothing to end', async (_what, token) => {
    const { result } = await perform(gateway, 'logout', { refreshToken: null }, { token });

    expect(result).toMatchObject({ __typename: 'InvalidInput', field: 'refreshToken' });
    expect(auth0.requests.filter(({ method }) => method === 'POST')).toEqual([]);
  });

  it('says that Auth0 is down, although the bearer is refused from now on', async () => {
    const token = await auth0.accessToken({ jti: 'auth0-down' });
    auth0.answer('/oauth/revoke', { status: 503, text: '' });

    const { result } = await perform(gateway, 'logout', {}, { token });

    expect(result).toMatchObject({ __typename: 'ServiceUnavailable', retryAfter: 5 });
    await expectRevoked(token);
  });

  it.each<[string, Answer]>([
    ['fail', { status: 500, text: '' }],
    ['hang', () => undefined],
  ])('ends a bearer at once although the keys of the issuer %s', async (_what, keys) => {
    const issuer = await startScriptedAuth0();
    issuer.answer('/.well-known/jwks.json', keys);
    const startedAt = performance.now();
    const alone = await gatewayBefore(issuer);
    try {
      const token = await issuer.accessToken();

      const { result } = await perform(alone, 'logout', { refreshToken: null }, { token });

      expect(result).toMatchObject({ __typename: 'LoggedOut', accessTokenRevoked: true });
      expect(performance.now() - startedAt).toBeLessThan(fetchTimeout);
    } finally {
      await issuer.close();
      await alone.close();
    }
  });
});

const unsuitable: [Mutation, Record<string, unknown>, field: string, message: string][] = [
  ['login', { username: '' }, 'username', 'This is empty.'],
  ['login', { password: '' }, 'password', 'This is empty.'],
  ['login', { username: 'x'.repeat(321) }, 'username', 'This is longer than 320 characters.'],
  ['login', { password: 'x'.repeat(1001) }, 'password', 'This is longer than 1000 characters.'],
  ['login', { username: 'a\nb' }, 'username', 'This contains control characters.'],
  ['login', { username: 'a\u0000b' }, 'username', 'This contains control characters.'],
  ['login', { username: 'a\u2028b' }, 'username', 'This contains control characters.'],
  ['login', { username: 'a\u0085b' }, 'username', 'This contains control characters.'],
  ['login', { username: 'a\ud800' }, 'username', 'This is not well-formed Unicode.'],
  ['login', { password: '\udc00a' }, 'password', 'This is not well-formed Unicode.'],
  ['login', { username: 'me@example.com ' }, 'username', 'This ends with a space.'],
  ['login', { username: ' me' }, 'username', 'This begins with a space.'],
  ['login', { username: 'me\u00a0' }, 'username', 'This ends with a space.'],
  ['login', { username: '  ' }, 'username', 'This is empty.'],
  [
    'login',
    { scopes: ['openid', 'read:everything'] },
    'scopes',
    'This gateway does not ask for the scope read:everything.',
  ],
  ['login', { scopes: ['read everything'] }, 'scopes', 'One of them is not a scope.'],
  ['login', { scopes: [`read:${'x'.repeat(100)}`] }, 'scopes', 'One of them is not a scope.'],
  ['signup', { email: 'me@example.com ' }, 'email', 'This ends with a space.'],
  ['signup', { email: '\u3000me@example.com' }, 'email', 'This begins with a space.'],
  ['signup', { name: '' }, 'name', 'This is empty.'],
  ['signup', { name: 'x'.repeat(301) }, 'name', 'This is longer than 300 characters.'],
  ['signup', { givenName: 'x'.repeat(151) }, 'givenName', 'This is longer than 150 characters.'],
  ['signup', { familyName: 'a\nb' }, 'familyName', 'This contains control characters.'],
  ['signup', { nickname: 'a\u202eb' }, 'nickname', 'This contains control characters.'],
  ['signup', { picture: 'javascript:alert(1)' }, 'picture', 'This is not an https:// URL.'],
  ['signup', { userMetadata: 'free' }, 'userMetadata', 'This is not an object.'],
  ['signup', { userMetadata: ['free'] }, 'userMetadata', 'This is not an object.'],
  [
    'signup',
    { userMetadata: { plan: { name: 'free' } } },
    'userMetadata',
    'This has a member that is not a string.',
  ],
  [
    'signup',
    { userMetadata: { age: 7 } },
    'userMetadata',
    'This has a member that is not a string.',
  ],
  [
    'signup',
    { userMetadata: Object.fromEntries(Array.from({ length: 11 }, (_, n) => [`m${n}`, ''])) },
    'userMetadata',
    'This has more than 10 members.',
  ],
  [
    'signup',
    { userMetadata: { plan: 'x'.repeat(501) } },
    'userMetadata',
    'This has a value longer than 500 characters.',
  ],
  [
    'signup',
    { userMetadata: { ['x'.repeat(101)]: '' } },
    'userMetadata',
    'This has a name that is empty or longer than 100 characters.',
  ],
  ['signup', { email: '' }, 'email', 'This is empty.'],
  ['signup', { email: 'nobody' }, 'email', 'This is not an e-mail address.'],
  ['signup', { email: '@example.com' }, 'email', 'This is not an e-mail address.'],
  ['signup', { email: 'a@b@c' }, 'email', 'This is not an e-mail address.'],
  ['signup', { email: 'a b@example.com' }, 'email', 'This is not an e-mail address.'],
  ['signup', { email: 'a@example.com\r\n' }, 'email', 'This contains control characters.'],
  ['signup', { password: '\ud83d' }, 'password', 'This is not well-formed Unicode.'],
  ['refresh', { refreshToken: '' }, 'refreshToken', 'This is empty.'],
  ['refresh', { refreshToken: 'a\tb' }, 'refreshToken', 'This contains control characters.'],
  ['logout', { refreshToken: '' }, 'refreshToken', 'This is empty.'],
  ['logout', { refreshToken: 'a\u0007' }, 'refreshToken', 'This contains control characters.'],
];

describe('input that cannot be right', () => {
  it.each(unsuitable)(
    '%s %j is refused without asking Auth0',
    async (mutation, input, field, message) => {
      const { result } = await perform(gateway, mutation, input);

      expect(result).toEqual({ __typename: 'InvalidInput', code: 'INVALID_INPUT', message, field });
      expect(auth0.requests).toEqual([]);
    },
  );

  it.each([
    ['login', { username: 'x'.repeat(320) }],
    ['login', { username: 'no address at all' }],
    ['login', { username: '+491701234567' }],
    ['login', { username: 'ünïcode@exämple.com' }],
    ['login', { password: '\ud83d\udc0e' }],
    ['refresh', { refreshToken: `v1.${'x'.repeat(4093)}` }],
  ] as const)('but %s %j is for Auth0 to judge', async (mutation, input) => {
    await perform(gateway, mutation, input);

    expect(auth0.seen(mutations[mutation].path)).toHaveLength(1);
  });
});

async function expectRevoked(token: string): Promise<void> {
  const { errors } = await gateway.request('{ me { id } }', { token });
  expect(errors).toMatchObject([
    { extensions: { code: 'UNAUTHENTICATED', reason: 'TOKEN_REVOKED' } },
  ]);
}
