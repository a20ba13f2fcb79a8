import type { TenantSettings } from '../settings/settings.ts';
import type { User } from './user.ts';

/** Lists a user's permissions for an API, without duplicates: those of the roles first, then the direct ones. */
export function permissionsOf({ roles }: TenantSettings, user: User, audience: string): string[] {
  const ofRoles = roles
    .filter(({ name }) => user.roles.includes(name))
    .flatMap(({ permissions }) => permissions);
  const names = [...ofRoles, ...user.permissions]
    .filter(({ resource_server_identifier }) => resource_server_identifier === audience)
    .map(({ permission_name }) => permission_name);
  return [...new Set(names)];
}
