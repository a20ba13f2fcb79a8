import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { tenantSettings, type TenantSetting } from '../../src/auth0/tenant-settings.ts';
import { mutations, perform, type Mutation } from '../auth0/credential-mutations.ts';
import {
  denyTexts,
  loginAnswers,
  logoutAnswers,
  refreshAnswers,
  signupAnswers,
  type RecordedAnswer,
} from '../auth0/recorded-answers.ts';
import { gatewayBefore, type TestGateway } from '../support/gateway.ts';
import { startScriptedAuth0, type ScriptedAuth0 } from '../support/scripted-auth0.ts';

/** Each of the tables' answers is to have its line. */
const everyFault = { faultPeriodMs: 0 };
let auth0: ScriptedAuth0;
let gateways: Record<'password' | 'password-realm', TestGateway>;

beforeAll(async () => {
  auth0 = await startScriptedAuth0();
  const authenticators = [{ id: 'totp|dev_1', authenticator_type: 'otp', active: true }];
  auth0.answer('/mfa/authenticators', { json: authenticators });
  gateways = {
    password: await gatewayBefore(auth0, { AUTH0_CONNECTION: '' }, everyFault),
    'password-realm': await gatewayBefore(auth0, {}, everyFault),
  };
});

afterAll(async () => {
  await gateways.password.close();
  await gateways['password-realm'].close();
  await auth0.close();
});

const tables: [name: string, Mutation, keyof typeof gateways, RecordedAnswer[]][] = [
  ['login by password', 'login', 'password', loginAnswers],
  ['login by password-realm', 'login', 'password-realm', loginAnswers],
  ['refresh', 'refresh', 'password-realm', refreshAnswers],
  ['signup', 'signup', 'password-realm', signupAnswers],
  ['logout', 'logout', 'password-realm', logoutAnswers],
];

describe.each(tables)('U07, U08: the error catalogue, %s', (_name, mutation, grant, answers) => {
  it.each(answers)('$title, status $status', async ({ means, setting, ...recorded }) => {
    const gateway = gateways[grant];
    const earlier = gateway.log().length;
    auth0.answer(mutations[mutation].path, recorded);

    const { result, status, text } = await perform(gateway, mutation);

    expect(result).toMatchObject(means);
    expect(status).toBe(200);
    for (const upstreamText of strings(recorded.json))
      if (upstreamText !== means['reason']) expect(text).not.toContain(upstreamText);
    const faults = gateway.log().slice(earlier).filter(isFault);
    expect(faults.map(({ msg }) => msg)).toEqual(
      setting
        ? [tenantSettings[settingOf(grant, setting)]]
        : isOutage(means)
          ? ['Auth0 answers with an error']
          : [],
    );
  });
});

describe.each(['login', 'refresh'] as const)('an Action that denies a %s', (mutation) => {
  const cases = denyTexts.flatMap((text) => [403, 500].map((status) => ({ text, status })));

  it.each(cases)('in the words "$text" at $status is LoginDenied', async ({ text, status }) => {
    auth0.answer('/oauth/token', {
      status,
      json: { error: 'access_denied', error_description: text },
    });

    const { result } = await perform(gateways['password-realm'], mutation);

    expect(result).toMatchObject({
      __typename: 'LoginDenied',
      code: 'LOGIN_DENIED',
      reason: text || null,
    });
  });

  it('gives its reason as plain text of one line, to the client and to the audit trail', async () => {
    const gateway = gateways['password-realm'];
    const error_description = 'Only <b>staff</b>\r\nmay enter.';
    auth0.answer('/oauth/token', { status: 403, json: { error: 'acme', error_description } });

    const { result } = await perform(gateway, mutation);

    expect(result).toMatchObject({ reason: 'Only staff may enter.' });
    expect(gateway.log()).toContainEqual(
      expect.objectContaining({
        msg: 'credential mutation',
        operation: mutation,
        outcome: 'LoginDenied',
        reason: 'Only staff may enter.',
      }),
    );
  });
});

it.each([403, 500])(
  'the log notes a login denied with an error code that Auth0 does not use, at %i',
  async (status) => {
    auth0.answer('/oauth/token', { status, json: { error: 'acme.not_staff' } });
    const gateway = gateways['password-realm'];
    const earlier = gateway.log().length;
    await perform(gateway, 'login');
    expect(gateway.log().slice(earlier)).toContainEqual(
      expect.objectContaining({
        level: 40,
        operation: 'signIn',
        endpoint: 'oauth/token',
        status,
        msg: expect.stringContaining('with an error code that Auth0 does not use'),
      }),
    );
  },
);

it('a weak password is told rule by rule, in our own words (11.1)', async () => {
  auth0.answer('/dbconnections/signup', {
    status: 400,
    json: {
      name: 'PasswordStrengthError',
      message: 'Password is too weak',
      code: 'invalid_password',
      description: {
        rules: [
          {
            message: 'At least %d characters in length',
            format: [8],
            code: 'lengthAtLeast',
            verified: true,
          },
          {
            message: 'Contain at least %d of the following %d types of characters:',
            format: [1, 1],
            code: 'containsAtLeast',
            items: [{ message: 'numbers (i.e. 0-9)', code: 'numbers', verified: false }],
            verified: false,
          },
        ],
        verified: false,
      },
      policy: '* At least 8 characters in length',
      statusCode: 400,
    },
  });

  const { result, text } = await perform(gateways['password-realm'], 'signup');

  expect(result).toEqual({
    __typename: 'WeakPassword',
    code: 'WEAK_PASSWORD',
    message: 'The password does not meet the rules.',
    rules: [
      { code: 'lengthAtLeast', message: 'At least 8 characters', met: true, items: [] },
      {
        code: 'containsAtLeast',
        message: 'At least 1 of these 1 kinds of character',
        met: false,
        items: [{ code: 'numbers', message: 'Digits (0-9)', met: false }],
      },
    ],
  });
  expect(text).not.toMatch(/in length|following|i\.e\.|too weak/);
});

it('U06: wrong password and unknown user get the same body, code and status', async () => {
  auth0.answer('/oauth/token', {
    status: 403,
    json: { error: 'invalid_grant', error_description: 'Wrong email or password.' },
  });

  const wrong = await perform(gateways.password, 'login', { password: 'wrong' });
  const unknown = await perform(gateways.password, 'login', { username: 'nobody@example.com' });

  expect(wrong.result['code']).toBe('INVALID_CREDENTIALS');
  expect(unknown.text).toBe(wrong.text);
  expect(unknown.status).toBe(wrong.status);
});

it('an answer that no row knows is an outage, and the log says so', async () => {
  auth0.answer('/oauth/token', { status: 418, json: { error: 'teapot' } });

  const { result } = await perform(gateways.password, 'login');

  expect(result).toMatchObject({ __typename: 'ServiceUnavailable', retryAfter: 5 });
  expect(gateways.password.log()).toContainEqual(
    expect.objectContaining({
      msg: 'Auth0 gave an answer that the error catalogue does not know',
      operation: 'signIn',
      endpoint: 'oauth/token',
      status: 418,
      error: 'teapot',
    }),
  );
});

it('L01: a code of Auth0 that is no code stays out of the log', async () => {
  auth0.answer('/oauth/token', { status: 400, json: { error: 'user@example.com / hunter2' } });

  await perform(gateways.password, 'login');

  expect(gateways.password.logText()).toContain('(not a code)');
  expect(gateways.password.logText()).not.toContain('hunter2');
});

describe('a setting that is met again and again', () => {
  const message = tenantSettings.clientSecret;
  const refuse = () => {
    auth0.answer('/oauth/token', { status: 401, json: { error: 'access_denied' } });
  };
  const linesOf = (gateway: TestGateway, msg: string) =>
    gateway.log().filter((line) => line['msg'] === msg);

  it('has one line, and after an hour another, with the number of requests since', async () => {
    let later = 0;
    const now = () => new Date(Date.now() + later);
    const gateway = await gatewayBefore(auth0, {}, { now });
    refuse();
    for (let request = 0; request < 4; request += 1) await perform(gateway, 'login');
    expect(linesOf(gateway, message)).toMatchObject([{ level: 50, operation: 'signIn' }]);

    later = 3_600_000;
    for (let request = 0; request < 2; request += 1) await perform(gateway, 'login');
    expect(linesOf(gateway, message)).toMatchObject([{}, { level: 50, repeats: 3 }]);
    await gateway.close();
  });

  it('has a line for each operation that meets it', async () => {
    const gateway = await gatewayBefore(auth0);
    refuse();
    for (const mutation of ['login', 'refresh', 'login', 'refresh'] as const)
      await perform(gateway, mutation);
    expect(linesOf(gateway, message)).toMatchObject([
      { operation: 'signIn' },
      { operation: 'refresh' },
    ]);
    await gateway.close();
  });

  it('has a line each time in development, where an administrator tries settings', async () => {
    const gateway = await gatewayBefore(auth0, { NODE_ENV: 'development' });
    refuse();
    await perform(gateway, 'login');
    await perform(gateway, 'login');
    expect(linesOf(gateway, message)).toHaveLength(2);
    await gateway.close();
  });

  it('has one line, also in development, when logins succeed all the same', async () => {
    const gateway = await gatewayBefore(auth0, { NODE_ENV: 'development' });
    const rolesClaim = 'https://gatehouse.example/roles';
    const accessToken = await auth0.accessToken({
      permissions: undefined,
      [rolesClaim]: undefined,
    });
    auth0.answer('/oauth/token', { json: await auth0.tokens({ access_token: accessToken }) });
    for (let request = 0; request < 3; request += 1) await perform(gateway, 'login');
    expect(linesOf(gateway, tenantSettings.rbac)).toMatchObject([{ level: 40 }]);
    // A deployment may have no roles.
    expect(linesOf(gateway, tenantSettings.rolesClaim)).toMatchObject([{ level: 30 }]);
    await gateway.close();
  });

  it('has a line for an answer that no row knows, and none for its repetitions', async () => {
    const gateway = await gatewayBefore(auth0);
    auth0.answer('/dbconnections/signup', { status: 418, json: { error: 'teapot' } });
    for (let request = 0; request < 3; request += 1) await perform(gateway, 'signup');
    expect(gateway.log().filter(({ level }) => Number(level) >= 50)).toHaveLength(1);
    await gateway.close();
  });
});

function isFault({ level, msg }: Record<string, unknown>): boolean {
  return Number(level) >= 50 || msg === tenantSettings.signUpDisabled;
}

/** The plain password grant names no connection. */
function settingOf(grant: keyof typeof gateways, setting: TenantSetting): TenantSetting {
  return grant === 'password' && setting === 'connection' ? 'defaultDirectory' : setting;
}

function isOutage({ __typename }: RecordedAnswer['means']): boolean {
  return __typename === 'ServiceUnavailable';
}

/** Returns the texts in a body. Leaves out short ones, which the gateway's own answer may contain by chance. */
function strings(json: unknown): string[] {
  if (typeof json === 'string') return json.length > 4 ? [json] : [];
  if (typeof json !== 'object' || json === null) return [];
  return Object.values(json).flatMap(strings);
}
