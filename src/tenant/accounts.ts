import { isBreachedPassword } from './attack-protection/breached-passwords.ts';
import { isConnectionEnabled } from './clients/is-connection-enabled.ts';
import type { Client, Connection, SeededUser, TenantSettings } from './settings/settings.ts';

/** A user who can sign in. */
export interface Account {
  user: SeededUser;
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
 * Lists the seeded users who can sign in through an application.
 *
 * @param realm - the connection that logins name. Undefined for the tenant's default directory
 */
export function listUsers(
  settings: TenantSettings,
  client: Client,
  realm: string | undefined,
): SeededUser[] {
  const { connections, tenant, users, attack_protection } = settings;
  const connection = connections.find(({ name, realms = [name] }) =>
    realm === undefined ? name === tenant.default_directory : realms.includes(realm),
  );
  if (!connection || !isConnectionEnabled(connection, client)) return [];
  const { enabled, shields } = attack_protection.breached_password_detection;
  const isBreached = ({ password }: SeededUser) =>
    enabled && shields.includes('block') && isBreachedPassword(password);
  return users.filter(
    (user) => user.connection === connection.name && !user.blocked && !isBreached(user),
  );
}

/** Formats accounts as lines with columns: e-mail address, roles, password, and the realm if there are several. */
export function accountLines(accounts: readonly Account[]): string[] {
  const rows = accounts.map(({ user: { email, roles, password }, realm }) => [
    email,
    roles.join(', ') || 'no role',
    password,
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
