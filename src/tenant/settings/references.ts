import type { Permission, TenantSettings } from './settings.ts';

/** A mistake in a settings file: its path and the reason. The value is left out, since it may be secret. */
export interface SettingsMistake {
  path: PropertyKey[];
  message: string;
}

/**
 * Finds references to names that do not exist, if Auth0 would refuse them. Auth0 accepts an unknown `default_directory`, and
 * connections that are enabled for an unknown client; the tenant accepts these too.
 */
export function findDanglingReferences(settings: TenantSettings): SettingsMistake[] {
  const { clients, client_grants, connections, roles, users } = settings;
  const mistakes: SettingsMistake[] = [];
  const check = (exists: boolean, message: string, ...path: PropertyKey[]): void => {
    if (!exists) mistakes.push({ path, message });
  };
  const checkPermissions = (permissions: Permission[], ...path: PropertyKey[]): void => {
    permissions.forEach((permission, index) => {
      const known = isPermissionOf(settings, permission);
      check(known, 'no such permission', ...path, 'permissions', index);
    });
  };

  users.forEach((user, index) => {
    const connection = connections.some(({ name }) => name === user.connection);
    check(connection, 'no such connection', 'users', index, 'connection');
    user.roles.forEach((role, at) => {
      const known = roles.some(({ name }) => name === role);
      check(known, 'no such role', 'users', index, 'roles', at);
    });
    checkPermissions(user.permissions, 'users', index);
  });
  roles.forEach((role, index) => {
    checkPermissions(role.permissions, 'roles', index);
  });
  client_grants.forEach((grant, index) => {
    const client = clients.some(({ client_id }) => client_id === grant.client_id);
    check(client, 'no such client', 'client_grants', index, 'client_id');
  });
  return mistakes;
}

function isPermissionOf({ resource_servers }: TenantSettings, permission: Permission): boolean {
  return resource_servers.some(
    ({ identifier, scopes }) =>
      identifier === permission.resource_server_identifier &&
      scopes.some(({ value }) => value === permission.permission_name),
  );
}
