import { z } from 'zod';
import { actionsSchema, type ActionOptions } from './actions.ts';
import { attackProtectionSchema } from './attack-protection.ts';
import { clientSchema } from './clients.ts';
import { connectionSchema } from './connections.ts';
import { emailTemplatesSchema } from './email-templates.ts';
import { managementApiRateLimitSchema, userSearchSchema } from './management-api.ts';
import { clientGrantSchema, resourceServerSchema } from './resource-servers.ts';
import { guardianSchema, tenantSchema } from './tenant.ts';
import { unconfirmedSchema } from './unconfirmed.ts';
import { roleSchema, userSchema } from './users.ts';

/** Makes the schema of a settings file. */
export const settingsSchema = (options: ActionOptions = {}) =>
  z.strictObject({
    tenant: tenantSchema,
    attack_protection: attackProtectionSchema,
    connections: z.array(connectionSchema).default([]),
    resource_servers: z.array(resourceServerSchema).default([]),
    clients: z.array(clientSchema).default([]),
    client_grants: z.array(clientGrantSchema).default([]),
    roles: z.array(roleSchema).default([]),
    users: z.array(userSchema).default([]),
    guardian: guardianSchema,
    email_templates: emailTemplatesSchema,
    actions: actionsSchema(options),
    management_api_rate_limit: managementApiRateLimitSchema,
    user_search: userSearchSchema,
    unconfirmed: unconfirmedSchema,
  });

/** Settings of a tenant. Keys and nesting are those of the Management API, and so are most defaults. */
export type TenantSettings = z.output<ReturnType<typeof settingsSchema>>;

/** An application in the settings. */
export type Client = TenantSettings['clients'][number];

/** A database connection in the settings. */
export type Connection = TenantSettings['connections'][number];

/** An API in the settings. */
export type ResourceServer = TenantSettings['resource_servers'][number];

/** A user in the settings file, who exists when the tenant starts. */
export type SeededUser = TenantSettings['users'][number];

/** A permission of a role or of a user. */
export type Permission = SeededUser['permissions'][number];
