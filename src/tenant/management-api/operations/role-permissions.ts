import { z } from 'zod';
import type { Tenant } from '../../tenant-state.ts';
import { withoutPermissions, withPermissions } from '../../users/permissions.ts';
import type { ManagementOperation } from '../operation.ts';
import { pageOf, pageParameters } from '../page.ts';
import { existingPermissions, listedPermissions, managementPermissions } from '../permission.ts';
import { pathRole } from '../role.ts';
import { validate } from '../validation.ts';

const permissionsQuery = z.strictObject(pageParameters);

/** Makes the operation `GET /api/v2/roles/{id}/permissions`, by page. */
export function getRolePermissions(tenant: Tenant): ManagementOperation {
  return {
    scopes: ['read:roles'],
    answer(request) {
      const page = validate(permissionsQuery, request.query, 'Query');
      const { permissions } = pathRole(tenant, request);
      return pageOf(managementPermissions(tenant, permissions), page, 'permissions');
    },
  };
}

/** Makes the operation `POST /api/v2/roles/{id}/permissions`, which adds permissions to a role. */
export function addRolePermissions(tenant: Tenant): ManagementOperation {
  return {
    scopes: ['update:roles'],
    name: 'Associate permissions with a role',
    status: 201,
    answer(request) {
      const role = pathRole(tenant, request);
      const added = existingPermissions(tenant, request.body);
      role.permissions = withPermissions(role.permissions, added);
      tenant.roles.save(role);
      return {};
    },
  };
}

/** Makes the operation `DELETE /api/v2/roles/{id}/permissions`, which removes the permissions that the body lists. */
export function removeRolePermissions(tenant: Tenant): ManagementOperation {
  return {
    scopes: ['update:roles'],
    name: 'Remove permissions from a role',
    answer(request) {
      const role = pathRole(tenant, request);
      role.permissions = withoutPermissions(role.permissions, listedPermissions(request.body));
      tenant.roles.save(role);
      return undefined;
    },
  };
}
