import { z } from 'zod';
import { managementError } from '../errors.ts';
import type { Refusal } from '../errors.ts';
import type { Tenant } from '../tenant-state.ts';
import type { Role } from '../users/roles.ts';
import { validate } from './validation.ts';

/** Formats a role for the Management API. The permissions have an endpoint of their own. */
export function managementRole({ id, name, description }: Role): object {
  return { id, name, description: description ?? null };
}

/** Schema of a role's ID. */
const roleIdSchema = z.stringFormat('role-id', /^rol_[A-Za-z0-9]{16}$/);

const rolePathSchema = z.strictObject({ id: roleIdSchema });

/**
 * Finds the role whose ID is in the path.
 *
 * @throws Refusal 400 for a malformed ID, 404 for an unknown role
 */
export function pathRole({ roles }: Tenant, { params }: { params: unknown }): Role {
  const role = roles.find(validate(rolePathSchema, params, 'Path').id);
  if (!role) throw roleMissing();
  return role;
}

/**
 * Finds the roles whose IDs a call lists.
 *
 * @throws Refusal 404 if one of them is unknown
 */
export function listedRoles({ roles }: Tenant, ids: readonly string[]): Role[] {
  return ids.map((id) => {
    const role = roles.find(id);
    if (!role) throw roleMissing();
    return role;
  });
}

function roleMissing(): Refusal {
  return managementError(404, 'The role does not exist.');
}
