import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { choosePassword } from '../support/choose-password.ts';
import { startLocal, seededPassword, type Local } from '../support/local.ts';
import { mutate } from '../support/mutate.ts';

let local: Local;
beforeAll(async () => {
  local = await startLocal();
});
afterAll(() => local.close());

const ask = (mutation: string, input: object, token?: string) =>
  mutate(local.gateway, mutation, input, { token });
const login = async (username: string, password: string) =>
  (await ask('login', { username, password })).result;

describe('a leaked password', () => {
  const username = 'leaked@example.com';
  const leaked = 'AUTH0-TEST-Horse-7-Battery';
  const better = 'Purple-Kettle-9-Violin';

  it('is told, reset by mail, and then the new one works and the old one does not', async () => {
    await ask('signup', { email: username, password: leaked });
    const told = await login(username, leaked);
    expect(told).toMatchObject({
      __typename: 'PasswordLeaked',
      message: expect.stringContaining('check your mail'),
    });
    expect(await local.lastMessage(username)).toMatchObject({ template: 'stolen_credentials' });

    const { result } = await ask('requestPasswordReset', { username });
    expect(result).toMatchObject({ __typename: 'PasswordResetRequested' });
    const { link } = await local.lastMessage(username);
    expect(await choosePassword(link, better)).toContain('The password is set');

    expect(await login(username, better)).toMatchObject({ __typename: 'Session' });
    expect(await login(username, leaked)).toMatchObject({ __typename: 'InvalidCredentials' });
  });

  it('a link works once, and a weak password is told rule by rule', async () => {
    await ask('requestPasswordReset', { username });
    const { link } = await local.lastMessage(username);
    expect(await choosePassword(link, 'weak')).toContain('At least 8 characters in length');
    await choosePassword(link, 'Yellow-Kettle-9-Violin');
    expect(await choosePassword(link, better)).toContain('This link does not work');
  });
});

it('a sign-in that waits for its second factor ends with the password it was made with', async () => {
  const strict = await startLocal({
    settings: ({ guardian }) => (guardian.policies = ['all-applications']),
  });
  const username = 'user@example.com';
  const credentials = { username, password: seededPassword };
  const waiting = await mutate(strict.gateway, 'login', credentials);
  const { mfaToken } = waiting.result;
  const begun = await mutate(strict.gateway, 'enrollFactor', { mfaToken, type: 'EMAIL' });
  const { code } = await strict.lastMessage(username);
  await mutate(strict.gateway, 'requestPasswordReset', { username });
  const { link } = await strict.lastMessage(username);
  await choosePassword(link, 'Purple-Kettle-9-Violin');
  const input = { mfaToken: begun.result['mfaToken'], code };
  expect((await mutate(strict.gateway, 'verifyMfa', input)).result).toMatchObject({
    __typename: 'MfaTokenExpired',
  });
  await strict.close();
});

it('a password is changed by who knows the present one, and every other session ends', async () => {
  const username = 'user@example.com';
  const [here, elsewhere] = [
    await login(username, seededPassword),
    await login(username, seededPassword),
  ];
  const token = String(here['accessToken']);
  const change = (currentPassword: string, newPassword: string) =>
    ask('changePassword', { currentPassword, newPassword }, token);

  expect((await change('Wrong-Horse-7', 'Purple-Kettle-9-Violin')).result).toMatchObject({
    __typename: 'InvalidCredentials',
  });
  const weak = await change(seededPassword, 'weak');
  expect(weak.result).toMatchObject({
    __typename: 'WeakPassword',
    rules: [
      { code: 'lengthAtLeast', met: false, numbers: [8] },
      { code: 'containsAtLeast', met: false, numbers: [3, 4] },
    ],
  });
  const { result } = await change(seededPassword, 'Purple-Kettle-9-Violin');
  expect(result).toMatchObject({ __typename: 'Session', user: { email: username } });

  const refresh = await ask('refresh', { refreshToken: elsewhere['refreshToken'] });
  expect(refresh.result).toMatchObject({ __typename: 'InvalidRefreshToken' });
  const ofElsewhere = { token: String(elsewhere['accessToken']) };
  const { errors } = await local.gateway.request('{ me { id } }', ofElsewhere);
  expect(errors).toMatchObject([
    { extensions: { reason: 'TOKEN_REVOKED', revokedBy: 'PASSWORD_CHANGED' } },
  ]);
  expect(await login(username, seededPassword)).toMatchObject({ __typename: 'InvalidCredentials' });
  const mine = await local.gateway.request('{ me { email } }', {
    token: String(result['accessToken']),
  });
  expect(mine.data).toEqual({ me: { email: username } });
});

it('an address is verified by its mail, and me knows without a new login', async () => {
  const email = 'newcomer@example.com';
  await ask('signup', { email, password: seededPassword });
  const { accessToken } = await login(email, seededPassword);
  const token = String(accessToken);
  const verified = async () =>
    (await local.gateway.request<{ me: unknown }>('{ me { emailVerified } }', { token })).data?.me;
  expect(await verified()).toEqual({ emailVerified: false });

  expect((await ask('resendVerificationEmail', {}, token)).result).toMatchObject({
    __typename: 'VerificationEmailSent',
  });
  const { link = '', template } = await local.lastMessage(email);
  expect(template).toBe('verify_email');
  expect(await (await fetch(link)).text()).toContain('Your e-mail address is verified');

  expect(await verified()).toEqual({ emailVerified: true });
  expect((await ask('resendVerificationEmail', {}, token)).result).toMatchObject({
    __typename: 'EmailAlreadyVerified',
  });
});

it('with REQUIRE_VERIFIED_EMAIL nobody gets in before that', async () => {
  const strict = await startLocal({ env: { REQUIRE_VERIFIED_EMAIL: 'true' } });
  const email = 'newcomer@example.com';
  const enter = async () =>
    (await mutate(strict.gateway, 'login', { username: email, password: seededPassword })).result;
  await mutate(strict.gateway, 'signup', { email, password: seededPassword });

  const { __typename, verificationToken } = await enter();
  expect(__typename).toBe('EmailNotVerified');
  await mutate(strict.gateway, 'resendVerificationEmail', { verificationToken });
  await fetch((await strict.lastMessage(email)).link ?? '');

  expect(await enter()).toMatchObject({ __typename: 'Session', user: { emailVerified: true } });
  await strict.close();
});

describe('S12: a user whom an administrator blocks after a proof', () => {
  const username = 'editor@example.com';
  const better = 'Purple-Kettle-9-Violin';
  let blocked: Local;
  let token: string;
  let mfaToken: unknown;
  let id: string;
  const attempt = async (mutation: string, input: object) =>
    (await mutate(blocked.gateway, mutation, input, { token })).result.__typename;
  const isBlocked = () => blocked.manage('GET', `users/${id}?fields=blocked`);

  const managementWrites = async () =>
    (await blocked.tenantLog()).filter(({ type }) => type === 'sapi').length;

  beforeEach(async () => {
    blocked = await startLocal();
    const credentials = { username, password: seededPassword };
    const { result } = await mutate(blocked.gateway, 'login', credentials);
    token = String(result['accessToken']);
    id = encodeURIComponent((result['user'] as { id: string }).id);
    const proof = await mutate(
      blocked.gateway,
      'reauthenticate',
      { password: seededPassword },
      { token },
    );
    mfaToken = proof.result['mfaToken'];
    await blocked.manage('PATCH', `users/${id}`, { blocked: true });
  });
  afterEach(() => blocked.close());

  it.each([
    ['changePassword', () => ({ mfaToken, newPassword: better })],
    ['changePassword', () => ({ currentPassword: seededPassword, newPassword: better })],
    ['reauthenticate', () => ({ password: seededPassword })],
    ['reauthenticate', () => ({ password: 'Wrong-Horse-7' })],
    ['enrollFactor', () => ({ mfaToken, type: 'TOTP' })],
    ['removeFactor', () => ({ mfaToken, factorId: 'totp|dev_1' })],
  ])('is refused %s, stays blocked, and the session and the proof end', async (mutation, input) => {
    const writes = await managementWrites();
    expect(await attempt(mutation, input())).toBe('AccountBlocked');
    expect(await isBlocked()).toEqual({ blocked: true });
    expect(await managementWrites()).toBe(writes);

    await blocked.manage('PATCH', `users/${id}`, { blocked: false });
    const { errors } = await blocked.gateway.request('{ me { id } }', { token });
    expect(errors).toMatchObject([
      { extensions: { reason: 'TOKEN_REVOKED', revokedBy: 'ACCOUNT_BLOCKED' } },
    ]);
    const again = await mutate(blocked.gateway, 'login', { username, password: seededPassword });
    token = String(again.result['accessToken']);
    expect(await attempt('changePassword', { mfaToken, newPassword: better })).toBe(
      'MfaTokenExpired',
    );
  });

  it('loses the proof by a login, too: the gateway learns of the block there', async () => {
    expect(await attempt('login', { username, password: seededPassword })).toBe('AccountBlocked');
    await blocked.manage('PATCH', `users/${id}`, { blocked: false });
    expect(await attempt('changePassword', { mfaToken, newPassword: better })).toBe(
      'MfaTokenExpired',
    );
  });
});
