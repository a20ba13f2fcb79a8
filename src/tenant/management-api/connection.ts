import { connectionId } from '../logs/tenant-logs.ts';
import { optionsSchema } from '../settings/connections.ts';
import type { Connection } from '../settings/settings.ts';

/** Formats a database connection for the Management API. */
export function managementConnection({
  name,
  options,
  authentication,
  realms = [name],
  enabled_clients,
}: Connection): ManagementConnection {
  return {
    id: connectionId(name),
    options: {
      mfa: { active: true, return_enroll_settings: true },
      passwordPolicy: options.passwordPolicy,
      strategy_version: 2,
      brute_force_protection: options.brute_force_protection,
      authentication_methods: { password: { enabled: true }, passkey: { enabled: false } },
      ...changedOptions(options),
    },
    strategy: 'auth0',
    name,
    is_domain_connection: false,
    authentication,
    connected_accounts: { active: false },
    realms,
    enabled_clients,
  };
}

/** A connection in an answer of the Management API. Only the members that other code reads are named here. */
export interface ManagementConnection {
  id: string;
  name: string;
  strategy: 'auth0';
  [member: string]: unknown;
}

const defaultOptions: Record<string, unknown> = optionsSchema.parse({});

/** Returns the options that have not their default: Auth0 shows only what was set. */
function changedOptions(options: Connection['options']): Partial<Connection['options']> {
  return Object.fromEntries(
    Object.entries(options).filter(
      ([name, value]) => JSON.stringify(value) !== JSON.stringify(defaultOptions[name]),
    ),
  );
}
