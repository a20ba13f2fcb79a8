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

  it('refuses an opaque token without openid', async () => {
    const { body } = await tenant.login({ scope: 'email', audience: undefined });
    expect(body['access_token']?.split('.')).toHaveLength(5);
    expect((await tenant.userInfo(body['access_token'])).status).toBe(401);
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
