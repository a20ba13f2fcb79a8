import { beforeAll, describe, expect, it } from '@jest/globals';
import { testTenant } from '../support.ts';
import type { Seed, TestTenant } from '../support.ts';

const databaseHeaders = {
  'content-type': 'application/json; charset=utf-8',
  'access-control-allow-origin': '*',
  'access-control-allow-credentials': 'false',
  'access-control-expose-headers': 'X-RateLimit-Limit, X-RateLimit-Remaining, X-RateLimit-Reset',
};

describe('contract 11.1: POST /dbconnections/signup', () => {
  let tenant: TestTenant;
  beforeAll(async () => {
    tenant = await testTenant();
  });

  it('makes a user who can log in', async () => {
    const email = 'first@example.com';
    const { status, text, headers, body } = await tenant.signUp({ email: 'First@Example.com' });
    expect(status).toBe(200);
    expect(text).toBe(JSON.stringify({ _id: body['_id'], email_verified: false, email }));
    expect(body['_id']).toMatch(/^[0-9a-f]{24}$/);
    expect(Object.fromEntries(headers)).toMatchObject(databaseHeaders);
    expect(headers.get('etag')).toMatch(/^W\/"[0-9a-f]+-[\w+/]{27}"$/);
    const userInfo = await tenant.userInfo(
      (await tenant.login({ username: email })).body['access_token'],
    );
    expect(userInfo.body).toMatchObject({ sub: `auth0|${body['_id'] ?? ''}`, email });
  });

  it('U03: keeps the password byte for byte', async () => {
    const password = ` +%26=é漢 7${'x'.repeat(100)} `;
    const email = 'bytes@example.com';
    expect((await tenant.signUp({ email, password })).status).toBe(200);
    expect((await tenant.login({ username: email, password })).status).toBe(200);
    expect((await tenant.login({ username: email, password: password.trim() })).status).toBe(403);
  });

  it('tells of the pre-registration bucket in its headers (7.6)', async () => {
    const fresh = await testTenant();
    const { headers } = await fresh.signUp({ password: 'weak' });
    expect(headers.get('x-ratelimit-limit')).toBe('50');
    expect(headers.get('x-ratelimit-remaining')).toBe('49');
    expect(headers.get('x-ratelimit-reset')).toBe('1772366402');
  });

  it('refuses a name of 301 characters', async () => {
    const { status, body } = await tenant.signUp({ name: 'x'.repeat(301) });
    expect([status, body]).toEqual([400, { error: expect.stringMatching(/^error in name/) }]);
  });

  it.each([
    [
      'eleven properties',
      Object.fromEntries(Array.from({ length: 11 }, (_, index) => [`k${index}`, 'x'])),
    ],
    ['a nested value', { plan: { name: 'free' } }],
  ])('refuses user_metadata with %s', async (_title, user_metadata) => {
    const { status, body } = await tenant.postJson('/dbconnections/signup', {
      connection: 'Username-Password-Authentication',
      email: 'meta@example.com',
      password: 'Correct-Horse-7-Battery',
      user_metadata,
    });
    expect(status).toBe(400);
    expect(body['error']).toMatch(/^error in user_metadata/);
  });

  it('makes one user of two sign-ups at once', async () => {
    const email = 'twice@example.com';
    const answers = await Promise.all([tenant.signUp({ email }), tenant.signUp({ email })]);
    expect(answers.map(({ status }) => status).sort((a, b) => a - b)).toEqual([200, 400]);
  });

  it('L01: logs the request without its password', async () => {
    const log = await tenant.logs();
    expect(log.find(({ type }) => type === 'ss')).toMatchObject({
      user_name: 'First@Example.com',
      strategy: 'auth0',
      strategy_type: 'database',
      details: { body: { email: 'First@Example.com', password: '*****' } },
    });
    expect(JSON.stringify(log)).not.toContain('Correct-Horse');
  });
});

describe('contract 14: a sign-up at a tenant set otherwise', () => {
  it.each<[string, (seed: Seed) => void, Record<string, string>, number, object]>([
    [
      'the tenant discloses taken addresses (row 26)',
      ({ settings }) => {
        settings.tenant.flags.enable_public_signup_user_exists_error = true;
      },
      { email: 'admin@example.com' },
      400,
      {
        name: 'BadRequestError',
        code: 'user_exists',
        description: 'The user already exists.',
        statusCode: 400,
      },
    ],
    [
      'sign-ups are off (row 12)',
      ({ connection }) => {
        connection.options.disable_signup = true;
      },
      {},
      400,
      { error: 'public signup is disabled' },
    ],
    [
      'a username is required (row 13)',
      ({ connection }) => {
        connection.options.requires_username = true;
      },
      {},
      400,
      {
        error:
          'missing username for Username-Password-Authentication connection with requires_username enabled',
      },
    ],
    [
      'leaked passwords are refused',
      ({ settings }) => {
        const { breached_password_detection } = settings.attack_protection;
        breached_password_detection.enabled = true;
        breached_password_detection.stage['pre-user-registration'].shields = ['block'];
      },
      { password: 'Paat739!!WWXXYYZZ' },
      400,
      {
        name: 'BadRequestError',
        code: 'password_leaked',
        description: 'Password has been leaked in a data breach.',
        statusCode: 400,
      },
    ],
    [
      'leaked passwords are refused, unconfirmed answer',
      ({ settings }) => {
        const { breached_password_detection } = settings.attack_protection;
        breached_password_detection.enabled = true;
        breached_password_detection.stage['pre-user-registration'].shields = ['block'];
        settings.unconfirmed.sign_up_password_leaked_body = 'oauth';
      },
      { password: 'AUTH0-TEST-secret-7' },
      400,
      {
        error: 'password_leaked',
        error_description: 'Password has been leaked in a data breach.',
      },
    ],
    [
      'the address has no attempt left',
      ({ settings }) => {
        const { stage } = settings.attack_protection.suspicious_ip_throttling;
        stage['pre-user-registration'].max_attempts = 0;
      },
      {},
      429,
      { error: 'too_many_attempts', error_description: 'Too many sign-ups from this address.' },
    ],
    [
      'the address has no attempt left, unconfirmed answer',
      ({ settings }) => {
        const { stage } = settings.attack_protection.suspicious_ip_throttling;
        stage['pre-user-registration'].max_attempts = 0;
        settings.unconfirmed.sign_up_429_body = 'database';
      },
      {},
      429,
      {
        name: 'TooManyRequestsError',
        code: 'too_many_attempts',
        description: 'Too many sign-ups from this address.',
        statusCode: 429,
      },
    ],
  ])('when %s', async (_title, change, parameters, status, body) => {
    const tenant = await testTenant(change);
    const answer = await tenant.signUp(parameters);
    expect(answer.status).toBe(status);
    expect(answer.text).toBe(JSON.stringify(body));
  });

  it.each<[string, (seed: Seed) => void, number]>([
    [
      'is off',
      ({ settings }) => {
        settings.attack_protection.suspicious_ip_throttling.enabled = false;
      },
      200,
    ],
    [
      'has no block shield',
      ({ settings }) => {
        settings.attack_protection.suspicious_ip_throttling.shields = [];
      },
      200,
    ],
    [
      'has the address on its allowlist (row 22)',
      ({ settings }) => {
        settings.attack_protection.suspicious_ip_throttling.allowlist = ['127.0.0.0/8', '::1'];
      },
      200,
    ],
    [
      'blocks',
      ({ settings }) => {
        settings.unconfirmed.retry_after = true;
      },
      429,
    ],
  ])('when throttling %s, answers as it should', async (_title, change, status) => {
    const tenant = await testTenant((seed) => {
      const { stage } = seed.settings.attack_protection.suspicious_ip_throttling;
      stage['pre-user-registration'].max_attempts = 0;
      change(seed);
    });
    const answer = await tenant.signUp();
    expect(answer.status).toBe(status);
    expect(answer.headers.get('retry-after')).toBe(status === 429 ? '2' : null);
  });

  it('signs in by username too, when the connection has usernames', async () => {
    const tenant = await testTenant(({ connection }) => {
      connection.options.requires_username = true;
    });
    expect((await tenant.signUp({ username: 'nina' })).body).toHaveProperty('username', 'nina');
    expect((await tenant.login({ username: 'Nina' })).status).toBe(200);
    const taken = await tenant.signUp({ username: 'NINA', email: 'other@example.com' });
    expect(taken.body['code']).toBe('invalid_signup');
  });

  it('counts the peer, whatever auth0-forwarded-for says (6)', async () => {
    const tenant = await testTenant(({ settings }) => {
      const { stage } = settings.attack_protection.suspicious_ip_throttling;
      stage['pre-user-registration'].max_attempts = 1;
    });
    const form = { connection: 'Username-Password-Authentication', email: 'x' };
    const signUpFrom = (address: string) =>
      tenant.post(
        '/dbconnections/signup',
        { ...form, email: 'a@example.com', password: 'Correct-Horse-7-Battery' },
        { 'auth0-forwarded-for': address },
      );
    expect((await signUpFrom('203.0.113.1')).status).toBe(200);
    expect((await signUpFrom('203.0.113.2')).status).toBe(429);
    tenant.advance(1_200);
    expect((await signUpFrom('203.0.113.3')).body['code']).toBe('invalid_signup');
  });
});
