import { createHmac } from 'node:crypto';
import { beforeAll, describe, expect, it } from '@jest/globals';
import { testTenant } from '../support.ts';
import type { TestTenant } from '../support.ts';

describe('contract 11.4: /userinfo', () => {
  let tenant: TestTenant;
  let token: string;
  beforeAll(async () => {
    tenant = await testTenant();
    token = (await tenant.login()).body['access_token'] ?? '';
  });

  it('tells what the scopes allow, and what the Action put into the ID token', async () => {
    const { status, body, headers } = await tenant.userInfo(token);
    expect(status).toBe(200);
    expect(Object.entries(body)).toEqual([
      ['sub', 'auth0|6500000000000000000000a1'],
      ['nickname', 'admin'],
      ['name', 'Ada Admin'],
      ['picture', expect.any(String)],
      ['updated_at', '2026-03-01T12:00:00.500Z'],
      ['email', 'admin@example.com'],
      ['email_verified', true],
      ['https://gatehouse.example/roles', ['admin']],
    ]);
    expect(headers.get('content-type')).toBe('application/json; charset=utf-8');
    expect(headers.get('access-control-allow-origin')).toBe('*');
    expect(headers.get('etag')).toMatch(/^W\//);
  });

  it('answers POST as GET', async () => {
    const answer = await tenant.post('/userinfo', {}, { authorization: `bearer ${token}` });
    expect(answer.body).toHaveProperty('sub');
  });

  it('leaves out e-mail and profile without their scopes', async () => {
    const { body } = await tenant.login({ scope: 'openid offline_access', audience: undefined });
    expect(Object.keys((await tenant.userInfo(body['access_token'])).body)).toEqual([
      'sub',
      'https://gatehouse.example/roles',
    ]);
  });

  it('refuses a bearer that is not for it, in plain text', async () => {
    const { body } = await tenant.login({ scope: 'read:users' });
    const { status, text, headers } = await tenant.userInfo(body['access_token']);
    expect([status, text, headers.get('content-length')]).toEqual([401, 'Unauthorized', '12']);
    expect(headers.get('content-type')).not.toContain('json');
    expect(headers.get('x-ratelimit-limit')).toBe('1000');
    expect(headers.get('access-control-allow-origin')).toBe('*');
    expect(headers.get('www-authenticate')).toBe(
      'Bearer realm="Users", error="invalid_token", error_description="The access token signature could not be validated. A common cause of this is requesting multiple audiences for an access token signed with HS256, as that signature scheme requires only a single recipient for its security. Please change your API to employ RS256 if you wish to have multiple audiences for your access tokens"',
    );
  });

  it('refuses an opaque token without openid', async () => {
    const { body } = await tenant.login({ scope: 'email', audience: undefined });
    expect(body['access_token']?.split('.')).toHaveLength(5);
    expect((await tenant.userInfo(body['access_token'])).status).toBe(401);
  });

  it('asks for a token when there is none', async () => {
    const { status, headers } = await tenant.get('/userinfo');
    expect([status, headers.get('www-authenticate')]).toEqual([401, 'Bearer realm="Users"']);
  });

  it.each(['nonsense', 'a.b.c', 'a.b.c.d.e', 'e30.e30.e30'])('refuses %s', async (bearer) => {
    expect((await tenant.userInfo(bearer)).status).toBe(401);
  });

  it('refuses a token signed with the public key as an HMAC secret', async () => {
    const { text } = await tenant.get('/.well-known/jwks.json');
    const [, payload = ''] = token.split('.');
    const header = Buffer.from('{"alg":"HS256","typ":"JWT"}').toString('base64url');
    const mac = createHmac('sha256', text).update(`${header}.${payload}`).digest('base64url');
    expect((await tenant.userInfo(`${header}.${payload}.${mac}`)).status).toBe(401);
  });

  it('refuses an expired token, opaque or not', async () => {
    const expiring = await testTenant();
    const jwt = (await expiring.login()).body['access_token'];
    const opaque = (await expiring.login({ audience: undefined })).body['access_token'];
    expiring.advance(86_400_000);
    expect((await expiring.userInfo(jwt)).status).toBe(401);
    expect((await expiring.userInfo(opaque)).status).toBe(401);
  });

  it('answers 10 times per user, then 5 times a minute', async () => {
    const limited = await testTenant();
    const bearer = (await limited.login()).body['access_token'];
    const remaining: (string | null)[] = [];
    for (let call = 0; call < 10; call += 1) {
      remaining.push((await limited.userInfo(bearer)).headers.get('x-ratelimit-remaining'));
    }
    expect(remaining).toEqual(['9', '8', '7', '6', '5', '4', '3', '2', '1', '0']);

    const refused = await limited.userInfo(bearer);
    expect([refused.status, refused.body['error']]).toEqual([429, 'too_many_requests']);
    expect(refused.headers.get('x-ratelimit-limit')).toBe('10');

    const other = (await limited.login({ username: 'user@example.com' })).body['access_token'];
    expect((await limited.userInfo(other)).status).toBe(200);
    limited.advance(12_000);
    expect((await limited.userInfo(bearer)).status).toBe(200);
    expect((await limited.userInfo(bearer)).status).toBe(429);
  });
});
