import { describe, expect, it } from '@jest/globals';
import { jwtVerify } from 'jose';
import { accessTokenClaims, api, gatehouse, realmGrant, testTenant } from '../support.ts';
import type { Seed } from '../support.ts';

const disabled = { error: 'invalid_request', error_description: 'the connection was disabled' };
const wrongCredentials = {
  error: 'invalid_grant',
  error_description: 'Wrong email or password.',
};

describe('contract 14: a login at a tenant that is set wrong', () => {
  it.each<[string, (seed: Seed) => void, Record<string, string | undefined>, number, object]>([
    [
      'no password grant (row 2)',
      ({ client }) => {
        client.grant_types = ['refresh_token'];
      },
      { grant_type: 'password' },
      403,
      {
        error: 'unauthorized_client',
        error_description: "Grant type 'password' not allowed for the client.",
      },
    ],
    [
      'no password-realm grant (row 3)',
      ({ client }) => {
        client.grant_types = ['password'];
      },
      {},
      403,
      {
        error: 'unauthorized_client',
        error_description:
          "Grant type 'http://auth0.com/oauth/grant-type/password-realm' not allowed for the client.",
      },
    ],
    [
      'a third-party client (row 6)',
      ({ client }) => {
        client.is_first_party = false;
      },
      {},
      403,
      {
        error: 'unauthorized_client',
        error_description: 'Third-party clients may not use this grant.',
      },
    ],
    [
      'no default directory (row 8)',
      ({ settings }) => {
        delete settings.tenant.default_directory;
      },
      { grant_type: 'password' },
      500,
      {
        error: 'server_error',
        error_description: 'Authorization server not configured with default connection.',
      },
    ],
    [
      'a default directory that does not exist (row 8)',
      ({ settings }) => {
        settings.tenant.default_directory = 'nowhere';
      },
      { grant_type: 'password' },
      403,
      wrongCredentials,
    ],
    [
      'a connection not enabled for the client (row 10)',
      ({ connection }) => {
        connection.enabled_clients = [];
      },
      {},
      400,
      disabled,
    ],
    [
      'a connection not enabled for the client, unconfirmed answer',
      ({ connection, settings }) => {
        connection.enabled_clients = [];
        settings.unconfirmed.connection_disabled_status = 403;
      },
      {},
      403,
      wrongCredentials,
    ],
    [
      'a connection that is off (row 11)',
      ({ connection }) => {
        connection.authentication.active = false;
      },
      { grant_type: 'password' },
      400,
      disabled,
    ],
    [
      'an API closed to users (row 17)',
      ({ resourceServer }) => {
        resourceServer.subject_type_authorization.user.policy = 'deny_all';
      },
      {},
      403,
      {
        error: 'access_denied',
        error_description: `Client "gatehouse-local" is not authorized to access resource server "${api}".`,
      },
    ],
    [
      'bot detection (row 23)',
      ({ settings }) => {
        settings.attack_protection.bot_detection.challenge_password_policy = 'always';
      },
      {},
      401,
      {
        error: 'requires_verification',
        error_description: 'Suspicious request requires verification',
      },
    ],
    [
      'an organization required (row 27)',
      ({ client }) => {
        client.organization_usage = 'require';
      },
      {},
      403,
      {
        error: 'unauthorized_client',
        error_description:
          'This client requires an organization, which this grant does not support.',
      },
    ],
    [
      'an unknown realm, unconfirmed answer',
      ({ settings }) => {
        settings.unconfirmed.realm_unknown_status = 400;
      },
      { realm: 'nowhere' },
      400,
      { error: 'invalid_request', error_description: 'Unknown realm nowhere' },
    ],
    [
      'a blocked user',
      ({ admin }) => {
        admin.blocked = true;
      },
      {},
      403,
      { error: 'unauthorized', error_description: 'user is blocked' },
    ],
    [
      'a blocked user, unconfirmed answer',
      ({ admin, settings }) => {
        admin.blocked = true;
        settings.unconfirmed.blocked_user_status = 401;
      },
      {},
      401,
      { error: 'unauthorized', error_description: 'user is blocked' },
    ],
  ])('refuses with %s', async (_title, change, parameters, status, body) => {
    const tenant = await testTenant(change);
    const answer = await tenant.login(parameters);
    expect(answer.status).toBe(status);
    expect(answer.text).toBe(JSON.stringify(body));
  });

  it('tells nobody but the owner of the password that a user is blocked', async () => {
    const tenant = await testTenant(({ admin }) => {
      admin.blocked = true;
    });
    expect((await tenant.login({ password: 'wrong' })).body).toEqual(wrongCredentials);
  });

  it('takes a realm that is not the connection’s name', async () => {
    const tenant = await testTenant(({ connection }) => {
      connection.realms = ['staff'];
    });
    expect((await tenant.login({ realm: 'staff' })).status).toBe(200);
    expect((await tenant.login()).body['error']).toBe('unauthorized_client');
  });
});

describe('contract 2.2: a refresh token is left out without a word', () => {
  it.each<[string, (seed: Seed) => void, Record<string, string>]>([
    ['offline_access was not asked for', () => undefined, { scope: 'openid' }],
    [
      'the client has no refresh_token grant (row 4)',
      ({ client }) => {
        client.grant_types = client.grant_types.filter((type) => type !== 'refresh_token');
      },
      {},
    ],
    [
      'the API has no offline access (row 18)',
      ({ resourceServer }) => {
        resourceServer.allow_offline_access = false;
      },
      {},
    ],
  ])('when %s', async (_title, change, parameters) => {
    const tenant = await testTenant(change);
    const { status, body } = await tenant.login(parameters);
    expect(status).toBe(200);
    expect(body).not.toHaveProperty('refresh_token');
    expect(body['scope']).not.toContain('offline_access');
  });
});

describe('contract 12: tokens of other settings', () => {
  it('grants every scope to everybody, and no permissions, with RBAC off (12.6)', async () => {
    const tenant = await testTenant(({ resourceServer }) => {
      resourceServer.enforce_policies = false;
    });
    const claims = accessTokenClaims(
      await tenant.login({ username: 'user@example.com', scope: 'write:orders' }),
    );
    expect(claims['scope']).toBe('write:orders');
    expect(claims).not.toHaveProperty('permissions');
  });

  it('filters scopes but lists no permissions with the dialect access_token (12.6)', async () => {
    const tenant = await testTenant(({ resourceServer }) => {
      resourceServer.token_dialect = 'access_token';
    });
    const claims = accessTokenClaims(await tenant.login({ username: 'editor@example.com' }));
    expect(claims['scope']).toBe('openid profile email offline_access read:users');
    expect(claims).not.toHaveProperty('permissions');
  });

  it('adds permissions given directly to those of the roles (12.6)', async () => {
    const tenant = await testTenant(({ admin }) => {
      admin.roles = ['editor'];
      admin.permissions = [
        { resource_server_identifier: api, permission_name: 'read:orders' },
        { resource_server_identifier: 'https://other.example', permission_name: 'write:users' },
      ];
    });
    expect(accessTokenClaims(await tenant.login())['permissions']).toEqual([
      'read:users',
      'read:orders',
    ]);
  });

  it('issues only what the user grant of the client allows (row 17)', async () => {
    const tenant = await testTenant(({ resourceServer, settings }) => {
      resourceServer.subject_type_authorization.user.policy = 'require_client_grant';
      const { client_id } = gatehouse;
      const scope = ['read:orders'];
      settings.client_grants.push({ client_id, audience: api, scope, subject_type: 'user' });
    });
    const { body } = await tenant.login({ scope: 'openid email' });
    expect(body['scope']).toBe('openid email read:orders');
  });

  it('writes RFC 9068 tokens when the API asks for them (12.2)', async () => {
    const tenant = await testTenant(({ resourceServer }) => {
      resourceServer.token_dialect = 'rfc9068_profile_authz';
    });
    const answer = await tenant.login();
    const claims = accessTokenClaims(answer);
    expect(Object.keys(claims).slice(4)).toEqual([
      'iss',
      'sub',
      'aud',
      'iat',
      'exp',
      'scope',
      'jti',
      'client_id',
      'permissions',
    ]);
    const [header = ''] = (answer.body['access_token'] ?? '').split('.');
    expect(JSON.parse(Buffer.from(header, 'base64url').toString())).toHaveProperty('typ', 'at+jwt');
    expect((await tenant.userInfo(answer.body['access_token'])).status).toBe(200);
  });

  it('signs with the API’s secret, for one audience, when the API has HS256 (12.1)', async () => {
    const signing_secret = 'sixteen-characters';
    const tenant = await testTenant(({ resourceServer }) => {
      resourceServer.signing_alg = 'HS256';
      resourceServer.signing_secret = signing_secret;
    });
    const { body } = await tenant.login();
    const { payload } = await jwtVerify(body['access_token'] ?? '', Buffer.from(signing_secret), {
      currentDate: new Date('2026-03-01T12:00:00Z'),
    });
    expect(payload.aud).toBe(api);
    expect((await tenant.userInfo(body['access_token'])).status).toBe(401);
  });

  it('signs ID tokens with the client secret when the client has HS256 (12.4)', async () => {
    const tenant = await testTenant(({ client }) => {
      client.jwt_configuration = { alg: 'HS256', lifetime_in_seconds: 60 };
    });
    const { body } = await tenant.login();
    const secret = Buffer.from(gatehouse.client_secret);
    const { payload } = await jwtVerify(body['id_token'] ?? '', secret, {
      currentDate: new Date('2026-03-01T12:00:00Z'),
    });
    expect((payload.exp ?? 0) - (payload.iat ?? 0)).toBe(60);
  });

  it('uses the default audience when the request names none (12.3)', async () => {
    const tenant = await testTenant(({ settings, resourceServer }) => {
      settings.tenant.default_audience = api;
      resourceServer.token_lifetime = 600;
    });
    const answer = await tenant.login({ audience: undefined });
    expect(accessTokenClaims(answer).aud).toContain(api);
    expect(answer.body.expires_in).toBe(600);
  });
});

describe('contract 9.1: a second factor', () => {
  it.each<[string, (seed: Seed) => void, object]>([
    [
      'the user has one',
      ({ admin }) => {
        admin.authentication_methods = [
          { type: 'totp', totp_secret: 'NOTREALNOTREALNOTREALNOTREALNOTR' },
          { type: 'recovery-code', recovery_code: 'NOTREALRECOVERYCODE22222' },
        ];
      },
      { challenge: [{ type: 'otp' }, { type: 'recovery-code' }, { type: 'email' }] },
    ],
    [
      'the tenant asks everybody',
      ({ settings }) => {
        settings.guardian.policies = ['all-applications'];
      },
      { enroll: [{ type: 'otp' }, { type: 'phone' }, { type: 'email' }] },
    ],
  ])('answers mfa_required when %s', async (_title, change, mfa_requirements) => {
    const tenant = await testTenant(change);
    const { status, body } = await tenant.login();
    expect(status).toBe(403);
    expect(body).toEqual({
      error: 'mfa_required',
      error_description: 'Multifactor authentication required',
      mfa_token: expect.stringMatching(/^Fe26\.2\*/),
      mfa_requirements,
    });
    expect(await tenant.logs()).toMatchObject([
      { type: 'mfar', user_name: 'admin@example.com', details: { grant_type: realmGrant } },
    ]);
  });

  it('asks for it only after the right password', async () => {
    const tenant = await testTenant(({ settings }) => {
      settings.guardian.policies = ['all-applications'];
    });
    expect((await tenant.login({ password: 'wrong' })).body).toEqual(wrongCredentials);
  });
});

describe('contract 7.3: a breached password', () => {
  const leaked = 'AUTH0-TEST-secret-7';
  const breached =
    (shields: ('block' | 'admin_notification')[]) =>
    ({ admin, settings }: Seed): void => {
      admin.password = leaked;
      const { breached_password_detection } = settings.attack_protection;
      breached_password_detection.enabled = true;
      breached_password_detection.shields = shields;
    };

  it('ends the login with password_leaked', async () => {
    const tenant = await testTenant(breached(['block']));
    const { status, body } = await tenant.login({ password: leaked });
    expect(status).toBe(401);
    expect(body).toEqual({
      error: 'password_leaked',
      error_description:
        "This login attempt has been blocked because the password you're using was previously disclosed through a data breach (not in this application).",
    });
  });

  it('is only logged without the block shield', async () => {
    const tenant = await testTenant(breached(['admin_notification']));
    expect((await tenant.login({ password: leaked })).status).toBe(200);
    expect((await tenant.logs()).map(({ type }) => type)).toEqual(['pwd_leak', 'sepft']);
  });
});
