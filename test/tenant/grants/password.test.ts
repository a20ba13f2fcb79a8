import { beforeAll, describe, expect, it } from '@jest/globals';
import { decodeJwt, decodeProtectedHeader } from 'jose';
import { accessTokenClaims, api, testTenant } from '../support.ts';
import type { TestTenant } from '../support.ts';

let tenant: TestTenant;
beforeAll(async () => {
  tenant = await testTenant();
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
      'read:invitations',
      'create:invitations',
      'delete:invitations',
      'manage:realms',
    ]);
  });

  it('lists no permission for a user without a role (12.6)', async () => {
    const claims = accessTokenClaims(await tenant.login({ username: 'user@example.com' }));
    expect(claims['permissions']).toEqual([]);
  });
});

describe('contract 2.3: refusals', () => {
  it('U03: compares the password byte for byte', async () => {
    const answer = await tenant.login({ password: 'Correct-Horse-7-Battery ' });
    expect(answer.body['error']).toBe('invalid_grant');
  });
});
