import { z } from 'zod';
import { managementError } from '../errors.ts';
import { findResourceServer } from '../resource-servers/resource-servers.ts';
import type { Permission } from '../settings/settings.ts';
import type { Tenant } from '../tenant-state.ts';
import { validate } from './validation.ts';

/** A permission in an answer of the Management API. */
export interface ManagementPermission extends Permission {
  description: string | undefined;
  resource_server_name: string | undefined;
}

/**
 * Formats permissions for the Management API. Leaves out those whose API or scope the settings file no longer has: at Auth0 they
 * vanish together.
 */
export function managementPermissions(
  tenant: Tenant,
  permissions: readonly Permission[],
): ManagementPermission[] {
  return permissions.flatMap(({ resource_server_identifier, permission_name }) => {
    const api = findResourceServer(tenant, resource_server_identifier);
    const scope = api?.scopes.find(({ value }) => value === permission_name);
    if (!api || !scope) return [];
    const { description } = scope;
    const { name: resource_server_name } = api;
    return [{ permission_name, description, resource_server_name, resource_server_identifier }];
  });
}

const permissionsSchema = z.strictObject({
  permissions: z
    .array(z.strictObject({ resource_server_identifier: z.string(), permission_name: z.string() }))
    .min(1),
});

/**
 * Reads the permissions of a request body.
 *
 * @throws Refusal 400 for an invalid body
 */
export function listedPermissions(body: unknown): Permission[] {
  return validate(permissionsSchema, body, 'Payload').permissions;
}

/**
 * Reads the permissions of a request body, which must all exist.
 *
 * @throws Refusal 400 for an invalid body, 404 for an unknown permission
 */
export function existingPermissions(tenant: Tenant, body: unknown): Permission[] {
  const permissions = listedPermissions(body);
  for (const permission of permissions) {
    if (managementPermissions(tenant, [permission]).length > 0) continue;
    const { resource_server_identifier, permission_name } = permission;
    throw managementError(
      404,
      `This permission does not exist: '${resource_server_identifier} - ${permission_name}'`,
      'inexistent_resource_server_permission',
    );
  }
  return permissions;
}
