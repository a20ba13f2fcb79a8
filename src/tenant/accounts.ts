import { isBreachedPassword } from './attack-protection/breached-passwords.ts';
import { isConnectionEnabled } from './clients/is-connection-enabled.ts';
import type { Client, Connection, TenantSettings } from './settings/settings.ts';
import type { CurrentUser } from './users/seeded-users.ts';

/** A user who can sign in. */
export interface Account {
  user: CurrentUser;
  /** Name of the gateway's realm. Undefined if the gateway has only one. */
  realm?: string;
}

/** Finds the application of a gateway: the first with a password grant. */
export function findGatewayClient({ clients }: TenantSettings): Client | undefined {
  return clients.find(({ grant_types }) => grant_types.some((type) => type.includes('password')));
}

/**
 * Finds the connection for a gateway that names none: the first connection that the application may use, or else the first
 * connection.
 */
export function findGatewayConnection(
  { connections }: TenantSettings,
  client: Client | undefined,
): Connection | undefined {
  return (
    connections.find((connection) => client && isConnectionEnabled(connection, client)) ??
    connections[0]
  );
}

/**
 * Lists the users who can sign in through an application.
 *
 * @param realm - the connection that logins name. Undefined for the tenant's default directory
 */
export function listUsers(
  { settings, users }: { settings: TenantSettings; users: readonly CurrentUser[] },
  client: Client,
  realm: string | undefined,
): CurrentUser[] {
  const { connections, tenant, attack_protection } = settings;
  const connection = connections.find(({ name, realms = [name] }) =>
    realm === undefined ? name === tenant.default_directory : realms.includes(realm),
  );
  if (!connection || !isConnectionEnabled(connection, client)) return [];
  const { enabled, shields } = attack_protection.breached_password_detection;
  const isBreached = ({ password = '' }: CurrentUser) =>
    enabled && shields.includes('block') && isBreachedPassword(password);
  return users.filter(
    (user) => user.connection === connection.name && !user.blocked && !isBreached(user),
  );
}

/** Finds the first account whose password is known. */
export function findWithPassword(accounts: readonly Account[]): Account | undefined {
  return accounts.find(({ user }) => user.password !== undefined);
}

/** Formats accounts as lines with columns: e-mail address, roles, password, and the realm if there are several. */
export function accountLines(accounts: readonly Account[]): string[] {
  const rows = accounts.map(({ user: { email, roles, password }, realm }) => [
    email,
    roles.join(', ') || 'no role',
    password ?? '(its password was changed)',
    ...(realm === undefined ? [] : [`realm ${realm}`]),
  ]);
  const widths = [0, 1, 2].map((column) =>
    Math.max(...rows.map((row) => row[column]?.length ?? 0)),
  );
  return rows.map((row) =>
    row
      .map((cell, column) => cell.padEnd(widths[column] ?? 0))
      .join('  ')
      .trimEnd(),
  );
}

/** Returns a line that says where the tenant saves its accounts, and how to start over. */
export function stateLine(state: string | undefined): string {
  return state === undefined
    ? 'Accounts live until the tenant ends (TENANT_STATE=memory).'
    : `Accounts outlive a restart, in ${state}. To begin anew: npm run tenant -- --reset`;
}
