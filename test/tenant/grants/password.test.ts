import { beforeAll, describe, expect, it } from '@jest/globals';
import { decodeJwt, decodeProtectedHeader } from 'jose';
import { accessTokenClaims, api, realmGrant, testTenant } from '../support.ts';
import type { TestTenant } from '../support.ts';

let tenant: TestTenant;
beforeAll(async () => {
  tenant = await testTenant();
});

describe('contract 2.2: a password login', () => {
  it('answers with tokens, in Auth0’s order of members', async () => {
    const { status, body } = await tenant.login();
    expect(status).toBe(200);
    expect(Object.entries(body)).toEqual([
      ['access_token', expect.any(String)],
      ['refresh_token', expect.any(String)],
      ['id_token', expect.any(String)],
      [
        'scope',
        'openid profile email offline_access read:users write:users read:orders write:orders read:audit',
      ],
      ['expires_in', 86_400],
      ['token_type', 'Bearer'],
    ]);
  });

  it('sends the headers of contract 1.3', async () => {
    const { headers } = await tenant.login();
    expect(headers.get('content-type')).toBe('application/json');
    expect(headers.get('cache-control')).toBe('no-store');
    expect(headers.get('pragma')).toBe('no-cache');
    expect(headers.get('x-content-type-options')).toBe('nosniff');
    expect(headers.get('x-auth0-requestid')).toMatch(/^[0-9a-f]{20}$/);
  });

  it('takes JSON as it takes a form', async () => {
    const { status, body } = await tenant.postJson('/oauth/token', {
      grant_type: 'password',
      client_id: 'gatehouse-local',
      client_secret: 'local-tenant-secret-NOT-FOR-PRODUCTION',
      username: 'user@example.com',
      password: 'Correct-Horse-7-Battery',
      scope: ['openid', 'email'],
    });
    expect([status, body['scope']]).toEqual([200, 'openid email']);
  });

  it('finds the user whatever the case of the address', async () => {
    const { status } = await tenant.login({ username: 'ADMIN@Example.com' });
    expect(status).toBe(200);
  });

  it('signs in to the default directory with the plain password grant', async () => {
    const { status } = await tenant.login({ grant_type: 'password', realm: undefined });
    expect(status).toBe(200);
  });
});

describe('contract 2.2: scopes', () => {
  it.each([
    ['nothing', undefined, undefined, 'openid profile email address phone'],
    ['openid alone', 'openid', undefined, 'openid profile email address phone'],
    ['some OIDC scopes', 'openid email', undefined, 'openid email'],
    ['an unknown scope without an API', 'nonsense', undefined, undefined],
    ['one scope of the API', 'read:users', api, 'read:users'],
    ['an unknown scope of the API', 'openid email read:none', api, 'openid email'],
    ['OIDC scopes, and none of the API', 'openid email', api, 'openid email read:users'],
    ['a scope RBAC does not allow', 'openid email write:users', api, 'openid email'],
  ])('asked for %s, grants what Auth0 grants', async (_title, scope, audience, granted) => {
    const { body } = await tenant.login({ username: 'editor@example.com', scope, audience });
    expect(body['scope']).toBe(granted);
  });

  it('gives an ID token only with openid', async () => {
    const { body } = await tenant.login({ scope: 'read:users' });
    expect(Object.keys(body)).toEqual(['access_token', 'scope', 'expires_in', 'token_type']);
  });

  it('refuses a scope that is no string', async () => {
    const { status, body } = await tenant.postJson('/oauth/token', {
      grant_type: realmGrant,
      realm: 'Username-Password-Authentication',
      client_id: 'gatehouse-local',
      client_secret: 'local-tenant-secret-NOT-FOR-PRODUCTION',
      username: 'user@example.com',
      password: 'x',
      scope: 7,
    });
    expect(status).toBe(400);
    expect(body).toEqual({
      error: 'invalid_scope',
      error_description: 'Scope must be an array or a string',
    });
  });
});

describe('contract 12: tokens', () => {
  it('writes the claims of an access token in Auth0’s order (12.1)', async () => {
    const { body } = await tenant.login({ username: 'editor@example.com' });
    const token = body['access_token'] ?? '';
    expect(decodeProtectedHeader(token)).toEqual({
      alg: 'RS256',
      typ: 'JWT',
      kid: expect.stringMatching(/^[\w-]{21}$/),
    });
    expect(Object.entries(decodeJwt(token))).toEqual([
      ['https://gatehouse.example/roles', ['editor']],
      ['https://gatehouse.example/email', 'editor@example.com'],
      ['https://gatehouse.example/email_verified', true],
      ['https://gatehouse.example/password_changed_at', '2026-03-01T12:00:00.500Z'],
      ['iss', tenant.issuer],
      ['sub', 'auth0|6500000000000000000000e1'],
      ['aud', [api, `${tenant.issuer}userinfo`]],
      ['iat', 1_772_366_400],
      ['exp', 1_772_366_400 + 86_400],
      ['azp', 'gatehouse-local'],
      ['scope', 'openid profile email offline_access read:users'],
      ['gty', 'password'],
      ['permissions', ['read:users']],
    ]);
  });

  it('names one audience without openid (12.1)', async () => {
    expect(accessTokenClaims(await tenant.login({ scope: 'read:users' })).aud).toBe(api);
  });

  it('writes the claims of an ID token in Auth0’s order (12.4)', async () => {
    const { body } = await tenant.login({ username: 'user@example.com' });
    expect(Object.entries(decodeJwt(body['id_token'] ?? ''))).toEqual([
      ['https://gatehouse.example/roles', []],
      ['nickname', 'user'],
      ['name', 'Uma User'],
      ['picture', expect.stringMatching(/^https:\/\/s\.gravatar\.com\/avatar\/[0-9a-f]{32}\?/)],
      ['updated_at', '2026-03-01T12:00:00.500Z'],
      ['email', 'user@example.com'],
      ['email_verified', true],
      ['iss', tenant.issuer],
      ['sub', 'auth0|6500000000000000000000b1'],
      ['aud', 'gatehouse-local'],
      ['iat', 1_772_366_400],
      ['exp', 1_772_366_400 + 36_000],
    ]);
  });

  it('gives an opaque token of five parts, the second empty, when no API is asked for (12.3)', async () => {
    const { body } = await tenant.login({ audience: undefined });
    const [header = '', key, iv, ...rest] = (body['access_token'] ?? '').split('.');
    expect(Buffer.from(header, 'base64url').toString()).toBe(
      JSON.stringify({ alg: 'dir', enc: 'A256GCM', iss: tenant.issuer }),
    );
    expect([key, iv?.length, rest.length]).toEqual(['', 16, 2]);
    expect((await tenant.userInfo(body['access_token'])).status).toBe(200);
  });

  it('lists every permission, whatever was asked for (12.6)', async () => {
    const claims = accessTokenClaims(await tenant.login({ scope: 'read:users' }));
    expect(claims['permissions']).toEqual([
      'read:users',
      'write:users',
      'read:orders',
      'write:orders',
      'read:audit',
    ]);
  });

  it('lists no permission for a user without a role (12.6)', async () => {
    const claims = accessTokenClaims(await tenant.login({ username: 'user@example.com' }));
    expect(claims['permissions']).toEqual([]);
  });
});

describe('contract 2.3: refusals', () => {
  it.each([
    ['a wrong password', { password: 'wrong' }, 403, 'invalid_grant', 'Wrong email or password.'],
    [
      'an unknown user',
      { username: 'nobody@example.com' },
      403,
      'invalid_grant',
      'Wrong email or password.',
    ],
    [
      'an unknown audience',
      { audience: `${api}/` },
      400,
      'invalid_request',
      'invalid audience specified for password grant exchange',
    ],
    ['an unknown realm', { realm: 'nowhere' }, 403, 'unauthorized_client', 'Unknown realm nowhere'],
    [
      'no username',
      { username: undefined },
      400,
      'invalid_request',
      'Missing required parameter: username',
    ],
    [
      'an empty password',
      { password: '' },
      400,
      'invalid_request',
      'Missing required parameter: password',
    ],
    ['no realm', { realm: undefined }, 400, 'invalid_request', 'Missing required parameter: realm'],
  ])('refuses %s', async (_title, parameters, status, error, error_description) => {
    const answer = await tenant.login(parameters);
    expect(answer.status).toBe(status);
    expect(answer.text).toBe(JSON.stringify({ error, error_description }));
    expect(answer.headers.get('content-type')).toBe('application/json');
    expect(answer.headers.get('cache-control')).toMatch(/^private, no-store, no-cache/);
    expect(answer.headers.has('pragma')).toBe(false);
  });

  it('U03: compares the password byte for byte', async () => {
    const answer = await tenant.login({ password: 'Correct-Horse-7-Battery ' });
    expect(answer.body['error']).toBe('invalid_grant');
  });

  it('does not let a user’s token near the Management API', async () => {
    const answer = await tenant.login({ audience: `${tenant.issuer}api/v2/` });
    expect(answer.body['error']).toBe('invalid_request');
  });
});
