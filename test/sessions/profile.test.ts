import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { gatewayBefore, type TestGateway } from '../support/gateway.ts';
import {
  startScriptedAuth0,
  testUser,
  type Answer,
  type ScriptedAuth0,
} from '../support/scripted-auth0.ts';

const document = '{ me { id email emailVerified roles } }';

let auth0: ScriptedAuth0;
let gateway: TestGateway;
let tokens = 0;

beforeAll(async () => {
  auth0 = await startScriptedAuth0();
  gateway = await gatewayBefore(auth0, {}, { upstreamTimeoutMs: 2000 });
});

beforeEach(() => {
  auth0.requests.length = 0;
});

afterAll(async () => {
  await gateway.close();
  await auth0.close();
});

/** Makes a new token, since the gateway remembers what it has read from a token. */
function accessToken(claims: Record<string, unknown> = {}): Promise<string> {
  tokens += 1;
  return auth0.accessToken({ jti: String(tokens), ...claims });
}

describe('the address of the person', () => {
  it('is that of the access token, and Auth0 is not asked', async () => {
    const token = await accessToken({
      'https://gatehouse.example/email': 'claimed@example.com',
      'https://gatehouse.example/email_verified': true,
    });

    const { data } = await gateway.request(document, { token });

    expect(data).toEqual({
      me: { id: testUser, email: 'claimed@example.com', emailVerified: true, roles: [] },
    });
    expect(auth0.seen('/userinfo')).toEqual([]);
  });

  it.each([
    ['in the access token', { 'https://gatehouse.example/email_verified': 'true' }, undefined],
    ['at /userinfo', { 'https://gatehouse.example/email': undefined }, 'true'],
  ])('may be verified in words %s', async (_where, claims, email_verified) => {
    auth0.answer('/userinfo', {
      json: { sub: testUser, email: 'user@example.com', email_verified },
    });
    const token = await accessToken({
      'https://gatehouse.example/email': 'user@example.com',
      ...claims,
    });

    const { data } = await gateway.request(document, { token });

    expect(data).toMatchObject({ me: { email: 'user@example.com', emailVerified: true } });
  });

  it('is null while Auth0 sends what is none, and the log names the member once', async () => {
    const json = { sub: testUser, email: ['x@example.com'], email_verified: 1 };
    auth0.answer('/userinfo', { json });
    for (const token of [await accessToken(), await accessToken()]) {
      const { data, errors } = await gateway.request(document, { token });
      expect(data).toEqual({ me: { id: testUser, email: null, emailVerified: null, roles: [] } });
      expect(errors).toBeUndefined();
    }
    const noted = gateway.log().filter(({ endpoint }) => endpoint === 'userinfo');
    expect(noted.map(({ member }) => member)).toEqual(['email', 'email_verified']);
    expect(gateway.logText()).not.toContain('x@example.com');
  });

  it('may be verified in words in the ID token', async () => {
    const id_token = await auth0.idToken({ email_verified: 'true' });
    auth0.answer('/oauth/token', { json: await auth0.tokens({ id_token }) });
    const login =
      'mutation { login(input: { username: "a", password: "b" }) { ... on Session { user { emailVerified } } } }';

    const { data } = await gateway.request(login);

    expect(data).toEqual({ login: { user: { emailVerified: true } } });
  });

  it('is read at /userinfo otherwise, once for fifty questions with one token', async () => {
    auth0.answer('/userinfo', {
      json: { sub: testUser, email: 'user@example.com', email_verified: true },
    });
    const token = await accessToken();

    const answers = await Promise.all(
      Array.from({ length: 50 }, () => gateway.request(document, { token })),
    );

    for (const { data, errors } of answers) {
      expect(errors).toBeUndefined();
      expect(data).toMatchObject({ me: { email: 'user@example.com', emailVerified: true } });
    }
    expect(auth0.seen('/userinfo')).toHaveLength(1);
    expect(auth0.seen('/userinfo')[0]?.headers.authorization).toBe(`Bearer ${token}`);
  });

  it('is not asked for where the operation does not', async () => {
    const { data } = await gateway.request('{ me { id } }', { token: await accessToken() });

    expect(data).toEqual({ me: { id: testUser } });
    expect(auth0.seen('/userinfo')).toEqual([]);
  });

  it.each([
    ['an account without one', { json: { sub: testUser } }],
    ['a token that /userinfo does not take', { status: 401, text: 'Unauthorized' }],
    ['a token without openid', { status: 403, json: { error: 'insufficient_scope' } }],
  ])('is null for %s', async (_what, answer: Answer) => {
    auth0.answer('/userinfo', answer);

    const { data, errors } = await gateway.request(document, { token: await accessToken() });

    expect(errors).toBeUndefined();
    expect(data).toEqual({ me: { id: testUser, email: null, emailVerified: null, roles: [] } });
  });

  it.each<[string, Answer]>([
    ['the limit is reached', { status: 429, json: { error: 'too_many_requests' } }],
    ['Auth0 is down', { status: 503, text: '<html>' }],
    ['Auth0 is silent', () => undefined],
    ['the answer is about somebody else', { json: { sub: 'auth0|other', email: 'x@example.com' } }],
    ['the answer is about nobody', { json: { email: 'x@example.com' } }],
    ['the answer is HTML', { text: '<html>x@example.com' }],
  ])('is null with an error while %s, and the rest stands', async (_what, answer) => {
    auth0.answer('/userinfo', answer);

    const { data, errors, text } = await gateway.request('{ me { id email roles } }', {
      token: await accessToken(),
    });

    expect(data).toEqual({ me: { id: testUser, email: null, roles: [] } });
    expect(errors).toMatchObject([
      { path: ['me', 'email'], extensions: { code: 'SERVICE_UNAVAILABLE' } },
    ]);
    expect(text).not.toMatch(/x@example\.com|127\.0\.0\.1|<html>/);
  });
});

describe('an address that is not verified yet', () => {
  const userinfo = (email_verified: boolean): Answer => ({
    json: { sub: testUser, email: 'user@example.com', email_verified },
  });
  const question = '{ me { email emailVerified } }';
  const verified = async (token: string) =>
    (await gateway.request<{ me: { emailVerified: unknown } }>(question, { token })).data?.me
      .emailVerified;

  it.each([
    [
      'the access token',
      {
        'https://gatehouse.example/email': 'user@example.com',
        'https://gatehouse.example/email_verified': false,
      },
    ],
    ['/userinfo', {}],
  ])('is looked up afresh without a new login, where %s told it', async (_source, claims) => {
    const token = await accessToken(claims);
    auth0.answer('/userinfo', userinfo(false));
    expect(await verified(token)).toBe(false);
    auth0.answer('/userinfo', userinfo(true));
    expect(await verified(token)).toBe(true);
    const asked = auth0.seen('/userinfo').length;
    expect(await verified(token)).toBe(true);
    expect(auth0.seen('/userinfo')).toHaveLength(asked);
  });

  it('stays as it was last known while Auth0 has been asked too often, and gives whole answers', async () => {
    const token = await accessToken();
    auth0.answer('/userinfo', userinfo(false));
    expect(await verified(token)).toBe(false);
    auth0.answer('/userinfo', { status: 429, json: { error: 'too_many_requests' } });
    const { data, errors } = await gateway.request(question, { token });
    expect(errors).toBeUndefined();
    expect(data).toEqual({ me: { email: 'user@example.com', emailVerified: false } });
    const asked = auth0.seen('/userinfo').length;
    expect(await verified(token)).toBe(false);
    expect(auth0.seen('/userinfo')).toHaveLength(asked);
  });

  it('costs nothing where only the address is asked for', async () => {
    const token = await accessToken();
    auth0.answer('/userinfo', userinfo(false));
    await gateway.request('{ me { email } }', { token });
    await gateway.request('{ me { email } }', { token });
    expect(auth0.seen('/userinfo')).toHaveLength(1);
  });
});

describe('name, nickname and picture', () => {
  const question = '{ me { email name nickname picture } }';
  const names = { name: 'Zoë', nickname: 'zoe', picture: 'https://cdn.example.com/zoe.png' };
  const address = {
    'https://gatehouse.example/email': 'claimed@example.com',
    'https://gatehouse.example/email_verified': true,
  };

  it('are read at /userinfo, once for a token, beside the address of the access token', async () => {
    auth0.answer('/userinfo', { json: { sub: testUser, email: 'other@example.com', ...names } });
    const token = await accessToken(address);
    const first = await gateway.request(question, { token });
    const second = await gateway.request(question, { token });
    expect(first).toMatchObject({ errors: undefined, data: { me: names } });
    expect(second).toMatchObject({ errors: undefined, data: { me: names } });
    expect(auth0.seen('/userinfo')).toHaveLength(1);
  });

  it('do not need an address', async () => {
    auth0.answer('/userinfo', { json: { sub: testUser, ...names } });
    const { data } = await gateway.request(question, { token: await accessToken() });
    expect(data).toEqual({ me: { email: null, ...names } });
  });

  it('keep the address of the access token where /userinfo has none', async () => {
    auth0.answer('/userinfo', { json: { sub: testUser, ...names } });
    const { data } = await gateway.request(question, { token: await accessToken(address) });
    expect(data).toEqual({ me: { email: 'claimed@example.com', ...names } });
  });

  it('are null without an error while Auth0 is down', async () => {
    auth0.answer('/userinfo', { status: 503, text: '' });
    const { data, errors } = await gateway.request(question, { token: await accessToken(address) });
    expect(errors).toBeUndefined();
    expect(data).toEqual({
      me: { email: 'claimed@example.com', name: null, nickname: null, picture: null },
    });
  });
});
