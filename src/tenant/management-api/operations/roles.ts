import { z } from 'zod';
import { managementError } from '../../errors.ts';
import type { Refusal } from '../../errors.ts';
import type { Tenant } from '../../tenant-state.ts';
import type { ManagementOperation } from '../operation.ts';
import { pageOf, pageParameters } from '../page.ts';
import { managementRole, pathRole } from '../role.ts';
import { validate } from '../validation.ts';

const rolesQuery = z.strictObject({
  ...pageParameters,
  name_filter: z.string().optional(),
  type: z.enum(['tenant', 'organization']).default('tenant'),
});

const newRoleSchema = z.strictObject({
  name: z.string().min(1),
  description: z.string().optional(),
});
const roleChangesSchema = z.strictObject({
  name: z.string().min(1).exactOptional(),
  description: z.string().exactOptional(),
});

/**
 * Makes the operation `GET /api/v2/roles`: the roles, by page and sorted by name. `name_filter` ignores case. There are no
 * roles of organizations, which `type` asks for.
 */
export function getRoles({ roles }: Tenant): ManagementOperation {
  return {
    scopes: ['read:roles'],
    answer({ query }) {
      const { name_filter = '', type, ...page } = validate(rolesQuery, query, 'Query');
      const found = roles
        .all()
        .filter(() => type === 'tenant')
        .filter(({ name }) => name.toLowerCase().includes(name_filter.toLowerCase()));
      return pageOf(found.map(managementRole), page, 'roles');
    },
  };
}

/** Makes the operation `GET /api/v2/roles/{id}`. */
export function getRole(tenant: Tenant): ManagementOperation {
  return {
    scopes: ['read:roles'],
    answer: (request) => managementRole(pathRole(tenant, request)),
  };
}

/** Makes the operation `POST /api/v2/roles`, which creates a role without permissions. Its status is 200, not 201. */
export function createRole({ roles }: Tenant): ManagementOperation {
  return {
    scopes: ['create:roles'],
    name: 'Create a role',
    answer({ body }) {
      const text = validate(newRoleSchema, body, 'Payload');
      if (roles.isFull()) throw tooManyRoles();
      const role = roles.add(text);
      if (!role) throw roleExists();
      return managementRole(role);
    },
  };
}

/** Makes the operation `PATCH /api/v2/roles/{id}`. Users keep a role whose name changes. */
export function updateRole(tenant: Tenant): ManagementOperation {
  return {
    scopes: ['update:roles'],
    name: 'Update a role',
    answer(request) {
      const role = pathRole(tenant, request);
      const changes = validate(roleChangesSchema, request.body, 'Payload');
      if (!tenant.roles.change(role, changes)) throw roleExists();
      return managementRole(role);
    },
  };
}

/** Makes the operation `DELETE /api/v2/roles/{id}`, which also takes the role from its users. */
export function deleteRole(tenant: Tenant): ManagementOperation {
  return {
    scopes: ['delete:roles'],
    name: 'Delete a role',
    answer(request) {
      tenant.roles.remove(pathRole(tenant, request));
      return {};
    },
  };
}

function roleExists(): Refusal {
  return managementError(409, 'The role already exists.');
}

function tooManyRoles(): Refusal {
  const message = 'You reached the limit of entities of this type for this tenant.';
  return managementError(403, message, 'too_many_entities');
}
