import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { gatewayBefore } from '../support/gateway.ts';
import { startHostileScene, type HostileScene } from '../support/hostile-scene.ts';
import { encoded, rawJws } from '../support/raw-jws.ts';
import { refusalOf } from '../support/refusal.ts';
import { startScriptedAuth0, testUser } from '../support/scripted-auth0.ts';

let scene: HostileScene;
beforeAll(async () => {
  scene = await startHostileScene();
});
afterAll(() => scene.close());

const seconds = () => Math.floor(Date.now() / 1000);
const signed = (claims: object, header: object = {}) =>
  rawJws(scene.header(header), { ...scene.claims, ...claims }, scene.issuerKey);
const me = '{ me { id roles permissions } }';

describe('a token that Auth0 could have made is accepted', () => {
  it.each<[string, object, object]>([
    ['as it is', {}, {}],
    ['without typ', {}, { typ: undefined }],
    ['with typ at+jwt', {}, { typ: 'at+jwt' }],
    ['with typ AT+JWT', {}, { typ: 'AT+JWT' }],
    ['with typ jwt', {}, { typ: 'jwt' }],
    ['with typ application/at+jwt', {}, { typ: 'application/at+jwt' }],
    ['without kid, as the issuer has one key', {}, { kid: undefined }],
    ['with x5t', {}, { x5t: 'AAAA' }],
    ['with cty', {}, { cty: 'JWT' }],
    ['for one audience', { aud: 'https://api.test.example' }, {}],
    ['for a list of one audience', { aud: ['https://api.test.example'] }, {}],
    ['for our audience behind others', { aud: ['x', 1, null, 'https://api.test.example'] }, {}],
    ['for our audience and the client', { aud: ['test-client', 'https://api.test.example'] }, {}],
    ['with client_id for azp', { azp: undefined, client_id: 'test-client' }, {}],
    ['with client_id beside azp', { client_id: 'test-client' }, {}],
    [
      'in the profile of RFC 9068',
      { azp: undefined, gty: undefined, client_id: 'test-client', jti: 'id' },
      { typ: 'at+jwt' },
    ],
    ['after a refresh', { gty: ['refresh_token', 'password'] }, {}],
    ['without gty', { gty: undefined }, {}],
    ['without scope', { scope: undefined }, {}],
    ['with an empty scope', { scope: '' }, {}],
    ['without permissions', { permissions: undefined }, {}],
    ['without iat', { iat: undefined }, {}],
    ['with a past nbf', { nbf: seconds() - 1 }, {}],
    ['with an nbf within the tolerance', { nbf: seconds() + 3 }, {}],
    ['with an exp in whole seconds', { exp: seconds() + 60 }, {}],
    ['with an exp in fractions of a second', { exp: seconds() + 60.1234567 }, {}],
    ['with jti, sid and org_id', { jti: 'a', sid: 'b', org_id: 'org_1' }, {}],
    ['with claims of any type', { a: null, b: [], c: { d: 1 }, 'https://x/y': true }, {}],
  ])('%s', async (_case, claims, header) => {
    const { status, headers, data, errors } = await scene.gateway.request(me, {
      token: signed(claims, header),
    });
    expect(errors).toBeUndefined();
    expect(status).toBe(200);
    expect(headers.has('www-authenticate')).toBe(false);
    expect(data).toEqual({ me: { id: testUser, roles: [], permissions: [] } });
  });

  it('with an exp within the tolerance', async () => {
    const { errors } = await scene.gateway.request(me, {
      token: signed({ exp: seconds() - 3 }, {}),
    });
    expect(errors).toBeUndefined();
  });

  it.each([
    'google-oauth2|103547991597142817347',
    'samlp|corporate|Jürgen.Müller@example.com',
    'auth0|用户',
    'sms|+4912345',
    'a',
    'x'.repeat(255),
  ])('for the subject %s', async (sub) => {
    const { data } = await scene.gateway.request('{ me { id } }', { token: signed({ sub }) });
    expect(data).toEqual({ me: { id: sub } });
  });

  it('from any client on the list', async () => {
    const gateway = await gatewayBefore(scene.auth0, { AUTH0_ALLOWED_CLIENTS: 'web, ios' });
    for (const [azp, expected] of [
      ['web', { id: testUser }],
      ['ios', { id: testUser }],
      ['test-client', null],
    ] as const) {
      const { data } = await gateway.request('{ me { id } }', { token: signed({ azp }) });
      expect(data).toEqual({ me: expected });
    }
    await gateway.close();
  });

  it('under another algorithm where it is configured', async () => {
    const gateway = await gatewayBefore(scene.auth0, { AUTH0_SIGNING_ALGORITHMS: 'PS256' });
    expect(await refusalOf(gateway, { token: signed({}) })).toBe('UNSUPPORTED_ALGORITHM');
    await gateway.close();
  });

  it('roles come from their claim, permissions from theirs, and nothing but strings from lists', async () => {
    const token = signed({
      'https://gatehouse.example/roles': ['admin', 1, null, ['nested']],
      permissions: ['read:users', { toString: 'x' }],
    });
    const { data } = await scene.gateway.request(me, { token });
    expect(data).toEqual({
      me: { id: testUser, roles: ['admin'], permissions: ['read:users'] },
    });
  });
});

describe('the closed list of reasons: each one is reached', () => {
  it.each<[string, () => string | undefined | Promise<string>]>([
    ['TOKEN_MISSING', () => undefined],
    ['TOKEN_MALFORMED', () => 'undefined'],
    ['TOKEN_OPAQUE', () => 'kPFYSWSbJqNOQbnvjwmTQfqYdYEPpyQe'],
    ['TOKEN_ENCRYPTED', () => `${encoded({ alg: 'RSA-OAEP-256', enc: 'A256GCM' })}.a.b.c.d`],
    ['ID_TOKEN_SENT', () => scene.auth0.idToken()],
    ['WRONG_ISSUER', () => signed({ iss: 'https://elsewhere.eu.auth0.com/' })],
    ['WRONG_AUDIENCE', () => signed({ aud: 'https://elsewhere.example' })],
    ['WRONG_CLIENT', () => signed({ azp: 'foreign-client' })],
    ['MACHINE_TOKEN', () => signed({ sub: 'machine@clients' })],
    ['BAD_SIGNATURE', () => signed({}).replace(/[^.]{12}$/, 'AAAAAAAAAAAA')],
    ['UNSUPPORTED_ALGORITHM', () => signed({}, { alg: 'HS256' })],
    ['TOKEN_EXPIRED', () => signed({ exp: 1 })],
    ['TOKEN_NOT_YET_VALID', () => signed({ nbf: seconds() + 3600 })],
    ['TOKEN_REVOKED', () => loggedOut(signed({ jti: 'ended' }))],
  ])('T15: %s', async (reason, makeToken) => {
    expect(await refusalOf(scene.gateway, { token: await makeToken() })).toBe(reason);
  });

  async function loggedOut(token: string): Promise<string> {
    await scene.gateway.request('mutation { logout(input: {}) { __typename } }', { token });
    return token;
  }
});

describe('of several faults, the one a developer must mend first is told', () => {
  it.each<[string, string, () => string]>([
    [
      'another issuer before its signature',
      'WRONG_ISSUER',
      () => signed({ iss: 'https://x/', exp: 1 }, { kid: 'x' }),
    ],
    ['an ID token before its age', 'ID_TOKEN_SENT', () => signed({ aud: 'test-client', exp: 1 })],
    ['the audience before the age', 'WRONG_AUDIENCE', () => signed({ aud: 'x', exp: 1 })],
    ['the age before the client', 'TOKEN_EXPIRED', () => signed({ azp: 'x', exp: 1 })],
    ['a machine before its client', 'MACHINE_TOKEN', () => signed({ sub: 'm@clients', azp: 'm' })],
    [
      'nothing of a payload that is not signed',
      'BAD_SIGNATURE',
      () => signed({ aud: 'x', exp: 1 }, { kid: 'x' }),
    ],
  ])('%s', async (_case, reason, makeToken) => {
    expect(await refusalOf(scene.gateway, { token: makeToken() })).toBe(reason);
  });
});

describe('T15: a refusal can be read by a browser', () => {
  it('lists WWW-Authenticate among the headers that another origin may read', async () => {
    const { headers } = await scene.gateway.request(me, {
      headers: { origin: 'http://localhost:5173' },
    });
    expect(headers.get('access-control-expose-headers')).toContain('www-authenticate');
    expect(headers.get('www-authenticate')).toBe('Bearer');
  });

  it('says each fault once for each field', async () => {
    const { errors } = await scene.gateway.request('{ a: me { id } b: me { id } }');
    expect(errors?.map(({ path }) => path)).toEqual([['a'], ['b']]);
  });
});

describe('a public field is never blocked by a bearer', () => {
  it.each<[string, () => string]>([
    ['expired', () => signed({ exp: 1 })],
    ['badly signed', () => signed({}).replace(/[^.]{12}$/, 'AAAAAAAAAAAA')],
    ['nonsense', () => 'undefined'],
  ])('%s', async (_case, makeToken) => {
    scene.auth0.answer('/oauth/token', { json: await scene.auth0.tokens() });
    const { data, errors } = await scene.gateway.request(
      `mutation { login(input: { username: "user@example.com", password: "p" }) {
         __typename ... on Session { user { id } } } }`,
      { token: makeToken() },
    );
    expect(errors).toBeUndefined();
    expect(data).toEqual({ login: { __typename: 'Session', user: { id: testUser } } });
  });
});

describe('the key set as issuers publish it', () => {
  it.each<[string, object]>([
    ['without alg (remove_alg_from_jwks)', { alg: undefined }],
    ['without use', { use: undefined }],
    ['with its certificate', { x5t: 'AAAA', x5c: ['AAAA'] }],
    ['with key_ops', { use: undefined, key_ops: ['verify'] }],
  ])('%s', async (_case, members) => {
    const auth0 = await startScriptedAuth0();
    auth0.answer('/.well-known/jwks.json', {
      json: { keys: [{ ...auth0.publicJwk, ...members }] },
    });
    const gateway = await gatewayBefore(auth0);
    const { data } = await gateway.request('{ me { id } }', { token: await auth0.accessToken() });
    expect(data).toEqual({ me: { id: testUser } });
    await Promise.all([gateway.close(), auth0.close()]);
  });

  it('with several keys needs a kid in each token', async () => {
    const auth0 = await startScriptedAuth0();
    const keys = [auth0.publicJwk, { ...scene.auth0.publicJwk, kid: 'next' }];
    auth0.answer('/.well-known/jwks.json', { json: { keys } });
    const gateway = await gatewayBefore(auth0);
    const { data } = await gateway.request('{ me { id } }', { token: await auth0.accessToken() });
    expect(data).toEqual({ me: { id: testUser } });
    const token = await auth0.accessToken({}, { kid: undefined });
    expect(await refusalOf(gateway, { token })).toBe('BAD_SIGNATURE');
    await Promise.all([gateway.close(), auth0.close()]);
  });
});
