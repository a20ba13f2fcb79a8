import { beforeEach, describe, expect, it } from '@jest/globals';
import { connectionName } from '../support.ts';
import { admin, managementTenant, refusal } from './support.ts';
import type { ManagementTenant } from './support.ts';

let tenant: ManagementTenant;
beforeEach(async () => {
  tenant = await managementTenant(({ settings }) => {
    settings.attack_protection.brute_force_protection.max_attempts = 1;
  });
});

const paths = [
  `/user-blocks/${encodeURIComponent(admin)}`,
  '/user-blocks?identifier=ADMIN@example.com',
];
const block = { identifier: 'admin@example.com', ip: '127.0.0.1', connection: connectionName };

describe('contract 13.3: /api/v2/user-blocks', () => {
  it.each(paths)('%s tells of a block, and ends it', async (path) => {
    expect((await tenant.call('GET', path)).body).toEqual({ blocked_for: [] });
    await tenant.login({ password: 'wrong' });
    await tenant.login({ username: 'editor@example.com', password: 'wrong' });
    expect((await tenant.call('GET', path)).body).toEqual({ blocked_for: [block] });
    expect((await tenant.login()).status).toBe(429);

    expect((await tenant.call('DELETE', path)).status).toBe(204);
    expect((await tenant.call('GET', path)).body).toEqual({ blocked_for: [] });
    expect((await tenant.login()).status).toBe(200);
    expect((await tenant.login({ username: 'editor@example.com' })).status).toBe(429);
  });

  it('names no address where attempts are counted whatever the address', async () => {
    tenant = await managementTenant(({ settings }) => {
      const protection = settings.attack_protection.brute_force_protection;
      settings.attack_protection.brute_force_protection = {
        ...protection,
        max_attempts: 1,
        mode: 'count_per_identifier',
      };
    });
    await tenant.login({ password: 'wrong' });
    expect((await tenant.call('GET', paths[0] ?? '')).body).toEqual({
      blocked_for: [{ identifier: 'admin@example.com', connection: connectionName }],
    });
  });

  it.each(['GET', 'DELETE'] as const)('%s wants a user or an identifier', async (method) => {
    const missing = await tenant.call(method, '/user-blocks/auth0%7Cnobody');
    expect(missing.body).toEqual(
      refusal(404, 'Not Found', 'The user does not exist.', 'inexistent_user'),
    );
    const { status, body } = await tenant.call(method, '/user-blocks');
    expect(status).toBe(400);
    expect(body).toMatchObject({ errorCode: 'invalid_query_string' });
  });
});
