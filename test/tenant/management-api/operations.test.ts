import { beforeAll, describe, expect, it } from '@jest/globals';
import { admin, managementTenant, refusal, userPath } from './support.ts';
import type { ManagementTenant } from './support.ts';

let tenant: ManagementTenant;
beforeAll(async () => {
  tenant = await managementTenant();
});

describe('contract 13.1: every operation', () => {
  it.each([
    ['GET', userPath(admin), 'read:users'],
    ['GET', '/users', 'read:users'],
    ['GET', '/users-by-email?email=a@example.com', 'read:users'],
    ['POST', '/users', 'create:users'],
    ['PATCH', userPath(admin), 'update:users'],
    ['DELETE', userPath(admin), 'delete:users'],
    ['GET', `/user-blocks/${encodeURIComponent(admin)}`, 'read:users'],
    ['GET', '/user-blocks?identifier=a', 'read:users'],
    ['DELETE', `/user-blocks/${encodeURIComponent(admin)}`, 'update:users'],
    ['DELETE', '/user-blocks?identifier=a', 'update:users'],
    ['GET', '/connections', 'read:connections'],
    ['GET', '/connections/con_0', 'read:connections'],
    ['POST', '/jobs/verification-email', 'update:users'],
    ['POST', '/jobs/users-exports', 'read:users'],
    ['GET', '/jobs/job_0', 'create:users,read:users'],
    ['GET', '/jobs/job_0/errors', 'create:users,read:users'],
    ['POST', '/tickets/password-change', 'create:user_tickets'],
    ['POST', '/tickets/email-verification', 'create:user_tickets'],
    ['GET', '/guardian/factors', 'read:guardian_factors'],
    ['GET', '/guardian/policies', 'read:mfa_policies'],
    ['GET', `${userPath(admin)}/authentication-methods`, 'read:authentication_methods'],
    ['GET', `${userPath(admin)}/logs`, 'read:logs,read:logs_users'],
    ['GET', `${userPath(admin)}/sessions`, 'read:sessions'],
    ['DELETE', `${userPath(admin)}/sessions`, 'delete:sessions'],
    ['GET', `${userPath(admin)}/refresh-tokens`, 'read:refresh_tokens'],
    ['DELETE', `${userPath(admin)}/refresh-tokens`, 'delete:refresh_tokens'],
    ['POST', `${userPath(admin)}/revoke-access`, 'delete:sessions,delete:refresh_tokens'],
    ['GET', '/sessions/s1', 'read:sessions'],
    ['DELETE', '/sessions/s1', 'delete:sessions'],
    ['POST', '/sessions/s1/revoke', 'delete:sessions,delete:refresh_tokens'],
    ['GET', '/refresh-tokens', 'read:refresh_tokens'],
    ['POST', '/refresh-tokens/revoke', 'delete:refresh_tokens'],
    ['GET', '/refresh-tokens/t1', 'read:refresh_tokens'],
    ['PATCH', '/refresh-tokens/t1', 'update:refresh_tokens'],
    ['DELETE', '/refresh-tokens/t1', 'delete:refresh_tokens'],
    ['POST', `${userPath(admin)}/authentication-methods`, 'create:authentication_methods'],
    ['PUT', `${userPath(admin)}/authentication-methods`, 'update:authentication_methods'],
    ['DELETE', `${userPath(admin)}/authentication-methods`, 'delete:authentication_methods'],
    ['PATCH', `${userPath(admin)}/authentication-methods/a`, 'update:authentication_methods'],
    ['DELETE', `${userPath(admin)}/authentication-methods/a`, 'delete:authentication_methods'],
    ['DELETE', '/connections/con_0/users?email=a@example.com', 'delete:users'],
    ['GET', '/roles', 'read:roles'],
    ['POST', '/roles', 'create:roles'],
    ['GET', '/roles/rol_0', 'read:roles'],
    ['PATCH', '/roles/rol_0', 'update:roles'],
    ['DELETE', '/roles/rol_0', 'delete:roles'],
    ['GET', '/roles/rol_0/permissions', 'read:roles'],
    ['POST', '/roles/rol_0/permissions', 'update:roles'],
    ['DELETE', '/roles/rol_0/permissions', 'update:roles'],
    ['GET', '/roles/rol_0/users', 'read:users,read:roles,read:role_members'],
    ['POST', '/roles/rol_0/users', 'update:roles,create:role_members'],
    ['GET', `${userPath(admin)}/roles`, 'read:users,read:roles,read:role_members'],
    ['POST', `${userPath(admin)}/roles`, 'update:users,create:role_members'],
    ['DELETE', `${userPath(admin)}/roles`, 'update:users,delete:role_members'],
    ['GET', `${userPath(admin)}/permissions`, 'read:users'],
    ['POST', `${userPath(admin)}/permissions`, 'update:users'],
    ['DELETE', `${userPath(admin)}/permissions`, 'update:users'],
    ['GET', '/client-grants', 'read:client_grants'],
    ['GET', '/client-grants/cgr_0', 'read:client_grants'],
    ['GET', '/resource-servers', 'read:resource_servers'],
    ['GET', '/resource-servers/r1', 'read:resource_servers'],
    ['GET', '/tenants/settings', 'read:tenant_settings'],
    ['GET', '/attack-protection/brute-force-protection', 'read:attack_protection'],
    ['GET', '/attack-protection/suspicious-ip-throttling', 'read:attack_protection'],
    ['GET', '/attack-protection/breached-password-detection', 'read:attack_protection'],
    ['GET', '/attack-protection/bot-detection', 'read:attack_protection'],
    ['GET', '/guardian/factors/phone/message-types', 'read:guardian_factors'],
    ['GET', '/guardian/factors/phone/selected-provider', 'read:guardian_factors'],
    ['GET', '/guardian/factors/push-notification/selected-provider', 'read:guardian_factors'],
    ['GET', '/clients', 'read:clients,read:client_keys'],
    ['GET', '/clients/gatehouse-local', 'read:clients,read:client_keys'],
    ['GET', '/logs', 'read:logs'],
    ['GET', '/logs/900', 'read:logs'],
  ] as const)('%s %s wants %s', async (method, path, scopes) => {
    const wanted: readonly string[] = scopes.split(',');
    const scope = ['read:logs', 'read:users'].find((other) => !wanted.includes(other)) ?? '';
    const { status, body } = await tenant.call(method, path, { scope });
    const message = `Insufficient scope, expected any of: ${scopes}`;
    expect([status, body]).toEqual([403, refusal(403, 'Forbidden', message, 'insufficient_scope')]);
  });

  it('has the headers of the Management API, refused or not', async () => {
    for (const path of [userPath(admin), userPath('auth0|nobody')]) {
      const { headers } = await tenant.call('GET', path);
      expect(headers.get('content-type')).toBe('application/json; charset=utf-8');
      expect(headers.get('cache-control')).toBe('no-cache');
      expect(headers.get('x-content-type-options')).toBe('nosniff');
      expect(headers.get('x-ratelimit-limit')).toBe('1000');
    }
  });

  it('answers a body that is no JSON in its own envelope', async () => {
    const authorization = `Bearer ${await tenant.managementToken()}`;
    const response = await fetch(`${tenant.url}/api/v2${userPath(admin)}`, {
      method: 'PATCH',
      headers: { authorization, 'content-type': 'application/json' },
      body: '{',
    });
    expect(await response.json()).toEqual(
      refusal(400, 'Bad Request', 'Invalid request payload JSON format'),
    );
  });
});

describe('contract 7.6: the rate limit of the Management API', () => {
  it('refuses a call too many, and takes one again as time goes by', async () => {
    const limited = await managementTenant(({ settings }) => {
      settings.management_api_rate_limit = { burst: 2, per_second: 2 };
    });
    const read = () => limited.call('GET', userPath(admin));
    const first = await read();
    expect(first.headers.get('x-ratelimit-remaining')).toBe('1');
    expect(first.headers.get('x-ratelimit-reset')).toBe(
      String(Date.parse('2026-03-01T12:00:01Z') / 1000),
    );
    await read();
    const refused = await read();
    expect([refused.status, refused.body]).toEqual([
      429,
      refusal(429, 'Too Many Requests', 'Global limit has been reached', 'too_many_requests'),
    ]);
    limited.advance(500);
    expect((await read()).status).toBe(200);
  });
});
