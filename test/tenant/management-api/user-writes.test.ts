import { beforeEach, describe, expect, it } from '@jest/globals';
import { connectionName, password } from '../support.ts';
import { admin, managementTenant, refusal, userPath } from './support.ts';
import type { ManagementAnswer, ManagementTenant } from './support.ts';

let tenant: ManagementTenant;
beforeEach(async () => {
  tenant = await managementTenant();
});

const patch = (body: unknown, user_id = admin): Promise<ManagementAnswer> =>
  tenant.call('PATCH', userPath(user_id), { body });
const create = (body: object): Promise<ManagementAnswer> =>
  tenant.call('POST', '/users', {
    body: { connection: connectionName, email: 'New@example.com', password, ...body },
  });
const invalidBody = (message: unknown): object =>
  refusal(400, 'Bad Request', message, 'invalid_body');

describe('contract 13.4: PATCH /api/v2/users/{id}', () => {
  it('replaces members, and clears with null', async () => {
    tenant.advance(1000);
    const { status, body } = await patch({ name: 'Ada', given_name: 'Ada', blocked: false });
    expect(status).toBe(200);
    expect(body).toMatchObject({
      name: 'Ada',
      given_name: 'Ada',
      blocked: false,
      updated_at: '2026-03-01T12:00:01.500Z',
    });
    const cleared = await patch({ name: null, given_name: null });
    expect(cleared.body).toMatchObject({ name: 'admin@example.com' });
    expect(cleared.body).not.toHaveProperty('given_name');
  });

  it('leaves the block of a user whose password it sets, where the settings say so', async () => {
    tenant = await managementTenant(({ settings, admin: user }) => {
      settings.unconfirmed.management_password_unblocks = false;
      user.blocked = true;
    });
    expect((await patch({ password: 'Purple-Kettle-9-Violin' })).body).toMatchObject({
      blocked: true,
    });
  });

  it('unblocks a user whose password it sets, unless the same call blocks the user', async () => {
    const isBlocked = async (body: object) => {
      await patch({ blocked: true });
      return (await patch(body)).body;
    };
    expect(await isBlocked({ name: 'Ada' })).toMatchObject({ blocked: true });
    expect(await isBlocked({ password: 'Purple-Kettle-9-Violin' })).toMatchObject({
      blocked: false,
    });
    expect(await isBlocked({ password: 'Purple-Kettle-9-Violin', blocked: true })).toMatchObject({
      blocked: true,
    });
  });

  it('changes the address that the user logs in with; the new one is not verified', async () => {
    const { body } = await patch({ email: 'Ada@example.com' });
    expect(body).toMatchObject({ email: 'ada@example.com', email_verified: false });
    expect((await tenant.login({ username: 'ada@example.com' })).status).toBe(200);
    expect((await tenant.login({ username: 'admin@example.com' })).status).toBe(403);
  });

  it('takes the word of an administrator that an address is verified', async () => {
    const { body } = await patch({ email: 'ada@example.com', email_verified: true });
    expect(body).toMatchObject({ email_verified: true });
    const other = await patch({ email_verified: false });
    expect(other.body).toMatchObject({ email: 'ada@example.com', email_verified: false });
  });

  it('U03: changes a password, byte for byte', async () => {
    tenant.advance(1000);
    const changed = `  ${'Pä55+%&='.repeat(10)}  `;
    expect((await patch({ password: changed, connection: connectionName })).body).toMatchObject({
      last_password_reset: '2026-03-01T12:00:01.500Z',
      updated_at: '2026-03-01T12:00:01.500Z',
    });
    expect((await tenant.login({ password: changed })).status).toBe(200);
    expect((await tenant.login({ password })).status).toBe(403);
  });

  it('refuses a weak password, and the present one stays', async () => {
    const { status, body } = await patch({ password: 'weak' });
    expect([status, body]).toEqual([
      400,
      refusal(400, 'Bad Request', 'PasswordStrengthError: Password is too weak'),
    ]);
    expect((await tenant.login()).status).toBe(200);
  });

  it.each([
    ['PasswordDictionaryError: Password is too common', 'Password1!'],
    ['PasswordNoUserInfoError: Password contains user information', 'Admin-Horse-7-Battery'],
    ['PasswordHistoryError: Password has previously been used', password],
    ['Password has been leaked in a data breach.', 'AUTH0-TEST-Horse-7'],
  ])('refuses a password by "%s"', async (message, refused) => {
    tenant = await managementTenant(({ settings, connection: { options } }) => {
      options.password_dictionary = { enable: true, dictionary: ['Password1!'] };
      options.password_no_personal_info.enable = true;
      options.password_history = { enable: true, size: 5 };
      const { breached_password_detection } = settings.attack_protection;
      breached_password_detection.enabled = true;
      breached_password_detection.stage['pre-change-password'].shields = ['block'];
    });
    const { body } = await patch({ password: refused });
    expect(body).toEqual(refusal(400, 'Bad Request', message));
  });

  it('ends the blocks of a user who is given another password', async () => {
    tenant = await managementTenant(({ settings }) => {
      settings.attack_protection.brute_force_protection.max_attempts = 1;
    });
    await tenant.login({ password: 'wrong' });
    await patch({ password: 'Another-Horse-7-Battery' });
    expect((await tenant.login({ password: 'Another-Horse-7-Battery' })).status).toBe(200);
  });

  it('changes a username where the connection has them', async () => {
    tenant = await managementTenant(({ connection }) => {
      connection.options.requires_username = true;
    });
    expect((await patch({ username: 'ada' })).body).toMatchObject({ username: 'ada' });
    expect((await tenant.login({ username: 'ADA' })).status).toBe(200);
    expect((await patch({ username: 'editor@example.com' })).body).toEqual(
      refusal(400, 'Bad Request', 'The user already exists.', 'auth0_idp_error'),
    );
  });

  it.each([
    [
      { email: 'editor@example.com' },
      refusal(400, 'Bad Request', 'The specified new email already exists', 'auth0_idp_error'),
    ],
    [
      { username: 'ada' },
      invalidBody('Cannot set username for connection without requires_username'),
    ],
    [
      { name: 'Ada', connection: 'elsewhere' },
      refusal(400, 'Bad Request', 'The connection does not exist.', 'inexistent_connection'),
    ],
    [{ name: 'Ada', client_id: 'nobody' }, invalidBody('The client does not exist.')],
    [
      { nonsense: 1 },
      invalidBody("Payload validation error: 'Additional properties not allowed: nonsense'."),
    ],
    [
      { email: 'nonsense' },
      invalidBody(
        "Payload validation error: 'Object didn't pass validation for format email: nonsense' on property email.",
      ),
    ],
    [{}, invalidBody("Payload validation error: 'Too few properties defined (0), minimum 1'.")],
    [
      { blocked: 'yes' },
      invalidBody(
        "Payload validation error: 'Expected type boolean but found type string' on property blocked.",
      ),
    ],
    [
      { name: '' },
      invalidBody(
        "Payload validation error: 'Value is too short or too small, minimum 1' on property name.",
      ),
    ],
    [[], invalidBody("Payload validation error: 'Expected type object but found type array'.")],
  ])('refuses %j and changes nothing', async (body, expected) => {
    const before = await tenant.call('GET', userPath(admin));
    const refused = await patch(body);
    expect([refused.status, refused.body]).toEqual([400, expected]);
    expect((await tenant.call('GET', userPath(admin))).text).toBe(before.text);
  });

  it('S12: blocks a user at once, and lets them in again', async () => {
    const login = await tenant.login();
    expect((await patch({ blocked: true })).body).toMatchObject({ blocked: true });
    expect((await tenant.login()).body).toMatchObject({ error_description: 'user is blocked' });
    const refresh = () => tenant.refresh(login.body['refresh_token']);
    expect((await refresh()).body).toEqual({
      error: 'invalid_grant',
      error_description: 'user is blocked',
    });

    expect((await patch({ blocked: false })).body).toMatchObject({ blocked: false });
    expect((await tenant.login()).status).toBe(200);
    expect((await refresh()).status).toBe(200);
  });

  it('lets in a user whom the settings block', async () => {
    tenant = await managementTenant(({ admin: user }) => {
      user.blocked = true;
    });
    expect((await tenant.call('GET', userPath(admin))).body).toMatchObject({ blocked: true });
    await patch({ blocked: false });
    expect((await tenant.login()).status).toBe(200);
  });
});

describe('contract 13.4: POST /api/v2/users', () => {
  it('makes a user who can log in', async () => {
    const { status, body } = await create({ user_metadata: { a: 1 } });
    expect(status).toBe(201);
    expect(body).toEqual({
      created_at: '2026-03-01T12:00:00.500Z',
      email: 'new@example.com',
      email_verified: false,
      identities: [
        {
          connection: connectionName,
          user_id: expect.stringMatching(/^[0-9a-f]{24}$/),
          provider: 'auth0',
          isSocial: false,
        },
      ],
      name: 'new@example.com',
      nickname: 'new',
      picture: expect.stringContaining('avatars%2Fne.png'),
      updated_at: '2026-03-01T12:00:00.500Z',
      user_id: expect.stringMatching(/^auth0\|[0-9a-f]{24}$/),
      user_metadata: { a: 1 },
    });
    expect((await tenant.login({ username: 'new@example.com' })).status).toBe(200);
  });

  it('takes an id', async () => {
    expect((await create({ user_id: 'mine' })).body).toMatchObject({ user_id: 'auth0|mine' });
  });

  it('takes a username where the connection has them, and wants one', async () => {
    tenant = await managementTenant(({ connection }) => {
      connection.options.requires_username = true;
    });
    expect((await create({ username: 'newcomer' })).status).toBe(201);
    expect((await create({})).body).toEqual(
      invalidBody(
        `missing username for ${connectionName} connection with requires_username enabled`,
      ),
    );
  });

  it.each([{ email: 'admin@example.com' }, { user_id: '6500000000000000000000a1' }])(
    'refuses %j, which is taken',
    async (body) => {
      const refused = await create(body);
      expect([refused.status, refused.body]).toEqual([
        409,
        refusal(409, 'Conflict', 'The user already exists.', 'auth0_idp_error'),
      ]);
    },
  );

  it.each([
    [
      { connection: 'elsewhere' },
      refusal(400, 'Bad Request', 'The connection does not exist.', 'inexistent_connection'),
    ],
    [
      { connection: undefined },
      invalidBody(
        "Payload validation error: 'Missing required property: connection' on property connection.",
      ),
    ],
    [
      { username: 'ada' },
      invalidBody('Cannot set username for connection without requires_username'),
    ],
    [
      { password: 'weak' },
      refusal(400, 'Bad Request', 'PasswordStrengthError: Password is too weak'),
    ],
    [{ user_id: 'a b' }, invalidBody(expect.stringContaining('on property user_id.'))],
    [{ name: 'x'.repeat(301) }, invalidBody(expect.stringContaining('maximum 300'))],
  ])('refuses %j', async (body, expected) => {
    expect((await create(body)).body).toEqual(expected);
  });

  it('changes a user of a connection nobody can log in through', async () => {
    tenant = await managementTenant(({ connection }) => {
      connection.authentication.active = false;
    });
    expect((await patch({ blocked: true })).status).toBe(200);
  });

  it('refuses a connection nobody can log in through', async () => {
    tenant = await managementTenant(({ connection }) => {
      connection.authentication.active = false;
    });
    expect((await create({})).body).toEqual(invalidBody('The connection is disabled.'));
  });
});

describe('contract 13.1: DELETE /api/v2/users/{id}', () => {
  it('takes a JSON content type without a body', async () => {
    const { status } = await fetch(`${tenant.url}/api/v2${userPath(admin)}`, {
      method: 'DELETE',
      headers: {
        authorization: `Bearer ${await tenant.managementToken()}`,
        'content-type': 'application/json',
      },
    });
    expect(status).toBe(204);
  });

  it('removes a user: no login, no refresh, no userinfo', async () => {
    const login = await tenant.login();
    const { status, text, headers } = await tenant.call('DELETE', userPath(admin));
    expect([status, text]).toEqual([204, '']);
    expect(headers.get('content-type')).toBe('application/json; charset=utf-8');
    expect((await tenant.login()).body).toMatchObject({
      error_description: 'Wrong email or password.',
    });
    const refreshed = await tenant.refresh(login.body['refresh_token']);
    expect([refreshed.status, refreshed.body]).toEqual([
      403,
      { error: 'invalid_grant', error_description: 'Unknown or invalid refresh token.' },
    ]);
    expect((await tenant.userInfo(login.body['access_token'])).status).toBe(401);
    expect((await tenant.call('GET', userPath(admin))).status).toBe(404);
  });

  it('frees the address', async () => {
    await tenant.call('DELETE', userPath(admin));
    expect((await create({ email: 'admin@example.com' })).status).toBe(201);
  });

  it('S12: ends the refresh tokens, for another user of the same id, too', async () => {
    const login = await tenant.login();
    await tenant.call('DELETE', userPath(admin));
    await create({ user_id: admin.replace('auth0|', ''), email: 'admin@example.com' });
    expect((await tenant.refresh(login.body['refresh_token'])).status).toBe(403);
  });

  it('has nothing against a user who is not there', async () => {
    expect((await tenant.call('DELETE', userPath('auth0|nobody'))).status).toBe(204);
  });
});

describe('contract 8.1: the log of the Management API', () => {
  const record = (type: string) => expect.objectContaining({ type }) as unknown;

  it('has each write, who asked for it and both bodies', async () => {
    await patch({ name: 'Ada' });
    const [written] = await tenant.logs();
    expect(written).toMatchObject({
      type: 'sapi',
      description: 'Update a User',
      client_id: 'gatehouse-local-management',
      client_name: 'Gatehouse management',
      ip: '127.0.0.1',
      details: {
        request: {
          method: 'patch',
          path: `/api/v2${userPath(admin)}`,
          body: { name: 'Ada' },
          channel: 'api',
        },
        response: { statusCode: 200, body: { user_id: admin, name: 'Ada' } },
      },
    });
  });

  it('L01: has a change of password, but not the password', async () => {
    await patch({ password: 'Another-Horse-7-Battery' });
    const [written] = await tenant.logs();
    expect(written).toMatchObject({ details: { request: { body: { password: '*****' } } } });
    expect(JSON.stringify(written)).not.toContain('Another-Horse');
  });

  it('has a write that failed, and why', async () => {
    await patch({ nonsense: 1 });
    const [written] = await tenant.logs();
    expect(written).toMatchObject({
      type: 'fapi',
      description: "Payload validation error: 'Additional properties not allowed: nonsense'.",
      details: { response: { statusCode: 400, body: { errorCode: 'invalid_body' } } },
    });
  });

  it('has a deletion by a type of its own', async () => {
    await tenant.call('DELETE', userPath(admin));
    expect(await tenant.logs()).toEqual([
      expect.objectContaining({
        ...{ type: 'sdu', user_id: admin, user_name: 'admin@example.com' },
        details: {
          request: expect.objectContaining({ method: 'delete', channel: 'api' }),
          response: { statusCode: 204 },
        },
      }),
      record('sapi'),
    ]);
  });

  it('L01: has a new user as a sign-up too, and the password of neither record', async () => {
    await create({});
    const records = await tenant.logs();
    expect(records).toEqual([record('ss'), record('sapi')]);
    expect(JSON.stringify(records)).not.toContain(password);
  });

  it('has no reads', async () => {
    await tenant.call('GET', userPath(admin));
    expect(await tenant.logs()).toEqual([]);
  });
});

describe('POST /api/v2/users where the connection has several identifiers', () => {
  const identifier = { identifier: { active: true }, signup: { status: 'optional' as const } };
  const post = (body: object) =>
    tenant.call('POST', '/users', { body: { connection: connectionName, password, ...body } });
  beforeEach(async () => {
    tenant = await managementTenant(({ connection }) => {
      connection.options.attributes = {
        ...{ email: identifier, username: identifier, phone_number: identifier },
      };
    });
  });

  it.each([{ phone_number: '+4930901820', phone_verified: true }, { username: 'ada' }])(
    'creates a user with %j alone, who can log in with it',
    async (identifiers) => {
      const { status, body } = await post(identifiers);
      expect([status, body]).toMatchObject([201, identifiers]);
      expect(body).not.toHaveProperty('email');
      const [username = ''] = Object.values(identifiers) as string[];
      expect((await tenant.login({ username })).status).toBe(200);
      expect((await post(identifiers)).status).toBe(409);
    },
  );

  it('refuses a user with none', async () => {
    expect((await post({})).body).toEqual(
      invalidBody("Payload validation error: 'Missing required property: email'."),
    );
  });
});

it('POST /api/v2/users refuses a phone number, and a user without an address, where users are known by address', async () => {
  expect((await create({ phone_number: '+4930901820' })).body).toEqual(
    invalidBody(expect.stringContaining('Cannot set phone_number')),
  );
  const body = { connection: connectionName, password };
  expect((await tenant.call('POST', '/users', { body })).status).toBe(400);
});
