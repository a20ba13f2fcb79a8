import type { Directory, DirectoryUser } from '../identity/directory.ts';
import { checkRefusedPassword } from './accounts.ts';
import type { Ask, TenantReader } from './capabilities.ts';
import type { ApiPermission, ManagementRoles } from './management-roles.ts';
import type { ConnectionUser, ManagementUsers } from './management-users.ts';
import { listPolicyRules } from './password-policy.ts';
import { createRandomPassword } from './random-password.ts';
import type { Reports } from './setting-log.ts';

/** Dependencies of {@link auth0Directory}. */
export interface DirectoryOptions {
  connections: ReadonlyMap<string, string | undefined>;
  tenant: TenantReader;
  ask: Ask;
  /** The Management API, for administrators. Undefined without credentials for it. */
  management: { users: ManagementUsers; roles: ManagementRoles } | undefined;
  reports: Reports;
}

/** Makes the {@link Directory} of one request. */
export function auth0Directory(options: DirectoryOptions): Directory {
  const { connections, tenant, ask, management, reports } = options;

  /** Calls the Management API. Without credentials for it, logs an error and returns a refusal. */
  function call<Operation extends 'directory' | 'newUser', Success>(
    operation: Operation,
    send: (api: NonNullable<typeof management>) => Promise<Success>,
  ) {
    if (management) return ask.attempt(operation, () => send(management));
    reports.setting('managementMissing', { operation });
    return Promise.resolve(unmanaged);
  }

  /** Returns the connection of a realm. The default directory has none that the gateway knows. */
  function connectionOf(realm: string | undefined): string | undefined {
    const connection = realm === undefined ? undefined : connections.get(realm);
    if (connection === undefined) reports.setting('inviteConnection', { operation: 'directory' });
    return connection;
  }

  function toUser({ connection, ...user }: ConnectionUser): DirectoryUser {
    const found = [...connections].find(([, behind]) => behind === connection);
    return { ...user, realm: connection === undefined ? undefined : found?.[0] };
  }

  const save = (send: (api: NonNullable<typeof management>) => Promise<void>) =>
    call('directory', async (api) => {
      await send(api);
      return { kind: 'Saved' } as const;
    });

  return {
    findUser: (id) => call('directory', async ({ users }) => found(toUser(await users.user(id)))),
    findUserByEmail: ({ realm, email }) =>
      call('directory', async ({ users }) => {
        const all = (await users.withEmail(email)).map(toUser);
        const user = all.find((one) => one.realm === realm);
        return user ? found(user) : ({ kind: 'NoUser' } as const);
      }),
    searchRecords: async ({ realm, ...search }, page) => {
      const named = realm === undefined ? [...connections.values()] : [connectionOf(realm)];
      const searched = named.filter((connection) => connection !== undefined);
      if (searched.length === 0) return unmanaged;
      return call('directory', async (api) => {
        const { users, total } = await api.users.search({ ...search, connections: searched }, page);
        return { kind: 'UserPage', users: users.map(toUser), total } as const;
      });
    },
    createBlockedUser: async ({ realm, email, name, record }) => {
      const connection = connectionOf(realm);
      if (connection === undefined) return unmanaged;
      const policy = await tenant.connection(connection, ask);
      const password = createRandomPassword((policy && listPolicyRules(policy)) ?? []);
      return call('newUser', async ({ users }) =>
        found(toUser(await users.create({ email, name, record, connection, password }))),
      );
    },
    saveRecord: (id, record) => save(({ users }) => users.change(id, { record })),
    verifyEmail: async ({ id, realm }) => {
      const connection = connectionOf(realm);
      if (connection === undefined) return unmanaged;
      return save(({ users }) => users.change(id, { email_verified: true, connection }));
    },
    activate: async ({ id, realm }, { password, name, record }) => {
      const connection = connectionOf(realm);
      if (connection === undefined) return unmanaged;
      return call('directory', async ({ users }) => {
        const named = name === undefined ? {} : { name };
        try {
          await users.change(id, { password, connection, blocked: false, record, ...named });
          return { kind: 'Saved' } as const;
        } catch (error) {
          return checkRefusedPassword(error, { password, connection }, { tenant, ask });
        }
      });
    },
    block: (id, record) => save(({ users }) => users.change(id, { blocked: true, record })),
    permissionsOf: (id) =>
      call('directory', async ({ roles }) => held(await roles.permissionsOfUser(id))),
    listRoles: () =>
      call('directory', async ({ roles }) => ({ kind: 'Roles', roles: await roles.roles() })),
    permissionsOfRole: (id) =>
      call('directory', async ({ roles }) => held(await roles.permissionsOfRole(id))),
    rolesOf: (id) =>
      call('directory', async ({ roles }) => ({
        kind: 'Roles',
        roles: await roles.rolesOfUser(id),
      })),
    addRoles: (id, added) => save(({ roles }) => roles.addToUser(id, added)),
    removeRoles: (id, removed) => save(({ roles }) => roles.removeFromUser(id, removed)),
  };
}

const unmanaged = { kind: 'ServiceUnavailable', retryAfter: 60 } as const;

const found = (user: DirectoryUser) => ({ kind: 'FoundUser', user }) as const;

function held(permissions: readonly ApiPermission[]) {
  const named = permissions.map(
    ({ resource_server_identifier: api, permission_name: name }) => `${api} ${name}`,
  );
  return { kind: 'HeldPermissions', permissions: new Set(named) } as const;
}
