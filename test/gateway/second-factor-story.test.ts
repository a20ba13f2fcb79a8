import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { URI, type TOTP } from 'otpauth';
import { startLocal, seededPassword, type Local } from '../support/local.ts';
import { mutate, type Mutated } from '../support/mutate.ts';

/** Milliseconds by which the clocks of gateway and tenant are ahead. An app shows another code every 30 s. */
let later = 0;
const now = () => new Date(Date.now() + later);
const nextCode = () => (later += 30_000);

let local: Local;
const ask = async (mutation: string, input: object, token?: unknown): Promise<Mutated> =>
  (
    await mutate(
      local.gateway,
      mutation,
      input,
      token === undefined ? {} : { token: token as string },
    )
  ).result;
const login = (username: string) => ask('login', { username, password: seededPassword });

/** Makes an authenticator app that has scanned the QR code. It uses another TOTP library than the tenant. */
function appOf({ otpauthUri }: Mutated): () => string {
  const totp = URI.parse(String(otpauthUri)) as TOTP;
  return () => totp.generate({ timestamp: now().getTime() });
}

describe('a tenant that asks everybody for a second factor', () => {
  beforeAll(async () => {
    local = await startLocal({
      now,
      settings: ({ guardian }) => (guardian.policies = ['all-applications']),
    });
  });
  afterAll(() => local.close());

  let code: () => string;
  let recoveryCode: unknown;

  it('login, MfaEnrollmentRequired, enrolment, the app’s first code: a Session', async () => {
    const begun = await login('user@example.com');
    expect(begun).toMatchObject({
      __typename: 'MfaEnrollmentRequired',
      factorTypes: ['TOTP', 'SMS', 'EMAIL'],
    });
    const enrollment = await ask('enrollFactor', { mfaToken: begun['mfaToken'], type: 'TOTP' });
    expect(enrollment).toMatchObject({
      __typename: 'TotpEnrollment',
      recoveryCodes: [expect.any(String)],
    });
    [recoveryCode] = enrollment['recoveryCodes'] as string[];
    code = appOf(enrollment);

    const wrong = await ask('verifyMfa', { mfaToken: enrollment['mfaToken'], code: '000000' });
    expect(wrong).toMatchObject({ __typename: 'InvalidCode' });
    const session = await ask('verifyMfa', { mfaToken: enrollment['mfaToken'], code: code() });
    expect(session).toMatchObject({ __typename: 'Session', user: { email: 'user@example.com' } });
    expect(session['refreshToken']).toEqual(expect.any(String));
  });

  it('from then on the login asks for the app, and a code counts once', async () => {
    const used = code();
    const asked = await login('user@example.com');
    expect(asked).toMatchObject({ __typename: 'MfaRequired' });
    expect(asked['factors']).toContainEqual(expect.objectContaining({ type: 'TOTP' }));
    const { mfaToken } = asked;
    expect(await ask('verifyMfa', { mfaToken, code: used })).toMatchObject({
      __typename: 'CodeAlreadyUsed',
    });
    nextCode();
    expect(await ask('verifyMfa', { mfaToken, code: code() })).toMatchObject({
      __typename: 'Session',
    });
    expect(await ask('verifyMfa', { mfaToken, code: code() })).toMatchObject({
      __typename: 'MfaTokenExpired',
    });
  });

  it('a recovery code signs in once, and brings the next one', async () => {
    const { mfaToken } = await login('user@example.com');
    const session = await ask('verifyMfa', { mfaToken, recoveryCode });
    expect(session).toMatchObject({ __typename: 'Session', recoveryCode: expect.any(String) });
    const again = await login('user@example.com');
    const input = { mfaToken: again['mfaToken'], recoveryCode };
    expect(await ask('verifyMfa', input)).toMatchObject({ __typename: 'CodeAlreadyUsed' });
    const next = { mfaToken: again['mfaToken'], recoveryCode: session['recoveryCode'] };
    expect(await ask('verifyMfa', next)).toMatchObject({ __typename: 'Session' });
  });

  it('an mfaToken lives for ten minutes', async () => {
    const { mfaToken } = await login('user@example.com');
    later += 600_000;
    expect(await ask('verifyMfa', { mfaToken, code: code() })).toMatchObject({
      __typename: 'MfaTokenExpired',
    });
  });

  it('wrong codes run out', async () => {
    const { mfaToken } = await login('user@example.com');
    const kinds = new Set<string>();
    for (let tries = 0; tries < 12; tries += 1) {
      kinds.add((await ask('verifyMfa', { mfaToken, code: '000000' })).__typename);
    }
    expect([...kinds]).toEqual(['InvalidCode', 'TooManyAttempts']);
  });

  it('SMS: the code is in the outbox, and the number is masked', async () => {
    const begun = await login('editor@example.com');
    const phoneNumber = '+4930901820';
    const input = { mfaToken: begun['mfaToken'], type: 'SMS', phoneNumber };
    const sent = await ask('enrollFactor', input);
    expect(sent).toMatchObject({ __typename: 'CodeSent', type: 'SMS' });
    const first = await local.lastMessage(phoneNumber);
    const session = await ask('verifyMfa', { mfaToken: sent['mfaToken'], code: first.code });
    expect(session).toMatchObject({ __typename: 'Session' });

    const asked = await login('editor@example.com');
    const factors = asked['factors'] as { id: string; type: string; name: string }[];
    const phone = factors.find(({ type }) => type === 'SMS');
    expect(phone?.name).toMatch(/^X+1820$/);
    const challenge = { mfaToken: asked['mfaToken'], factorId: phone?.id };
    const challenged = await ask('challengeMfa', challenge);
    const second = await local.lastMessage(phoneNumber);
    const proved = await ask('verifyMfa', { mfaToken: challenged['mfaToken'], code: second.code });
    expect(proved).toMatchObject({ __typename: 'Session' });
  });
});

describe('somebody signed in, of their own accord', () => {
  beforeAll(async () => {
    local = await startLocal({ now });
  });
  afterAll(() => local.close());

  it('adds a factor, is asked for it from then on, and removes it again', async () => {
    const { accessToken } = await login('admin@example.com');
    const password = seededPassword;
    const proof = await ask('reauthenticate', { password }, accessToken);
    expect(proof).toMatchObject({ __typename: 'Reauthenticated' });
    const begun = await ask(
      'enrollFactor',
      { mfaToken: proof['mfaToken'], type: 'TOTP' },
      accessToken,
    );
    const code = appOf(begun);
    const added = await ask('verifyMfa', { mfaToken: begun['mfaToken'], code: code() });
    expect(added).toMatchObject({ __typename: 'Reauthenticated' });
    expect(added['factors']).toContainEqual(expect.objectContaining({ type: 'TOTP' }));

    nextCode();
    const asked = await ask('reauthenticate', { password }, accessToken);
    expect(asked).toMatchObject({ __typename: 'MfaRequired' });
    const proved = await ask('verifyMfa', { mfaToken: asked['mfaToken'], code: code() });
    const factors = proved['factors'] as { id: string; type: string }[];
    const factorId = factors.find(({ type }) => type === 'TOTP')?.id;
    const removed = await ask(
      'removeFactor',
      { mfaToken: proved['mfaToken'], factorId },
      accessToken,
    );
    expect(removed).toMatchObject({ __typename: 'FactorRemoved' });
    expect(removed['factors']).not.toContainEqual(expect.objectContaining({ type: 'TOTP' }));
    expect(await login('admin@example.com')).toMatchObject({ __typename: 'Session' });
  });

  it('changes the password by way of the second factor', async () => {
    const { accessToken } = await login('editor@example.com');
    const proof = await ask('reauthenticate', { password: seededPassword }, accessToken);
    const begun = await ask(
      'enrollFactor',
      { mfaToken: proof['mfaToken'], type: 'TOTP' },
      accessToken,
    );
    const code = appOf(begun);
    await ask('verifyMfa', { mfaToken: begun['mfaToken'], code: code() });

    const newPassword = 'Purple-Kettle-9-Violin';
    const first = { currentPassword: seededPassword, newPassword };
    const asked = await ask('changePassword', first, accessToken);
    expect(asked).toMatchObject({ __typename: 'MfaRequired' });
    nextCode();
    const proved = await ask('verifyMfa', { mfaToken: asked['mfaToken'], code: code() });
    const second = { mfaToken: proved['mfaToken'], newPassword };
    const changed = await ask('changePassword', second, accessToken);
    expect(changed).toMatchObject({ __typename: 'PasswordChanged', mfa: { code: 'MFA_REQUIRED' } });
    nextCode();
    const { mfaToken } = changed['mfa'] as { mfaToken: string };
    expect(await ask('verifyMfa', { mfaToken, code: code() })).toMatchObject({
      __typename: 'Session',
    });
  });
});

it('a refresh asks for the second factor where the tenant does', async () => {
  local = await startLocal({
    now,
    settings: ({ guardian }) => (guardian.challenge_on_refresh = true),
  });
  const { accessToken, refreshToken } = await login('user@example.com');
  const proof = await ask('reauthenticate', { password: seededPassword }, accessToken);
  const begun = await ask(
    'enrollFactor',
    { mfaToken: proof['mfaToken'], type: 'TOTP' },
    accessToken,
  );
  const code = appOf(begun);
  await ask('verifyMfa', { mfaToken: begun['mfaToken'], code: code() });

  const asked = await ask('refresh', { refreshToken });
  expect(asked).toMatchObject({ __typename: 'MfaRequired' });
  nextCode();
  expect(await ask('verifyMfa', { mfaToken: asked['mfaToken'], code: code() })).toMatchObject({
    __typename: 'Session',
    refreshToken: expect.any(String),
  });
  await local.close();
});
