import { beforeAll, describe, expect, it } from '@jest/globals';
import { accessTokenClaims, api } from '../support.ts';
import { admin, managementTenant, refusal, userPath } from './support.ts';
import type { ManagementAnswer, ManagementTenant } from './support.ts';

const editor = 'auth0|6500000000000000000000e1';
const user = 'auth0|6500000000000000000000b1';
const rolesClaim = 'https://gatehouse.example/roles';
const permission = (permission_name: string) => ({
  resource_server_identifier: api,
  permission_name,
});
const missing = refusal(404, 'Not Found', 'The role does not exist.');

let tenant: ManagementTenant;
beforeAll(async () => {
  tenant = await managementTenant();
});

/** Creates a role, and returns its path. */
async function createRole(name: string, permissions: string[] = []): Promise<string> {
  const { body } = await tenant.call('POST', '/roles', { body: { name } });
  const path = `/roles/${(body as { id: string }).id}`;
  if (permissions.length > 0) {
    await tenant.call('POST', `${path}/permissions`, {
      body: { permissions: permissions.map(permission) },
    });
  }
  return path;
}

const idIn = (path: string): string => path.replace('/roles/', '');

const names = ({ body }: ManagementAnswer): string[] =>
  (body as { name: string }[]).map(({ name }) => name);

/** Logs in, and returns what the access token says about roles and permissions. */
async function authorizationOf(username: string): Promise<object> {
  const claims = accessTokenClaims(await tenant.login({ username }));
  const { permissions, scope } = claims;
  return { roles: claims[rolesClaim], permissions, scope };
}

describe('contract 13.3: /api/v2/roles', () => {
  it('lists the roles of the settings file, by name', async () => {
    const { status, body } = await tenant.call('GET', '/roles?include_totals=true');
    expect([status, body]).toEqual([
      200,
      {
        start: 0,
        limit: 50,
        total: 3,
        roles: [
          {
            id: expect.stringMatching(/^rol_[A-Za-z0-9]{16}$/),
            name: 'admin',
            description: 'May do everything',
          },
          {
            id: expect.stringMatching(/^rol_[A-Za-z0-9]{16}$/),
            name: 'editor',
            description: 'May read users',
          },
          {
            id: expect.stringMatching(/^rol_[A-Za-z0-9]{16}$/),
            name: 'support',
            description: 'May invite people to roles that give no more than this one',
          },
        ],
      },
    ]);
  });

  it('creates a role with status 200, shows, changes and deletes it', async () => {
    const created = await tenant.call('POST', '/roles', { body: { name: 'Auditor' } });
    const role = { id: expect.stringMatching(/^rol_[A-Za-z0-9]{16}$/), name: 'Auditor' };
    expect([created.status, created.body]).toEqual([200, { ...role, description: null }]);
    const path = `/roles/${(created.body as { id: string }).id}`;

    const changed = await tenant.call('PATCH', path, { body: { description: 'Reads logs' } });
    expect([changed.status, changed.body]).toEqual([200, { ...role, description: 'Reads logs' }]);
    expect((await tenant.call('GET', path)).body).toEqual(changed.body);
    expect(names(await tenant.call('GET', '/roles?name_filter=aud'))).toEqual(['Auditor']);
    expect(names(await tenant.call('GET', '/roles?per_page=1&page=1'))).toEqual(['admin']);

    const deleted = await tenant.call('DELETE', path);
    expect([deleted.status, deleted.body]).toEqual([200, {}]);
    for (const gone of [
      await tenant.call('GET', path),
      await tenant.call('PATCH', path, { body: {} }),
      await tenant.call('DELETE', path),
    ]) {
      expect([gone.status, gone.body]).toEqual([404, missing]);
    }
  });

  it('refuses a name that another role has', async () => {
    const path = await createRole('Clerk');
    const taken = refusal(409, 'Conflict', 'The role already exists.');
    expect((await tenant.call('POST', '/roles', { body: { name: 'Clerk' } })).body).toEqual(taken);
    expect((await tenant.call('PATCH', path, { body: { name: 'admin' } })).body).toEqual(taken);
    expect((await tenant.call('PATCH', path, { body: { name: 'Clerk' } })).status).toBe(200);
    await tenant.call('DELETE', path);
  });

  it.each([
    ['GET', '/roles/admin', undefined, 'Path', 'role-id: admin'],
    ['POST', '/roles', {}, 'Payload', 'Missing required property: name'],
    ['POST', '/roles', { name: 'a', color: 'red' }, 'Payload', 'Additional properties not allowed'],
    ['GET', '/roles?page=x', undefined, 'Query', 'page'],
  ] as const)('refuses %s %s with the body %j', async (method, path, body, part, reason) => {
    const answer = await tenant.call(method, path, body ? { body } : {});
    expect([answer.status, answer.body]).toEqual([
      400,
      expect.objectContaining({ message: expect.stringMatching(`${part} validation.*${reason}`) }),
    ]);
  });

  it('logs a write by the name that it has at Auth0', async () => {
    const path = await createRole('Logged');
    await tenant.call('DELETE', path);
    const { body } = await tenant.call('GET', '/logs?q=type:sapi&per_page=2');
    expect((body as { description: string }[]).map(({ description }) => description)).toEqual([
      'Delete a role',
      'Create a role',
    ]);
  });
});

describe('contract 13.3: /api/v2/roles/{id}/permissions', () => {
  it('adds, lists and removes permissions', async () => {
    const path = await createRole('Librarian');
    const body = { permissions: [permission('read:users'), permission('read:orders')] };
    const added = await tenant.call('POST', `${path}/permissions`, { body });
    expect([added.status, added.body]).toEqual([201, {}]);
    await tenant.call('POST', `${path}/permissions`, { body });

    const page = await tenant.call('GET', `${path}/permissions?include_totals=true&per_page=1`);
    expect(page.body).toEqual({
      start: 0,
      limit: 1,
      total: 2,
      permissions: [
        {
          permission_name: 'read:users',
          description: 'Read users',
          resource_server_name: 'Gatehouse API',
          resource_server_identifier: api,
        },
      ],
    });

    const removal = { body: { permissions: [permission('read:users')] } };
    expect((await tenant.call('DELETE', `${path}/permissions`, removal)).status).toBe(204);
    expect((await tenant.call('GET', `${path}/permissions`)).body).toMatchObject([
      { permission_name: 'read:orders' },
    ]);
    await tenant.call('DELETE', path);
  });

  it('refuses an unknown permission, and then adds none', async () => {
    const path = await createRole('Dreamer');
    const body = { permissions: [permission('read:users'), permission('fly')] };
    const { status, body: refused } = await tenant.call('POST', `${path}/permissions`, { body });
    expect([status, refused]).toEqual([
      404,
      refusal(
        404,
        'Not Found',
        `This permission does not exist: '${api} - fly'`,
        'inexistent_resource_server_permission',
      ),
    ]);
    expect((await tenant.call('GET', `${path}/permissions`)).body).toEqual([]);
    await tenant.call('DELETE', path);
  });
});

describe('contract 13.3: /api/v2/roles/{id}/users', () => {
  it('gives a role to users, and lists them by page and by checkpoint', async () => {
    const path = await createRole('Team');
    const assigned = await tenant.call('POST', `${path}/users`, {
      body: { users: [user, admin, editor] },
    });
    expect([assigned.status, assigned.body]).toEqual([200, {}]);

    const page = await tenant.call('GET', `${path}/users?include_totals=true&per_page=1`);
    expect(page.body).toEqual({
      start: 0,
      limit: 1,
      total: 3,
      users: [
        {
          user_id: admin,
          email: 'admin@example.com',
          picture: expect.stringContaining('https://s.gravatar.com/avatar/'),
          name: 'Ada Admin',
        },
      ],
    });

    const first = await tenant.call('GET', `${path}/users?take=2`);
    const { users, next } = first.body as { users: object[]; next: string };
    expect(users).toMatchObject([{ user_id: admin }, { user_id: user }]);
    const last = await tenant.call('GET', `${path}/users?take=2&from=${encodeURIComponent(next)}`);
    expect(last.body).toEqual({ users: [expect.objectContaining({ user_id: editor })] });
    await tenant.call('DELETE', path);
  });

  it('gives a role to none of the users if one is unknown', async () => {
    const path = await createRole('Strangers');
    const body = { users: [user, 'auth0|nobody'] };
    const { status, body: refused } = await tenant.call('POST', `${path}/users`, { body });
    const message = 'One or more of the users do not exist.';
    expect([status, refused]).toEqual([404, refusal(404, 'Not Found', message)]);
    expect((await tenant.call('GET', `${path}/users`)).body).toEqual([]);
    await tenant.call('DELETE', path);
  });

  it('wants both scopes of a pair', async () => {
    const path = await createRole('Scoped');
    const status = async (scope: string): Promise<number> =>
      (await tenant.call('GET', `${path}/users`, { scope })).status;
    expect(await status('read:roles')).toBe(403);
    expect(await status('read:roles read:users')).toBe(200);
    expect(await status('read:role_members')).toBe(200);
    await tenant.call('DELETE', path);
  });
});

describe('roles and permissions of a user', () => {
  it('take effect in the next token: roles in Actions, permissions and scopes by RBAC', async () => {
    const username = 'user@example.com';
    expect(await authorizationOf(username)).toMatchObject({ roles: [], permissions: [] });
    const path = await createRole('Shop', ['read:orders']);
    const ids = { body: { roles: [idIn(path)] } };
    const assigned = await tenant.call('POST', `${userPath(user)}/roles`, ids);
    expect([assigned.status, assigned.text]).toEqual([204, '']);
    expect(await authorizationOf(username)).toMatchObject({
      roles: ['Shop'],
      permissions: ['read:orders'],
      scope: expect.stringContaining('read:orders'),
    });

    await tenant.call('PATCH', path, { body: { name: 'Sales' } });
    const direct = { body: { permissions: [permission('read:users'), permission('read:orders')] } };
    const added = await tenant.call('POST', `${userPath(user)}/permissions`, direct);
    expect([added.status, added.body]).toEqual([201, {}]);
    expect(await authorizationOf(username)).toMatchObject({
      roles: ['Sales'],
      permissions: ['read:orders', 'read:users'],
    });

    await tenant.call('DELETE', `${userPath(user)}/roles`, ids);
    await tenant.call('DELETE', `${userPath(user)}/permissions`, direct);
    expect(await authorizationOf(username)).toMatchObject({ roles: [], permissions: [] });
    await tenant.call('DELETE', path);
  });

  it('name the sources of each permission', async () => {
    const path = await createRole('Desk', ['read:orders', 'write:orders']);
    await tenant.call('POST', `${userPath(user)}/roles`, { body: { roles: [idIn(path)] } });
    const direct = { body: { permissions: [permission('read:orders')] } };
    await tenant.call('POST', `${userPath(user)}/permissions`, direct);
    const role = { source_id: idIn(path), source_name: 'Desk', source_type: 'ROLE' };
    const { body } = await tenant.call('GET', `${userPath(user)}/permissions?include_totals=true`);
    expect(body).toMatchObject({
      total: 2,
      permissions: [
        {
          permission_name: 'read:orders',
          resource_server_name: 'Gatehouse API',
          sources: [{ source_id: '', source_name: '', source_type: 'DIRECT' }, role],
        },
        { permission_name: 'write:orders', sources: [role] },
      ],
    });
    await tenant.call('DELETE', `${userPath(user)}/permissions`, direct);
    await tenant.call('DELETE', path);
    expect((await tenant.call('GET', `${userPath(user)}/permissions`)).body).toEqual([]);
    expect((await tenant.call('GET', `${userPath(user)}/roles`)).body).toEqual([]);
  });

  it('are listed by page', async () => {
    const { body } = await tenant.call('GET', `${userPath(admin)}/roles?include_totals=true`);
    expect(body).toEqual({
      start: 0,
      limit: 50,
      total: 1,
      roles: [{ id: expect.any(String), name: 'admin', description: 'May do everything' }],
    });
  });

  it('stay as they were if one of the roles is unknown', async () => {
    const known = await createRole('Known');
    const body = { roles: [idIn(known), 'rol_0000000000000000'] };
    const { status, body: refused } = await tenant.call('POST', `${userPath(user)}/roles`, {
      body,
    });
    expect([status, refused]).toEqual([404, missing]);
    expect((await tenant.call('GET', `${userPath(user)}/roles`)).body).toEqual([]);
    await tenant.call('DELETE', known);
  });
});
