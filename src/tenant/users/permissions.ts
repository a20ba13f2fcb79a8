import type { TenantSettings } from '../settings/settings.ts';
import type { User } from './user.ts';

/** All permissions a user has for an API: those of the roles, then those given directly, each once. */
export function permissionsOf({ roles }: TenantSettings, user: User, audience: string): string[] {
  const ofRoles = roles
    .filter(({ name }) => user.roles.includes(name))
    .flatMap(({ permissions }) => permissions);
  const names = [...ofRoles, ...user.permissions]
    .filter(({ resource_server_identifier }) => resource_server_identifier === audience)
    .map(({ permission_name }) => permission_name);
  return [...new Set(names)];
}
