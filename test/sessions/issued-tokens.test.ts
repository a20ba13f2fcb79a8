import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { generateKeyPair, SignJWT } from 'jose';
import { tenantSettings, type TenantSetting } from '../../src/auth0/tenant-settings.ts';
import { perform } from '../auth0/credential-mutations.ts';
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
  gateway = await gatewayBefore(auth0, {}, { faultPeriodMs: 0 });
});

afterAll(async () => {
  await gateway.close();
  await auth0.close();
});

const base64url = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url');
const seconds = () => Math.floor(Date.now() / 1000);
const jwe = (header: object) =>
  `${base64url(header)}..c2l4dGVlbi1ieXRlcy0.ZGF0YQ.dGFnLXRhZy10YWctdGFn`;

type Token = (issuer: ScriptedAuth0) => string | Promise<string>;

const signedByAStranger: Token = async ({ issuer, audience, clientId, kid }) => {
  const { privateKey } = await generateKeyPair('RS256');
  return new SignJWT({ azp: clientId, sub: testUser })
    .setProtectedHeader({ alg: 'RS256', kid })
    .setIssuer(issuer)
    .setAudience([audience, clientId])
    .setIssuedAt()
    .setExpirationTime('1h')
    .sign(privateKey);
};

const signedWithTheSecret =
  (audience: (issuer: ScriptedAuth0) => string): Token =>
  (scripted) =>
    new SignJWT({ azp: scripted.clientId, sub: testUser })
      .setProtectedHeader({ alg: 'HS256' })
      .setIssuer(scripted.issuer)
      .setAudience(audience(scripted))
      .setIssuedAt()
      .setExpirationTime('1h')
      .sign(Buffer.from('test-secret-test-secret-test-secret'));

const unusableAccessTokens: [what: string, token: Token, setting: TenantSetting][] = [
  ['opaque, as old tenants make it', () => 'x'.repeat(32), 'opaqueToken'],
  ['opaque, in five parts', () => jwe({ alg: 'dir', enc: 'A256GCM' }), 'opaqueToken'],
  ['encrypted', () => jwe({ alg: 'RSA-OAEP-256', enc: 'A256GCM' }), 'encryptedToken'],
  ['signed with HS256', signedWithTheSecret(({ audience }) => audience), 'signingAlgorithm'],
  ['for another API', (s) => s.accessToken({ aud: 'https://other.example' }), 'audience'],
  ['an ID token', (s) => s.idToken(), 'audience'],
  ['of another issuer', (s) => s.accessToken({ iss: 'https://other.example/' }), 'issuer'],
  [
    'of the issuer without its slash',
    (s) => s.accessToken({ iss: s.issuer.slice(0, -1) }),
    'issuer',
  ],
  ['for another client', (s) => s.accessToken({ azp: 'another-client' }), 'ownClient'],
  ['expired', (s) => s.accessToken({ exp: seconds() - 60 }), 'unusableToken'],
  ['not valid yet', (s) => s.accessToken({ nbf: seconds() + 600 }), 'unusableToken'],
  ['without sub', (s) => s.accessToken({ sub: undefined }), 'unusableToken'],
  ['without exp', (s) => s.accessToken({ exp: undefined }), 'unusableToken'],
  ['of a machine', (s) => s.accessToken({ gty: 'client-credentials' }), 'unusableToken'],
  ['signed by a stranger', signedByAStranger, 'signingKey'],
  ['no token', () => 'not a token', 'unusableToken'],
];

const unusableIdTokens: [what: string, token: Token][] = [
  ['of another user', (s) => s.idToken({ sub: 'auth0|somebody-else' })],
  ['without sub', (s) => s.idToken({ sub: undefined })],
  ['for another client', (s) => s.idToken({ aud: 'another-client' })],
  ['of another issuer', (s) => s.idToken({ iss: 'https://other.example/' })],
  ['expired', (s) => s.idToken({ exp: seconds() - 60 })],
  ['signed with HS256', signedWithTheSecret(({ clientId }) => clientId)],
  ['signed by a stranger', signedByAStranger],
  ['no token', () => 'not a token'],
];

describe.each(['login', 'refresh'] as const)('%s', (mutation) => {
  it.each(unusableAccessTokens)(
    'hands out no access token that is %s, and the log names the setting',
    async (_what, token, setting) => {
      const access_token = await token(auth0);

      const log = await expectNoSession(mutation, { access_token });

      expect(log).toContainEqual(
        expect.objectContaining({ level: 50, msg: tenantSettings[setting], token: 'access' }),
      );
      expect(JSON.stringify(log)).not.toContain(access_token);
    },
  );

  it.each(unusableIdTokens)(
    'hands out no session with an ID token that is %s, and the log says so',
    async (_what, token) => {
      const id_token = await token(auth0);

      const log = await expectNoSession(mutation, { id_token });

      expect(log).toContainEqual(
        expect.objectContaining({ level: 50, msg: tenantSettings.idToken }),
      );
      expect(JSON.stringify(log)).not.toMatch(/user@example\.com|somebody-else/);
      expect(JSON.stringify(log)).not.toContain(id_token);
    },
  );

  it('warns of a token without permissions, and hands it out', async () => {
    const access_token = await auth0.accessToken({ permissions: undefined });
    auth0.answer('/oauth/token', { json: await auth0.tokens({ access_token }) });

    const { result } = await perform(gateway, mutation);

    expect(result).toMatchObject({ __typename: 'Session', accessToken: access_token });
    expect(gateway.log()).toContainEqual(
      expect.objectContaining({ level: 40, msg: tenantSettings.rbac, missing: 'permissions' }),
    );
  });
});

it('reads the address at /userinfo where there is no ID token', async () => {
  auth0.answer('/oauth/token', { json: await auth0.tokens({ id_token: undefined }) });
  auth0.answer('/userinfo', { json: { sub: testUser, email: 'from-userinfo@example.com' } });

  const { result } = await perform(gateway, 'login');

  expect(result).toMatchObject({
    __typename: 'Session',
    idToken: null,
    user: { id: testUser, email: 'from-userinfo@example.com' },
  });
});

describe('K04: while the keys of the issuer cannot be had', () => {
  const outages: [what: string, keys: Answer][] = [
    ['fail', { status: 500, text: '' }],
    ['hang', () => undefined],
  ];

  it.each(outages)('and %s, a session is handed out with a warning', async (_what, keys) => {
    await withKeys(keys, async (issuer, alone) => {
      issuer.answer('/oauth/token', { json: await issuer.tokens() });
      const startedAt = performance.now();

      const { result } = await perform(alone, 'login');

      expect(result).toMatchObject({ __typename: 'Session', user: { id: testUser } });
      expect(performance.now() - startedAt).toBeLessThan(fetchTimeout);
      expect(alone.log()).toContainEqual(
        expect.objectContaining({
          level: 40,
          msg: "tokens are issued unverified: the issuer's keys are not available",
        }),
      );
    });
  });

  it.each<[what: string, more: (issuer: ScriptedAuth0) => Promise<Record<string, unknown>>]>([
    ['opaque token', () => Promise.resolve({ access_token: 'x'.repeat(32) })],
    ['token for nobody', async (s) => ({ access_token: await s.accessToken({ sub: 7 }) })],
    ['token for ever', async (s) => ({ access_token: await s.accessToken({ exp: 'never' }) })],
    ['token for another API', async (s) => ({ access_token: await s.accessToken({ aud: 'x' }) })],
    ['token of another client', async (s) => ({ access_token: await s.accessToken({ azp: 'x' }) })],
    ['token of another issuer', async (s) => ({ access_token: await s.accessToken({ iss: 'x' }) })],
    ['token of the past', async (s) => ({ access_token: await s.accessToken({ exp: 5 }) })],
    ['ID token of another issuer', async (s) => ({ id_token: await s.idToken({ iss: 'x' }) })],
    ['ID token for another client', async (s) => ({ id_token: await s.idToken({ aud: 'x' }) })],
    ['ID token of the past', async (s) => ({ id_token: await s.idToken({ exp: 5 }) })],
    ['ID token of another user', async (s) => ({ id_token: await s.idToken({ sub: 'x' }) })],
  ])('an %s is still no session', async (_what, more) => {
    await withKeys({ status: 500, text: '' }, async (issuer, alone) => {
      issuer.answer('/oauth/token', { json: await issuer.tokens(await more(issuer)) });

      const { result } = await perform(alone, 'login');

      expect(result).toMatchObject({ __typename: 'ServiceUnavailable', retryAfter: 60 });
    });
  });
});

/** Expects that a mutation fails because Auth0 issues unusable tokens. Returns the log lines of the mutation. */
async function expectNoSession(mutation: 'login' | 'refresh', more: Record<string, unknown>) {
  auth0.answer('/oauth/token', { json: await auth0.tokens(more) });
  const earlier = gateway.log().length;

  const { result, text } = await perform(gateway, mutation);

  expect(result).toMatchObject({
    __typename: 'ServiceUnavailable',
    code: 'SERVICE_UNAVAILABLE',
    retryAfter: 60,
  });
  expect(text).not.toContain('refresh-token-1');
  return gateway.log().slice(earlier);
}

async function withKeys(
  keys: Answer,
  test: (issuer: ScriptedAuth0, alone: TestGateway) => Promise<void>,
): Promise<void> {
  const issuer = await startScriptedAuth0();
  issuer.answer('/.well-known/jwks.json', keys);
  const alone = await gatewayBefore(issuer);
  try {
    await test(issuer, alone);
  } finally {
    await issuer.close();
    await alone.close();
  }
}
