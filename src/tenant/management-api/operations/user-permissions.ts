import { z } from 'zod';
import type { Tenant } from '../../tenant-state.ts';
import {
  includesPermission,
  withoutPermissions,
  withPermissions,
} from '../../users/permissions.ts';
import type { User } from '../../users/user.ts';
import type { ManagementOperation } from '../operation.ts';
import { pageOf, pageParameters } from '../page.ts';
import { pathUser } from '../path-id.ts';
import { existingPermissions, listedPermissions, managementPermissions } from '../permission.ts';
import { validate } from '../validation.ts';

const permissionsQuery = z.strictObject(pageParameters);

/** Makes the operation `GET /api/v2/users/{id}/permissions`: direct permissions and those of roles, by page. */
export function getUserPermissions(tenant: Tenant): ManagementOperation {
  return {
    scopes: ['read:users'],
    answer(request) {
      const page = validate(permissionsQuery, request.query, 'Query');
      return pageOf(permissionsWithSources(tenant, pathUser(tenant, request)), page, 'permissions');
    },
  };
}

/** Makes the operation `POST /api/v2/users/{id}/permissions`, which gives a user direct permissions. */
export function addUserPermissions(tenant: Tenant): ManagementOperation {
  return {
    scopes: ['update:users'],
    name: 'Assign permissions to a user',
    status: 201,
    answer(request) {
      const user = pathUser(tenant, request);
      const added = existingPermissions(tenant, request.body);
      user.permissions = withPermissions(user.permissions, added);
      tenant.users.save(user);
      return {};
    },
  };
}

/**
 * Makes the operation `DELETE /api/v2/users/{id}/permissions`, which takes direct permissions from a user. The user keeps the
 * permissions of roles.
 */
export function removeUserPermissions(tenant: Tenant): ManagementOperation {
  return {
    scopes: ['update:users'],
    name: 'Remove permissions from a user',
    answer(request) {
      const user = pathUser(tenant, request);
      user.permissions = withoutPermissions(user.permissions, listedPermissions(request.body));
      tenant.users.save(user);
      return undefined;
    },
  };
}

/** Lists a user's permissions. Each has its sources: the user (`DIRECT`) and the roles that contain it. */
function permissionsWithSources(tenant: Tenant, user: User): object[] {
  const sources = [
    { source: { source_id: '', source_name: '', source_type: 'DIRECT' }, of: user.permissions },
    ...tenant.roles.of(user).map(({ id, name, permissions }) => ({
      source: { source_id: id, source_name: name, source_type: 'ROLE' },
      of: permissions,
    })),
  ];
  const all = sources.reduce<User['permissions']>((list, { of }) => withPermissions(list, of), []);
  return managementPermissions(tenant, all).map((permission) => ({
    ...permission,
    sources: sources.flatMap(({ source, of }) =>
      includesPermission(of, permission) ? [source] : [],
    ),
  }));
}
