import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { gatewayBefore, type TestGateway } from '../support/gateway.ts';
import { startScriptedAuth0, testUser, type ScriptedAuth0 } from '../support/scripted-auth0.ts';

const everything = '{ me { id email emailVerified roles permissions } }';
let auth0: ScriptedAuth0;
let gateway: TestGateway;
/** Milliseconds by which the gateway's clock is ahead. */
let later: number;

beforeEach(async () => {
  later = 0;
  auth0 = await startScriptedAuth0();
  gateway = await gatewayBefore(auth0, {}, { now: () => new Date(Date.now() + later) });
  auth0.answer('/userinfo', {
    json: { sub: testUser, email: 'user@example.com', email_verified: true },
  });
});
afterEach(async () => {
  await auth0.close();
  await gateway.close();
});

const lookups = () => auth0.seen('/userinfo').length;
const ask = (token: string, document = everything) => gateway.request(document, { token });
const whole = {
  me: {
    id: testUser,
    email: 'user@example.com',
    emailVerified: true,
    roles: [],
    permissions: [],
  },
};

describe('me, where an Action puts the address into the access token', () => {
  it('is read from the bearer alone', async () => {
    const token = await auth0.accessToken({
      'https://gatehouse.example/email': 'token@example.com',
      'https://gatehouse.example/email_verified': true,
      'https://gatehouse.example/roles': ['editor'],
      permissions: ['read:users'],
    });
    expect((await ask(token)).data).toEqual({
      me: {
        id: testUser,
        email: 'token@example.com',
        emailVerified: true,
        roles: ['editor'],
        permissions: ['read:users'],
      },
    });
    expect(lookups()).toBe(0);
  });

  it('reads the claims that the configuration names', async () => {
    const other = await gatewayBefore(auth0, {
      EMAIL_CLAIM: 'email',
      ROLES_CLAIM: 'https://x/roles',
    });
    const token = await auth0.accessToken({
      email: 'a@b.c',
      email_verified: true,
      'https://x/roles': ['r'],
    });
    const { data } = await other.request(everything, { token });
    expect(data).toMatchObject({ me: { email: 'a@b.c', emailVerified: true, roles: ['r'] } });
    await other.close();
  });
});

describe('me, where no Action does', () => {
  it('gives fifty whole answers for one token, with one call of /userinfo', async () => {
    const token = await auth0.accessToken();
    for (let asked = 0; asked < 50; asked += 1) {
      const { data, errors } = await ask(token);
      expect(errors).toBeUndefined();
      expect(data).toEqual(whole);
    }
    expect(lookups()).toBe(1);
  });

  it('shares one call among those who ask at once', async () => {
    const token = await auth0.accessToken();
    const answers = await Promise.all(Array.from({ length: 30 }, () => ask(token)));
    expect(answers.map(({ data }) => data)).toEqual(answers.map(() => whole));
    expect(lookups()).toBe(1);
  });

  it('makes no call for who does not ask for the address', async () => {
    expect((await ask(await auth0.accessToken(), '{ me { id roles } }')).errors).toBeUndefined();
    expect(lookups()).toBe(0);
  });

  it('shows the bearer to /userinfo, and nothing of ours', async () => {
    const token = await auth0.accessToken();
    await ask(token);
    const headers = auth0.seen('/userinfo')[0]?.headers;
    expect(headers?.authorization).toBe(`Bearer ${token}`);
    expect(JSON.stringify(headers)).not.toContain('test-secret');
  });

  it('takes a token with an exp in fractions of a second', async () => {
    const token = await auth0.accessToken({ exp: Date.now() / 1000 + 60.123_456_7 });
    const { data, errors } = await ask(token);
    expect(errors).toBeUndefined();
    expect(data).toEqual(whole);
  });

  it('G11: two people never share an answer', async () => {
    auth0.answer('/userinfo', (response, { headers }) => {
      const [, payload = ''] = (headers.authorization ?? '').split('.');
      const { sub } = JSON.parse(Buffer.from(payload, 'base64url').toString()) as { sub: string };
      response.setHeader('content-type', 'application/json');
      response.setHeader('cache-control', 'public, max-age=3600');
      response.end(JSON.stringify({ sub, email: `${sub}@example.com`, email_verified: true }));
    });
    const people = await Promise.all(
      Array.from(
        { length: 20 },
        async (_, n) => [`user${n}`, await auth0.accessToken({ sub: `user${n}` })] as const,
      ),
    );
    for (let round = 0; round < 2; round += 1) {
      const answers = await Promise.all(
        people.map(([, token]) => ask(token, '{ me { id email } }')),
      );
      expect(answers.map(({ data }) => data?.['me'])).toEqual(
        people.map(([id]) => ({ id, email: `${id}@example.com` })),
      );
    }
    expect(lookups()).toBe(20);
  });
});

describe('when /userinfo does not tell', () => {
  it('its limit nulls the address alone: SERVICE_UNAVAILABLE at its path', async () => {
    auth0.answer('/userinfo', { status: 429, json: { error: 'too_many_requests' } });
    const { status, data, errors } = await ask(
      await auth0.accessToken(),
      '{ __typename me { id email roles } }',
    );
    expect(status).toBe(200);
    expect(data).toEqual({ __typename: 'Query', me: { id: testUser, email: null, roles: [] } });
    expect(errors).toMatchObject([
      { path: ['me', 'email'], extensions: { code: 'SERVICE_UNAVAILABLE' } },
    ]);
  });

  it('its limit is not run into again at once', async () => {
    auth0.answer('/userinfo', { status: 429 });
    const token = await auth0.accessToken();
    for (let asked = 0; asked < 10; asked += 1) {
      const { errors } = await ask(token);
      expect(errors?.map(({ path }) => path)).toEqual([
        ['me', 'email'],
        ['me', 'emailVerified'],
      ]);
    }
    expect(lookups()).toBe(1);
  });

  it.each([
    ['down', { status: 503, text: 'down' }],
    ['HTML', { headers: { 'content-type': 'text/html' }, text: '<html>secret</html>' }],
    ['an empty answer', { text: '' }],
    ['a list', { json: [] }],
    ['a redirect', { status: 307, headers: { location: '/elsewhere' } }],
  ])('%s nulls the address alone', async (_case, answer) => {
    auth0.answer('/userinfo', answer);
    const { data, errors, text } = await ask(await auth0.accessToken(), '{ me { id email } }');
    expect(data).toEqual({ me: { id: testUser, email: null } });
    expect(errors).toMatchObject([
      { path: ['me', 'email'], extensions: { code: 'SERVICE_UNAVAILABLE' } },
    ]);
    expect(text).not.toContain('secret');
    expect(text).not.toContain(auth0.issuer);
  });

  it('U07: a refusal by somebody before Auth0 is an error, and no last word', async () => {
    auth0.answer('/userinfo', { status: 403, text: '<html>Request blocked: secret' });
    const { errors, text } = await ask(await auth0.accessToken(), '{ me { id email } }');
    expect(errors).toMatchObject([
      { path: ['me', 'email'], extensions: { code: 'SERVICE_UNAVAILABLE' } },
    ]);
    expect(text).not.toContain('blocked');
  });

  it.each([
    ['a refusal of the token', { status: 401, text: 'Unauthorized' }],
    ['a token without the scope', { status: 403, json: { error: 'insufficient_scope' } }],
    ['an account without an address', { json: { sub: testUser } }],
  ])('%s is an address that is null, and no error', async (_case, answer) => {
    auth0.answer('/userinfo', answer);
    const token = await auth0.accessToken();
    for (let asked = 0; asked < 3; asked += 1) {
      const { data, errors } = await ask(token);
      expect(errors).toBeUndefined();
      expect(data).toMatchObject({ me: { id: testUser, email: null, emailVerified: null } });
    }
    expect(lookups()).toBe(1);
  });
});
