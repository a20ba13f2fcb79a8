import { z } from 'zod';
import type { Tenant } from '../../tenant-state.ts';
import type { ManagementOperation } from '../operation.ts';
import { pageOf, pageParameters } from '../page.ts';
import { pathUser } from '../path-id.ts';
import { listedRoles, managementRole } from '../role.ts';
import { validate } from '../validation.ts';

const rolesQuery = z.strictObject(pageParameters);
const rolesSchema = z.strictObject({ roles: z.array(z.string().min(1)).min(1) });

/** Makes the operation `GET /api/v2/users/{id}/roles`, by page. */
export function getUserRoles(tenant: Tenant): ManagementOperation {
  return {
    scopes: ['read:users read:roles', 'read:role_members'],
    answer(request) {
      const page = validate(rolesQuery, request.query, 'Query');
      const roles = tenant.roles.of(pathUser(tenant, request));
      return pageOf(roles.map(managementRole), page, 'roles');
    },
  };
}

/** Makes the operation `POST /api/v2/users/{id}/roles`, which gives a user all roles that the body lists, or none of them. */
export function assignUserRoles(tenant: Tenant): ManagementOperation {
  return {
    scopes: ['update:users', 'create:role_members'],
    name: 'Assign roles to a user',
    answer(request) {
      const user = pathUser(tenant, request);
      const { roles } = validate(rolesSchema, request.body, 'Payload');
      for (const role of listedRoles(tenant, roles)) tenant.roles.giveTo(user, role);
      return undefined;
    },
  };
}

/** Makes the operation `DELETE /api/v2/users/{id}/roles`, which takes the roles that the body lists from a user. */
export function removeUserRoles(tenant: Tenant): ManagementOperation {
  return {
    scopes: ['update:users', 'delete:role_members'],
    name: 'Remove roles from a user',
    answer(request) {
      const user = pathUser(tenant, request);
      const { roles } = validate(rolesSchema, request.body, 'Payload');
      for (const role of listedRoles(tenant, roles)) tenant.roles.takeFrom(user, role);
      return undefined;
    },
  };
}
