import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { gatewayBefore, type TestGateway } from '../support/gateway.ts';
import { mutate } from '../support/mutate.ts';
import { startScriptedAuth0, testUser, type ScriptedAuth0 } from '../support/scripted-auth0.ts';

const userPath = '/api/v2/users/auth0%7C6500000000000000000000a1';
const management = {
  AUTH0_MANAGEMENT_CLIENT_ID: 'machine',
  AUTH0_MANAGEMENT_CLIENT_SECRET: 'machine-secret',
};
let auth0: ScriptedAuth0;
let gateway: TestGateway;
/** Milliseconds by which the gateway's clock is ahead. */
let later = 0;
const now = () => new Date(Date.now() + later);
/** Lets so much time pass that the mails of earlier tests no longer count. */
const waitForMails = () => {
  later += 11 * 60_000;
};
/** Number of tokens that have been issued. It makes each token different. */
let issued = 0;

beforeAll(async () => {
  auth0 = await startScriptedAuth0();
  gateway = await gatewayBefore(auth0, management, { now });
});
afterAll(async () => {
  await gateway.close();
  await auth0.close();
});

/** Answers of the token endpoint, by password. */
let passwords: Record<string, () => Promise<object> | object>;
/** Answer of the token endpoint to a refresh token. */
let renewed: () => Promise<object>;
const signedIn = async () => ({ json: await tokens() });
const wrong = () => ({ status: 403, json: { error: 'invalid_grant', error_description: 'x' } });
const mfaRequired = () => ({
  status: 403,
  json: { error: 'mfa_required', mfa_token: 'Fe26.2*mfa' },
});

async function tokens(more: object = {}): Promise<Record<string, unknown>> {
  issued += 1;
  const access_token = await auth0.accessToken({ jti: String(issued) });
  return auth0.tokens({ access_token, refresh_token: `refresh-${issued}`, ...more });
}

/** Answer to the change of a password. */
let patched: { status?: number; json: unknown };

beforeEach(() => {
  auth0.requests.length = 0;
  passwords = { 'Old-Horse-7-Battery': signedIn, 'New-Horse-7-Battery': signedIn };
  renewed = signedIn;
  patched = { json: {} };
  auth0.answer('/oauth/token', (response, { form, body }) => {
    const answer = body.includes('client_credentials')
      ? { json: { access_token: 'machine-token', expires_in: 86_400 } }
      : form.get('grant_type') === 'refresh_token'
        ? renewed()
        : form.has('mfa_token')
          ? signedIn()
          : (passwords[form.get('password') ?? ''] ?? wrong)();
    void Promise.resolve(answer).then((given) => {
      const { status = 200, json } = given as { status?: number; json: unknown };
      response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(json));
    });
  });
  auth0.answer(userPath, (response, { method }) => {
    const { status = 200, json } = method === 'PATCH' ? patched : { json: user };
    response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(json));
  });
  auth0.answer('/mfa/authenticators', {
    json: [{ id: 'totp|dev_1', authenticator_type: 'otp', active: true }],
  });
  auth0.answer('/oauth/revoke', { text: '' });
  auth0.answer('/dbconnections/change_password', { text: 'We have just sent you an email.' });
  auth0.answer('/api/v2/connections', {
    json: [
      {
        name: 'Username-Password-Authentication',
        options: {
          passwordPolicy: 'good',
          password_history: { enable: true, size: 5 },
          password_dictionary: { enable: true },
        },
      },
    ],
  });
});

const user = {
  user_id: testUser,
  email: 'user@example.com',
  email_verified: false,
  identities: [{ connection: 'Username-Password-Authentication', provider: 'auth0' }],
};

interface Session {
  accessToken: string;
  refreshToken: string;
}

async function signIn(password = 'Old-Horse-7-Battery'): Promise<Session> {
  const { result } = await mutate(gateway, 'login', { username: 'user@example.com', password });
  return result as unknown as Session;
}

const change = (token: string, input: object = {}) =>
  mutate(
    gateway,
    'changePassword',
    { currentPassword: 'Old-Horse-7-Battery', newPassword: 'New-Horse-7-Battery', ...input },
    { token },
  );

const me = async (token: string) => {
  const { data, errors } = await gateway.request('{ me { id } }', { token });
  return data?.['me'] ? 'alive' : errors?.[0]?.extensions['reason'];
};

describe('changePassword', () => {
  it('gives a new Session, and ends every other one of the person', async () => {
    const [desktop, phone] = [await signIn(), await signIn()];

    const { result } = await change(desktop.accessToken);

    expect(result).toMatchObject({ __typename: 'Session', user: { id: testUser } });
    expect(await me(String(result['accessToken']))).toBe('alive');
    expect(await me(desktop.accessToken)).toBe('TOKEN_REVOKED');
    expect(await me(phone.accessToken)).toBe('TOKEN_REVOKED');
    const { refreshToken } = phone;
    const refreshed = await mutate(gateway, 'refresh', { refreshToken });
    expect(refreshed.result).toMatchObject({ __typename: 'InvalidRefreshToken' });
    expect(auth0.seen('/oauth/revoke').map(({ body }) => JSON.parse(body) as object)).toEqual([
      expect.objectContaining({ token: refreshToken }),
    ]);
    const own = await mutate(gateway, 'refresh', { refreshToken: result['refreshToken'] });
    expect(own.result).toMatchObject({ __typename: 'Session' });
  });

  it('ends sessions that came of a refresh as well', async () => {
    const { refreshToken } = await signIn();
    const { result } = await mutate(gateway, 'refresh', { refreshToken });
    await change((await signIn()).accessToken);
    expect(await me(String(result['accessToken']))).toBe('TOKEN_REVOKED');
  });

  it('ends a sign-in that was under way, whichever way it goes on', async () => {
    const { accessToken } = await signIn();
    let letGo = (): void => undefined;
    const held = new Promise<void>((resolve) => (letGo = resolve));
    passwords['Slow-Horse-7-Battery'] = async () => {
      await held;
      return signedIn();
    };
    const slow = mutate(gateway, 'login', {
      username: 'user@example.com',
      password: 'Slow-Horse-7-Battery',
    });
    passwords['Factor-Horse-7-Battery'] = mfaRequired;
    const waiting = await mutate(gateway, 'login', {
      username: 'user@example.com',
      password: 'Factor-Horse-7-Battery',
    });
    while (!auth0.requests.some(({ body }) => body.includes('Slow-Horse'))) {
      await new Promise((wait) => setTimeout(wait, 5));
    }
    await change(accessToken);
    letGo();
    expect((await slow).result).toMatchObject({ __typename: 'InvalidCredentials' });
    const input = { mfaToken: waiting.result['mfaToken'], code: '123456' };
    expect((await mutate(gateway, 'verifyMfa', input)).result).toMatchObject({
      __typename: 'MfaTokenExpired',
    });
  });

  it('ends an enrolment that was under way: nobody adds a factor with the old password', async () => {
    const { accessToken } = await signIn();
    const password = 'Old-Horse-7-Battery';
    const proof = await mutate(gateway, 'reauthenticate', { password }, { token: accessToken });
    auth0.answer('/mfa/associate', { json: { authenticator_type: 'oob', oob_code: 'Fe26.2*a' } });
    const input = { mfaToken: proof.result['mfaToken'], type: 'EMAIL' };
    const begun = await mutate(gateway, 'enrollFactor', input, { token: accessToken });
    expect(begun.result).toMatchObject({ __typename: 'CodeSent' });
    await change(accessToken);
    auth0.requests.length = 0;
    const { mfaToken } = begun.result;
    const { result } = await mutate(gateway, 'verifyMfa', { mfaToken, code: '123456' });
    expect(result).toMatchObject({ __typename: 'MfaTokenExpired' });
    expect(auth0.requests).toEqual([]);
  });

  it('uses a proof up', async () => {
    const { accessToken } = await signIn();
    const password = 'Old-Horse-7-Battery';
    const proof = await mutate(gateway, 'reauthenticate', { password }, { token: accessToken });
    const { mfaToken } = proof.result;
    const first = await change(accessToken, { currentPassword: null, mfaToken });
    expect(first.result).toMatchObject({ __typename: 'Session' });
    const again = await change(String(first.result['accessToken']), {
      currentPassword: null,
      mfaToken,
    });
    expect(again.result).toMatchObject({ __typename: 'MfaTokenExpired' });
  });

  it('leaves other people alone', async () => {
    const { accessToken } = await signIn();
    const other = await auth0.accessToken({ sub: 'auth0|other' });
    await change(accessToken);
    expect(await me(other)).toBe('alive');
  });

  it('asks Auth0 for a proof without a refresh token, with the person’s own address (U01)', async () => {
    const { accessToken } = await signIn();
    auth0.requests.length = 0;
    await change(accessToken);
    const [proof, anew] = auth0.seen('/oauth/token').filter(({ form }) => form.has('password'));
    expect(proof?.form.get('scope')).toBe('openid');
    expect(proof?.form.get('realm')).toBe('Username-Password-Authentication');
    expect(proof?.headers['auth0-forwarded-for']).toBe('127.0.0.1');
    expect(anew?.form.get('scope')).toContain('offline_access');
    const patch = auth0.seen(userPath).find(({ method }) => method === 'PATCH');
    expect(JSON.parse(patch?.body ?? '')).toEqual({
      password: 'New-Horse-7-Battery',
      connection: 'Username-Password-Authentication',
    });
  });

  it.each([
    ['a wrong password', wrong, 'InvalidCredentials'],
    ['a leaked one', () => ({ status: 401, json: { error: 'password_leaked' } }), 'PasswordLeaked'],
    [
      'a blocked user',
      () => ({
        status: 403,
        json: { error: 'unauthorized', error_description: 'user is blocked' },
      }),
      'AccountBlocked',
    ],
    ['an Action', () => ({ status: 403, json: { error: 'access_denied' } }), 'LoginDenied'],
    [
      'bot detection',
      () => ({ status: 401, json: { error: 'requires_verification' } }),
      'VerificationRequired',
    ],
    ['a limit', () => ({ status: 429, json: { error: 'too_many_attempts' } }), 'TooManyAttempts'],
    ['an outage', () => ({ status: 503, json: {} }), 'ServiceUnavailable'],
    ['a second factor', mfaRequired, 'MfaRequired'],
    [
      'a second factor that is yet to be set up',
      () => ({
        status: 403,
        json: {
          error: 'mfa_required',
          mfa_token: 'x',
          mfa_requirements: { enroll: [{ type: 'otp' }] },
        },
      }),
      'MfaEnrollmentRequired',
    ],
  ])('changes nothing when the proof meets %s', async (_what, answer, __typename) => {
    const { accessToken } = await signIn();
    passwords['Old-Horse-7-Battery'] = answer;
    const { result } = await change(accessToken);
    expect(result).toMatchObject({ __typename });
    expect(auth0.seen(userPath).filter(({ method }) => method === 'PATCH')).toEqual([]);
    expect(await me(accessToken)).toBe(__typename === 'AccountBlocked' ? 'TOKEN_REVOKED' : 'alive');
  });

  it('S12: changes nothing for a user who is blocked while Auth0 checks the password', async () => {
    const { accessToken } = await signIn();
    const reads = [user, { ...user, blocked: true }];
    auth0.answer(userPath, (response, { method }) => {
      const json = method === 'PATCH' ? {} : (reads.shift() ?? user);
      response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(json));
    });
    const { result } = await change(accessToken);
    expect(result).toMatchObject({ __typename: 'AccountBlocked' });
    expect(auth0.seen(userPath).map(({ method }) => method)).toEqual(['GET', 'GET']);
    expect(await me(accessToken)).toBe('TOKEN_REVOKED');
  });

  it('goes through the second factor, then takes what it proved in place of the password', async () => {
    const { accessToken } = await signIn();
    passwords['Old-Horse-7-Battery'] = mfaRequired;
    const asked = await change(accessToken);
    const { mfaToken } = asked.result;
    const early = await change(accessToken, { currentPassword: null, mfaToken });
    expect(early.result).toMatchObject({ __typename: 'InvalidInput', field: 'mfaToken' });

    const proved = await mutate(gateway, 'verifyMfa', { mfaToken, code: '123456' });
    expect(proved.result).toMatchObject({ __typename: 'Reauthenticated' });
    const { result } = await change(accessToken, {
      currentPassword: null,
      mfaToken: proved.result['mfaToken'],
    });
    expect(result).toMatchObject({ __typename: 'Session' });
  });

  it('is PasswordChanged where the new session needs the second factor again', async () => {
    const { accessToken } = await signIn();
    passwords['New-Horse-7-Battery'] = mfaRequired;
    const { result } = await change(accessToken);
    expect(result).toMatchObject({
      __typename: 'PasswordChanged',
      mfa: { code: 'MFA_REQUIRED', factors: [{ type: 'TOTP' }] },
    });
    const { mfaToken } = result['mfa'] as { mfaToken: string };
    const session = await mutate(gateway, 'verifyMfa', { mfaToken, code: '123456' });
    expect(session.result).toMatchObject({ __typename: 'Session' });
    expect(await me(accessToken)).toBe('TOKEN_REVOKED');
  });

  it('is PasswordChanged when the sign-in that follows fails', async () => {
    const { accessToken } = await signIn();
    passwords['New-Horse-7-Battery'] = () => ({ status: 503, json: {} });
    const { result } = await change(accessToken);
    expect(result).toEqual({ __typename: 'PasswordChanged', mfa: null });
  });

  it.each([
    ['PasswordStrengthError: Password is too weak', 'weak', 'lengthAtLeast', [8]],
    [
      'PasswordHistoryError: Password has previously been used',
      'New-Horse-7-Battery',
      'history',
      [],
    ],
    ['PasswordDictionaryError: Password is too common', 'New-Horse-7-Battery', 'dictionary', []],
    [
      'PasswordNoUserInfoError: Password contains user information',
      'New-Horse-7-Battery',
      'noUserInfo',
      [],
    ],
    ['Password has been leaked in a data breach', 'New-Horse-7-Battery', 'breached', []],
  ])('tells "%s" rule by rule, in our own words', async (message, newPassword, code, numbers) => {
    const { accessToken } = await signIn();
    patched = { status: 400, json: { statusCode: 400, error: 'Bad Request', message } };
    const { result, text } = await change(accessToken, { newPassword });
    expect(result).toMatchObject({ __typename: 'WeakPassword', code: 'WEAK_PASSWORD' });
    const rules = result['rules'] as { code: string; met: boolean; numbers: number[] }[];
    expect(rules.find((rule) => rule.code === code)).toMatchObject({ met: false, numbers });
    expect(rules.length).toBeGreaterThan(1);
    expect(text).not.toContain(message);
    expect(await me(accessToken)).toBe('alive');
  });

  it('is InvalidCredentials once the account is gone', async () => {
    const { accessToken } = await signIn();
    auth0.answer(userPath, { status: 404, json: { errorCode: 'inexistent_user' } });
    const { result } = await change(accessToken);
    expect(result).toMatchObject({ __typename: 'InvalidCredentials' });
    const again = await mutate(
      gateway,
      'reauthenticate',
      { password: 'Old-Horse-7-Battery' },
      { token: accessToken },
    );
    expect(again.result).toMatchObject({ __typename: 'InvalidCredentials' });
  });

  it('says of each part of a rule whether it is met', async () => {
    const { accessToken } = await signIn();
    const message = 'PasswordStrengthError: Password is too weak';
    patched = { status: 400, json: { statusCode: 400, error: 'Bad Request', message } };
    const { result } = await change(accessToken, { newPassword: 'lowercase' });
    expect(result['rules']).toContainEqual({
      code: 'containsAtLeast',
      message: 'At least 3 of these 4 kinds of character',
      numbers: [3, 4],
      met: false,
      items: [
        { code: 'lowerCase', message: expect.any(String), met: true },
        { code: 'upperCase', message: expect.any(String), met: false },
        { code: 'numbers', message: expect.any(String), met: false },
        { code: 'specialCharacters', message: expect.any(String), met: false },
      ],
    });
  });

  it.each([
    [{ newPassword: '' }, 'newPassword'],
    [{ newPassword: 'x'.repeat(1001) }, 'newPassword'],
    [{ newPassword: '\ud83d' }, 'newPassword'],
    [{ currentPassword: '' }, 'currentPassword'],
    [{ currentPassword: null }, 'currentPassword'],
    [{ currentPassword: null, mfaToken: 'nobody’s' }, 'mfaToken'],
    [{ mfaToken: 'both' }, 'currentPassword'],
  ])('is InvalidInput for %j', async (input, field) => {
    const { accessToken } = await signIn();
    const { result } = await change(accessToken, input);
    expect(result).toMatchObject({ __typename: 'InvalidInput', field });
    expect(auth0.seen(userPath).filter(({ method }) => method === 'PATCH')).toEqual([]);
  });

  it('is MfaTokenExpired with a proof of long ago', async () => {
    let later = 0;
    const now = () => new Date(Date.now() + later);
    const own = await gatewayBefore(auth0, management, { now });
    const token = await auth0.accessToken();
    const proof = await mutate(
      own,
      'reauthenticate',
      { password: 'Old-Horse-7-Battery' },
      { token },
    );
    expect(proof.result).toMatchObject({ __typename: 'Reauthenticated' });
    later = 601_000;
    const input = { mfaToken: proof.result['mfaToken'], newPassword: 'New-Horse-7-Battery' };
    const { result } = await mutate(own, 'changePassword', input, { token });
    expect(result).toMatchObject({ __typename: 'MfaTokenExpired' });
    await own.close();
  });

  it('needs a bearer', async () => {
    const input = { currentPassword: 'a', newPassword: 'b' };
    const { errors } = await mutate(gateway, 'changePassword', input);
    expect(errors).toMatchObject([{ extensions: { reason: 'TOKEN_MISSING' } }]);
  });

  it('is ServiceUnavailable without the Management API, and the log says what to set', async () => {
    const alone = await gatewayBefore(auth0);
    const token = await auth0.accessToken();
    const input = { currentPassword: 'a', newPassword: 'b' };
    const { result } = await mutate(alone, 'changePassword', input, { token });
    expect(result).toMatchObject({ __typename: 'ServiceUnavailable' });
    expect(alone.logText()).toContain('AUTH0_MANAGEMENT_CLIENT_ID');
    await alone.close();
  });
});

describe('a linked account', () => {
  const database = (connection: string, email: string, more: object = {}) => ({
    ...{ connection, provider: 'auth0', user_id: email },
    profileData: { email, ...more },
  });
  const linked = (...identities: object[]) => {
    const id = 'google-oauth2|111';
    const primary = { connection: 'google-oauth2', provider: 'google-oauth2', user_id: '111' };
    const json = {
      ...{ user_id: id, email: 'primary@example.test', username: 'primary' },
      identities: [primary, ...identities],
    };
    auth0.answer('/api/v2/users/google-oauth2%7C111', { json });
    return id;
  };
  const passwordLogins = () =>
    auth0
      .seen('/oauth/token')
      .filter(({ form }) => form.get('grant_type')?.endsWith('password-realm'))
      .map(({ form }) => [form.get('realm'), form.get('username')]);
  const sentBy = async (
    sub: string,
    username: string,
    realm: string,
    by: TestGateway,
    isRefreshed = false,
  ) => {
    passwords['Old-Horse-7-Battery'] = async () => {
      const more = {
        access_token: await auth0.accessToken({ sub, jti: username }),
        id_token: await auth0.idToken({ sub }),
      };
      return { json: await tokens(more) };
    };
    passwords['New-Horse-7-Battery'] = passwords['Old-Horse-7-Battery'];
    const password = 'Old-Horse-7-Battery';
    const { result } = await mutate(by, 'login', { realm, username, password });
    renewed = async () => {
      const access_token = await auth0.accessToken({ sub, jti: `${username} again` });
      return { json: await tokens({ access_token, id_token: await auth0.idToken({ sub }) }) };
    };
    const { refreshToken } = result as unknown as Session;
    const session = isRefreshed ? await mutate(by, 'refresh', { refreshToken }) : { result };
    auth0.requests.length = 0;
    const { accessToken: token } = session.result as unknown as Session;
    const answers = [
      await mutate(by, 'reauthenticate', { password }, { token }),
      await mutate(
        by,
        'changePassword',
        { currentPassword: password, newPassword: 'New-Horse-7-Battery' },
        { token },
      ),
    ];
    return answers.map(({ result: { __typename } }) => __typename);
  };
  const patches = () =>
    auth0.requests
      .filter(({ method }) => method === 'PATCH')
      .map(({ body }) => (JSON.parse(body) as { connection: string }).connection);
  let realms: TestGateway;
  beforeAll(async () => {
    realms = await gatewayBefore(auth0, {
      ...management,
      AUTH0_REALMS: 'customers:db-customers,staff:db-staff',
    });
  });
  afterAll(() => realms.close());

  it('with two passwords is asked for its first when the sign-in is unknown', async () => {
    const sub = linked(
      database('db-staff', 'staff@example.test'),
      database('db-customers', 'db@example.test'),
    );
    const token = await auth0.accessToken({ sub, jti: 'unknown' });
    await mutate(realms, 'reauthenticate', { password: 'Old-Horse-7-Battery' }, { token });
    expect(passwordLogins()).toEqual([['db-staff', 'staff@example.test']]);
  });

  it('is asked by connection and name of one and the same identity', async () => {
    const sub = linked(database('db-customers', 'db@example.test'));
    expect(await sentBy(sub, 'db@example.test', 'customers', realms)).toEqual([
      'Reauthenticated',
      'Session',
    ]);
    expect(passwordLogins()).toEqual(Array(3).fill(['db-customers', 'db@example.test']));
    expect(patches()).toEqual(['db-customers']);
  });

  it.each([
    ['customers', 'db-customers', 'db@example.test'],
    ['staff', 'db-staff', 'robin'],
    ['staff', 'db-staff', 'staff@example.test'],
    ['staff', 'db-staff', 'staff@example.test', true],
  ])(
    'with two passwords is asked for the one that signed in, also after a refresh: %s, %s, %s',
    async (realm, connection, name, isRefreshed = false) => {
      const sub = linked(
        database('db-customers', 'db@example.test'),
        database('db-staff', 'staff@example.test', { username: 'robin' }),
      );
      await sentBy(sub, name, realm, realms, isRefreshed);
      const username = realm === 'staff' ? 'robin' : name;
      expect(passwordLogins()).toEqual(Array(3).fill([connection, username]));
      expect(patches()).toEqual([connection]);
    },
  );

  it('has its reset mail sent to the address of the identity whose username it is', async () => {
    linked();
    const identity = database('db-staff', 'staff@example.test', { username: 'robin' });
    const json = [
      { user_id: 'google-oauth2|111', email: 'primary@example.test', identities: [identity] },
    ];
    auth0.answer('/api/v2/users', { json });
    await mutate(realms, 'requestPasswordReset', { realm: 'staff', username: 'robin' });
    expect(
      auth0.seen('/dbconnections/change_password').map(({ body }) => JSON.parse(body) as object),
    ).toEqual([expect.objectContaining({ email: 'staff@example.test', connection: 'db-staff' })]);
  });
});

describe('requestPasswordReset', () => {
  beforeEach(waitForMails);
  const reset = (input: object = {}) =>
    mutate(gateway, 'requestPasswordReset', { username: 'user@example.com', ...input });
  const requested = { __typename: 'PasswordResetRequested' };
  const tooMany = { __typename: 'TooManyAttempts' };
  const sent = () =>
    auth0.seen('/dbconnections/change_password').map(({ body }) => JSON.parse(body) as unknown);

  it('has a mail sent by the connection that sign-up and login use', async () => {
    const { result } = await reset();
    expect(result).toMatchObject({ __typename: 'PasswordResetRequested' });
    expect(sent()).toEqual([
      {
        client_id: auth0.clientId,
        email: 'user@example.com',
        connection: 'Username-Password-Authentication',
      },
    ]);
  });

  it('U06: answers alike, and takes as long, whatever Auth0 does', async () => {
    const took: number[] = [];
    const answers: unknown[] = [];
    for (const milliseconds of [0, 350, 900]) {
      auth0.answer('/dbconnections/change_password', (response) => {
        setTimeout(() => response.end('We have just sent you an email.'), milliseconds);
      });
      const start = performance.now();
      answers.push((await reset()).result);
      took.push(performance.now() - start);
    }
    expect(answers[0]).toMatchObject(requested);
    expect(answers[1]).toEqual(answers[0]);
    expect(answers[2]).toEqual(answers[0]);
    // An answer of Auth0 that takes 900 ms longer does not show.
    expect(Math.max(...took) - Math.min(...took)).toBeLessThan(700);
  });

  it('five mails for one name, then one in two minutes; others have their own', async () => {
    await Promise.all(Array.from({ length: 5 }, () => reset()));
    const { result } = await reset({ username: 'User@Example.com' });
    expect(result).toMatchObject({ ...tooMany, code: 'TOO_MANY_ATTEMPTS' });
    const { retryAfter } = result as unknown as { retryAfter: number };
    expect((await reset({ username: 'other@example.com' })).result).toMatchObject(requested);
    later += 100_000;
    expect((await reset()).result).toMatchObject(tooMany);
    later += (retryAfter - 100) * 1000;
    expect((await reset()).result).toMatchObject(requested);
    expect(sent()).toHaveLength(7);
  });

  it('what was not sent is not counted for the person', async () => {
    auth0.answer('/api/v2/users', { status: 503, json: {} });
    for (let count = 0; count < 6; count += 1) {
      const { result } = await reset({ username: 'uma' });
      expect(result).toMatchObject({ __typename: 'ServiceUnavailable' });
      later += 1000;
    }
  });

  it('U06: that a username and an address are one person’s shows in no limit', async () => {
    auth0.answer('/api/v2/users', { json: [{ ...user, username: 'uma' }] });
    for (let count = 0; count < 5; count += 1) {
      await reset({ username: 'uma' });
      later += 1000;
    }
    expect((await reset({ username: 'uma' })).result).toMatchObject(tooMany);
    expect((await reset({ username: 'user@example.com' })).result).toMatchObject(requested);
  });

  it('strangers have five usernames looked up at once, and no more', async () => {
    auth0.answer('/api/v2/users', { json: [] });
    const names = ['ann', 'ben', 'cem', 'dan', 'eve', 'fay', 'gil'];
    const answers = await Promise.all(names.map((username) => reset({ username })));
    expect(auth0.seen('/api/v2/users')).toHaveLength(5);
    const refused = answers.filter(({ result }) => result.__typename === 'TooManyAttempts');
    expect(refused.map(({ result }) => [result['code'], result['retryAfter']])).toEqual([
      ['TOO_MANY_REQUESTS', 1],
      ['TOO_MANY_REQUESTS', 1],
    ]);
    expect((await reset()).result).toMatchObject(requested);
  });

  it('looks the address of a username up, and says nothing of one that is unknown', async () => {
    auth0.answer('/api/v2/users', { json: [{ ...user, username: 'uma' }] });
    const known = await reset({ username: 'Uma' });
    auth0.answer('/api/v2/users', { json: [] });
    const unknown = await reset({ username: 'nobody' });
    expect(known.result).toEqual(unknown.result);
    expect(sent()).toMatchObject([{ email: 'user@example.com' }]);
  });

  it('U06: says nothing of a username by what comes of its mail', async () => {
    auth0.answer('/api/v2/users', { json: [{ ...user, username: 'uma' }] });
    auth0.answer('/dbconnections/change_password', { status: 429, json: {} });
    const known = await reset({ username: 'uma' });
    auth0.answer('/api/v2/users', { json: [] });
    const unknown = await reset({ username: 'nobody' });
    expect(known.result).toEqual(unknown.result);
    expect(known.result).toMatchObject({ __typename: 'PasswordResetRequested' });
  });

  it('is ServiceUnavailable for every username while none can be looked up', async () => {
    auth0.answer('/api/v2/users', { status: 503, json: {} });
    const { result } = await reset({ username: 'uma' });
    expect(result).toMatchObject({ __typename: 'ServiceUnavailable' });
  });

  it.each([
    [429, { error: 'too_many_requests' }, 'TooManyAttempts'],
    [400, { error: 'connection not found' }, 'ServiceUnavailable'],
    [400, { error: 'error in email - email format validation failed: x' }, 'InvalidInput'],
    [401, { error: 'requires_verification' }, 'ServiceUnavailable'],
    [500, {}, 'ServiceUnavailable'],
  ])('contract 11.2: %i %j is %s', async (status, json, __typename) => {
    auth0.answer('/dbconnections/change_password', { status, json });
    expect((await reset()).result).toMatchObject({ __typename });
  });

  it.each([
    ['', 'username'],
    ['x'.repeat(321), 'username'],
    [`${'x'.repeat(288)}@example.com`, 'username'],
    ['аdmin@example.com', 'username'],
    ['раура@example.com', 'username'],
    ['օdmin@example.com', 'username'],
    ['ᎪDMIN@example.com', 'username'],
    ['admin\u034f@example.com', 'username'],
    ['admin\ufe0f@example.com', 'username'],
    ['\ue000admin@example.com', 'username'],
    ['admin\u115f@example.com', 'username'],
    ['ａdmin@example.com', 'username'],
    ['a\u0000@example.com', 'username'],
    ['a\u200b@example.com', 'username'],
  ])('is InvalidInput for %j', async (username, field) => {
    const { result } = await reset({ username });
    expect(result).toMatchObject({ __typename: 'InvalidInput', field });
    expect(auth0.requests).toEqual([]);
  });
});

describe('resendVerificationEmail', () => {
  const resend = (input: object, token?: string) =>
    mutate(gateway, 'resendVerificationEmail', input, { token });

  beforeEach(() => {
    waitForMails();
    auth0.answer('/api/v2/jobs/verification-email', { status: 201, json: { status: 'pending' } });
  });

  it('has the mail sent to whoever is signed in', async () => {
    const { result } = await resend({}, (await signIn()).accessToken);
    expect(result).toMatchObject({ __typename: 'VerificationEmailSent' });
    const [job] = auth0.seen('/api/v2/jobs/verification-email');
    expect(JSON.parse(job?.body ?? '')).toEqual({ user_id: testUser, client_id: auth0.clientId });
    expect(job?.headers.authorization).toBe('Bearer machine-token');
  });

  it('five for one person, whichever way they ask, then one in two minutes', async () => {
    const token = (await signIn()).accessToken;
    for (let count = 0; count < 5; count += 1) {
      await resend({}, token);
      later += 1000;
    }
    expect((await resend({}, token)).result).toMatchObject({ __typename: 'TooManyAttempts' });
    expect(auth0.seen('/api/v2/jobs/verification-email')).toHaveLength(5);
  });

  it('is EmailAlreadyVerified for somebody who is', async () => {
    auth0.answer(userPath, { json: { ...user, email_verified: true } });
    const { result } = await resend({}, (await signIn()).accessToken);
    expect(result).toMatchObject({ __typename: 'EmailAlreadyVerified' });
    expect(auth0.seen('/api/v2/jobs/verification-email')).toEqual([]);
  });

  it.each([
    [429, { statusCode: 429, errorCode: 'too_many_requests' }, 'TooManyAttempts'],
    [404, { statusCode: 404, errorCode: 'inexistent_user' }, 'InvalidInput'],
    [403, { statusCode: 403, errorCode: 'insufficient_scope' }, 'ServiceUnavailable'],
    [500, {}, 'ServiceUnavailable'],
  ])('contract 13: %i is %s %s', async (status, json, __typename) => {
    auth0.answer('/api/v2/jobs/verification-email', { status, json });
    const { result } = await resend({}, (await signIn()).accessToken);
    expect(result).toMatchObject({ __typename });
  });

  it('is nobody’s without a bearer and without a token', async () => {
    const { errors } = await resend({});
    expect(errors).toMatchObject([{ extensions: { reason: 'TOKEN_MISSING' } }]);
  });

  it('is InvalidInput for a token of nobody’s', async () => {
    const { result } = await resend({ verificationToken: 'x.y.z' });
    expect(result).toMatchObject({ __typename: 'InvalidInput', field: 'verificationToken' });
  });
});

describe('REQUIRE_VERIFIED_EMAIL', () => {
  let strict: TestGateway;
  beforeEach(async () => {
    strict = await gatewayBefore(auth0, { ...management, REQUIRE_VERIFIED_EMAIL: 'true' });
    auth0.answer('/api/v2/jobs/verification-email', { status: 201, json: { status: 'pending' } });
  });
  afterEach(() => strict.close());
  const input = { username: 'user@example.com', password: 'Old-Horse-7-Battery' };

  it('answers EmailNotVerified, hands out nothing, and ends what Auth0 gave', async () => {
    passwords['Old-Horse-7-Battery'] = async () => ({
      json: await tokens({ id_token: await auth0.idToken({ email_verified: false }) }),
    });
    const { result, text } = await mutate(strict, 'login', input);
    expect(result).toMatchObject({ __typename: 'EmailNotVerified', code: 'EMAIL_NOT_VERIFIED' });
    expect(text).not.toContain(`refresh-${issued}`);
    expect(auth0.seen('/oauth/revoke')).toHaveLength(1);
    const { verificationToken } = result;
    const resent = await mutate(strict, 'resendVerificationEmail', { verificationToken });
    expect(resent.result).toMatchObject({ __typename: 'VerificationEmailSent' });
  });

  it('loses no recovery code that came with what it ends', async () => {
    const unverified = await auth0.idToken({ email_verified: false });
    passwords['Old-Horse-7-Battery'] = mfaRequired;
    const { mfaToken } = (await mutate(strict, 'login', input)).result;
    auth0.answer('/oauth/token', {
      json: await tokens({ id_token: unverified, recovery_code: 'NEXT-RECOVERY-CODE' }),
    });
    const { result } = await mutate(strict, 'verifyMfa', { mfaToken, recoveryCode: 'THE-LAST' });
    expect(result).toMatchObject({
      __typename: 'EmailNotVerified',
      recoveryCode: 'NEXT-RECOVERY-CODE',
    });
  });

  it('holds for a refresh, too', async () => {
    auth0.answer('/oauth/token', {
      json: await tokens({ id_token: await auth0.idToken({ email_verified: false }) }),
    });
    const { result } = await mutate(strict, 'refresh', { refreshToken: 'r' });
    expect(result).toMatchObject({ __typename: 'EmailNotVerified' });
  });

  it('holds at the end of a second factor, too', async () => {
    passwords['Old-Horse-7-Battery'] = mfaRequired;
    const { result } = await mutate(strict, 'login', input);
    auth0.answer('/oauth/token', {
      json: await tokens({ id_token: await auth0.idToken({ email_verified: false }) }),
    });
    const { mfaToken } = result;
    const verified = await mutate(strict, 'verifyMfa', { mfaToken, code: '123456' });
    expect(verified.result).toMatchObject({ __typename: 'EmailNotVerified' });
  });

  it('asks the Management API where no token tells', async () => {
    passwords['Old-Horse-7-Battery'] = async () => ({
      json: await tokens({ id_token: undefined }),
    });
    auth0.answer('/userinfo', { status: 401, text: 'Unauthorized' });
    expect((await mutate(strict, 'login', input)).result).toMatchObject({
      __typename: 'EmailNotVerified',
    });
    auth0.answer(userPath, { json: { ...user, email_verified: true } });
    expect((await mutate(strict, 'login', input)).result).toMatchObject({ __typename: 'Session' });
  });

  it('ends no session because nobody can tell just now', async () => {
    auth0.answer('/userinfo', { status: 503, text: '' });
    auth0.answer(userPath, { status: 503, json: {} });
    passwords['Old-Horse-7-Battery'] = async () => ({
      json: await tokens({ id_token: undefined }),
    });
    expect((await mutate(strict, 'login', input)).result).toMatchObject({
      __typename: 'ServiceUnavailable',
    });
    auth0.answer('/oauth/token', { json: await tokens({ id_token: undefined }) });
    auth0.requests.length = 0;
    const { result } = await mutate(strict, 'refresh', { refreshToken: 'r' });
    expect(result).toMatchObject({ __typename: 'Session' });
    expect(auth0.seen('/oauth/revoke')).toEqual([]);
  });

  it.each([
    ['no Management API, and nothing tells', {}, { status: 401, text: 'Unauthorized' }, 60],
    ['no Management API, and an outage', {}, { status: 503, text: '' }, 1],
    ['a Management API that refuses us', management, { status: 401, text: 'Unauthorized' }, 60],
  ])('says with %s when a login may try again', async (_what, env, userinfo, retryAfter) => {
    const alone = await gatewayBefore(auth0, { ...env, REQUIRE_VERIFIED_EMAIL: 'true' });
    auth0.answer('/userinfo', userinfo);
    auth0.answer(userPath, { status: 403, json: { errorCode: 'insufficient_scope' } });
    auth0.answer('/oauth/token', { json: await tokens({ id_token: undefined }) });
    const { result } = await mutate(alone, 'login', input);
    expect(result).toMatchObject({ __typename: 'ServiceUnavailable', retryAfter });
    await alone.close();
  });

  it('lets those in whose address is verified', async () => {
    const { result } = await mutate(strict, 'login', input);
    expect(result).toMatchObject({ __typename: 'Session' });
  });
});

it('the Management API’s token is fetched once for all, and anew when it is refused', async () => {
  const token = await auth0.accessToken();
  auth0.answer('/api/v2/jobs/verification-email', { status: 201, json: { status: 'pending' } });
  const fresh = await gatewayBefore(auth0, management);
  const resend = () => mutate(fresh, 'resendVerificationEmail', {}, { token });
  await Promise.all([resend(), resend(), resend()]);
  const machine = () =>
    auth0.seen('/oauth/token').filter(({ body }) => body.includes('client_credentials'));
  expect(machine()).toHaveLength(1);
  expect(JSON.parse(machine()[0]?.body ?? '')).toMatchObject({
    audience: `${auth0.issuer}api/v2/`,
  });

  let refusals = 0;
  auth0.answer('/api/v2/jobs/verification-email', (response) => {
    refusals += 1;
    response.writeHead(refusals === 1 ? 401 : 201, { 'content-type': 'application/json' });
    response.end(JSON.stringify({ statusCode: 401, error: 'Unauthorized', message: 'Expired' }));
  });
  expect((await resend()).result).toMatchObject({ __typename: 'VerificationEmailSent' });
  expect(machine()).toHaveLength(2);
  await fresh.close();
});
