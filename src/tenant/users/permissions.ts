import type { Permission } from '../settings/settings.ts';
import type { Roles } from './roles.ts';
import type { User } from './user.ts';

/** Lists a user's permissions for an API, without duplicates: those of the roles first, then the direct ones. */
export function permissionsOf(roles: Roles, user: User, audience: string): string[] {
  const ofRoles = roles.of(user).flatMap(({ permissions }) => permissions);
  const names = [...ofRoles, ...user.permissions]
    .filter(({ resource_server_identifier }) => resource_server_identifier === audience)
    .map(({ permission_name }) => permission_name);
  return [...new Set(names)];
}

/** Returns a list of permissions with others added. A permission that is in both appears once. */
export function withPermissions(present: Permission[], added: Permission[]): Permission[] {
  return added.reduce(
    (list, permission) => (includesPermission(list, permission) ? list : [...list, permission]),
    present,
  );
}

/** Returns a list of permissions without some of them. */
export function withoutPermissions(present: Permission[], removed: Permission[]): Permission[] {
  return present.filter((permission) => !includesPermission(removed, permission));
}

/** Tells whether a list contains a permission. */
export function includesPermission(list: Permission[], permission: Permission): boolean {
  return list.some(
    ({ resource_server_identifier, permission_name }) =>
      resource_server_identifier === permission.resource_server_identifier &&
      permission_name === permission.permission_name,
  );
}
