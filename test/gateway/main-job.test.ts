import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { decodeJwt } from 'jose';
import { present } from '../support/present.ts';
import { seededPassword, startLocal, type Local } from '../support/local.ts';

let local: Local;
beforeAll(async () => {
  local = await startLocal();
});
afterAll(() => local.close());

/** The design's five documents, with their values filled in. */
const documents = {
  signup: (email: string, password: string) => `
    mutation { signup(input: { email: "${email}", password: "${password}" }) {
      __typename ... on SignedUp { user { id email emailVerified } } ... on Problem { code message } } }`,
  login: (username: string, password: string) => `
    mutation { login(input: { username: "${username}", password: "${password}" }) {
      __typename ... on Session { accessToken refreshToken idToken tokenType expiresIn scopes user { id email roles permissions } }
      ... on Problem { code message } } }`,
  me: 'query    { me { id email emailVerified roles permissions } }',
  refresh: (refreshToken: string) => `
    mutation { refresh(input: { refreshToken: "${refreshToken}" }) { __typename ... on Session { accessToken refreshToken expiresIn } ... on Problem { code } } }`,
  logout: (refreshToken: string) => `
    mutation { logout(input: { refreshToken: "${refreshToken}" }) { __typename ... on LoggedOut { accessTokenRevoked refreshTokenRevoked } ... on Problem { code } } }`,
};

interface Session {
  __typename: string;
  accessToken: string;
  refreshToken: string;
}

async function signIn(username: string): Promise<Session> {
  const { data } = await local.gateway.request<{ login: Session }>(
    documents.login(username, seededPassword),
  );
  expect(data?.login.__typename).toBe('Session');
  return present(data).login;
}

describe('a newcomer', () => {
  const email = 'newcomer@example.com';
  const password = 'Wrong-Donkey-8-Stapler';

  it('signs up, logs in, is recognised, refreshes, and logs out', async () => {
    const { request } = local.gateway;
    const signup = await request(documents.signup(email, password));
    const user = { id: expect.stringMatching(/^auth0\|[0-9a-f]{24}$/), email };
    expect(signup).toMatchObject({ status: 200, errors: undefined });
    expect(signup.data).toEqual({
      signup: { __typename: 'SignedUp', user: { ...user, emailVerified: false } },
    });

    const login = await request<{ login: Session }>(documents.login(email, password));
    expect(login.errors).toBeUndefined();
    expect(login.data?.login).toEqual({
      __typename: 'Session',
      accessToken: expect.any(String),
      refreshToken: expect.any(String),
      idToken: expect.any(String),
      tokenType: 'Bearer',
      expiresIn: 86_400,
      scopes: expect.arrayContaining(['openid', 'profile', 'email', 'offline_access']),
      user: { ...user, roles: [], permissions: [] },
    });
    const { accessToken, refreshToken } = present(login.data).login;

    const me = await request(documents.me, { token: accessToken });
    expect(me.errors).toBeUndefined();
    expect(me.data).toEqual({
      me: { ...user, emailVerified: false, roles: [], permissions: [] },
    });

    const refresh = await request<{ refresh: Session }>(documents.refresh(refreshToken));
    expect(refresh.data?.refresh).toEqual({
      __typename: 'Session',
      accessToken: expect.any(String),
      refreshToken: expect.any(String),
      expiresIn: 86_400,
    });
    const renewed = present(refresh.data).refresh;
    expect(renewed.refreshToken).not.toBe(refreshToken);

    const logout = await request(documents.logout(renewed.refreshToken), {
      token: renewed.accessToken,
    });
    expect(logout.data).toEqual({
      logout: { __typename: 'LoggedOut', accessTokenRevoked: true, refreshTokenRevoked: true },
    });

    const after = await request(documents.me, { token: renewed.accessToken });
    expect(after).toMatchObject({
      status: 200,
      data: { me: null },
      errors: [{ path: ['me'], extensions: { code: 'UNAUTHENTICATED', reason: 'TOKEN_REVOKED' } }],
    });
    const dead = await request(documents.refresh(renewed.refreshToken));
    expect(dead.data).toEqual({
      refresh: { __typename: 'InvalidRefreshToken', code: 'INVALID_REFRESH_TOKEN' },
    });
  });

  it('is told no more than Auth0 tells when the address is taken', async () => {
    const { data } = await local.gateway.request(documents.signup('user@example.com', password));
    expect(data).toMatchObject({
      signup: { __typename: 'SignUpRefused', code: 'SIGN_UP_REFUSED' },
    });
  });

  it('is told each rule that a weak password breaks', async () => {
    const { data } = await local.gateway.request<{
      signup: { rules: { code: string; met: boolean }[] };
    }>(
      `mutation { signup(input: { email: "weak@example.com", password: "short" }) {
         __typename ... on WeakPassword { rules { code message met items { code met } } } } }`,
    );
    expect(data?.signup).toMatchObject({ __typename: 'WeakPassword' });
    expect(data?.signup.rules).toContainEqual({
      code: 'lengthAtLeast',
      message: 'At least 8 characters',
      met: false,
      items: [],
    });
  });
});

describe('the seeded accounts', () => {
  it.each([
    [
      'admin@example.com',
      ['admin'],
      [
        ...['read:users', 'write:users', 'read:orders', 'write:orders', 'read:audit'],
        ...['read:invitations', 'create:invitations', 'delete:invitations', 'manage:realms'],
      ],
    ],
    ['editor@example.com', ['editor'], ['read:users']],
    ['user@example.com', [], []],
  ])('%s has roles %j', async (email, roles, permissions) => {
    const { accessToken } = await signIn(email);
    const { data } = await local.gateway.request<{ me: { permissions: string[] } }>(documents.me, {
      token: accessToken,
    });
    expect(data?.me).toMatchObject({ email, emailVerified: true, roles });
    expect([...(data?.me.permissions ?? [])].sort()).toEqual([...permissions].sort());
  });

  it('U06: wrong password and unknown user look alike', async () => {
    const wrong = await local.gateway.request(documents.login('user@example.com', 'wrong'));
    const unknown = await local.gateway.request(documents.login('nobody@example.com', 'wrong'));
    expect(wrong.data).toMatchObject({ login: { __typename: 'InvalidCredentials' } });
    expect(unknown.text).toBe(wrong.text);
    expect(unknown.status).toBe(wrong.status);
  });
});

describe('tokens', () => {
  it('carry what the Action puts into them, in the namespace of the defaults', async () => {
    const { accessToken } = await signIn('editor@example.com');
    expect(decodeJwt(accessToken)).toMatchObject({
      iss: local.tenant.issuer,
      azp: 'gatehouse-local',
      permissions: ['read:users'],
      'https://gatehouse.example/roles': ['editor'],
      'https://gatehouse.example/email': 'editor@example.com',
      'https://gatehouse.example/email_verified': true,
      'https://gatehouse.example/password_changed_at': expect.stringMatching(/^20.*Z$/),
    });
  });

  it('T05: an ID token is not an access token, and the answer says so', async () => {
    const { data } = await local.gateway.request<{ login: { idToken: string } }>(
      documents.login('user@example.com', seededPassword),
    );
    const { errors } = await local.gateway.request(documents.me, { token: data?.login.idToken });
    expect(errors).toMatchObject([
      { extensions: { code: 'UNAUTHENTICATED', reason: 'ID_TOKEN_SENT' } },
    ]);
  });
});

describe('logout', () => {
  it('needs no more than a live refresh token', async () => {
    const { refreshToken } = await signIn('user@example.com');
    const { data } = await local.gateway.request(documents.logout(refreshToken));
    expect(data).toEqual({
      logout: { __typename: 'LoggedOut', accessTokenRevoked: true, refreshTokenRevoked: true },
    });
  });

  it('ends one session and leaves the others', async () => {
    const [one, other] = [await signIn('user@example.com'), await signIn('admin@example.com')];
    await local.gateway.request(documents.logout(one.refreshToken), { token: one.accessToken });
    const { errors } = await local.gateway.request(documents.me, { token: other.accessToken });
    expect(errors).toBeUndefined();
  });
});

it('L01: no password, token or secret is in the log, and each outcome is', () => {
  const text = local.gateway.logText();
  for (const secret of [seededPassword, 'eyJ', 'NOT-FOR-PRODUCTION', 'Donkey']) {
    expect(text).not.toContain(secret);
  }
  const outcomes = local.gateway.log().map(({ outcome }) => outcome);
  expect(outcomes).toEqual(
    expect.arrayContaining([
      'SignedUp',
      'Session',
      'LoggedOut',
      'InvalidCredentials',
      'WeakPassword',
    ]),
  );
});

it('a login in the very second of a logout gives a session that works', async () => {
  // Auth0's clock has whole seconds. Begin early in a second, so that both logins fall into the same one.
  await new Promise((wait) => setTimeout(wait, 1000 - (Date.now() % 1000)));
  const first = await signIn('editor@example.com');
  await local.gateway.request(documents.logout(first.refreshToken), { token: first.accessToken });
  const second = await signIn('editor@example.com');
  const { errors } = await local.gateway.request(documents.me, { token: second.accessToken });
  expect(errors).toBeUndefined();
  const again = await local.gateway.request(documents.me, { token: first.accessToken });
  expect(again.errors).toMatchObject([{ extensions: { reason: 'TOKEN_REVOKED' } }]);
});
