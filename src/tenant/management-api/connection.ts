import { connectionId } from '../logs/tenant-logs.ts';
import type { Connection } from '../settings/settings.ts';

/** A database connection as the Management API shows it. */
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

/** What other code looks at of a connection; the rest is for the caller. */
export interface ManagementConnection {
  id: string;
  name: string;
  strategy: 'auth0';
  [member: string]: unknown;
}
