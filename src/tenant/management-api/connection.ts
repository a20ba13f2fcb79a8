import { connectionId } from '../logs/tenant-logs.ts';
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
      strategy_version: 2,
      ...options,
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
