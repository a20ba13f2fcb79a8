import { managementError } from '../errors.ts';
import type { Connection } from '../settings/settings.ts';
import type { Tenant } from '../tenant-state.ts';
import type { User } from '../users/user.ts';

/**
 * Finds a connection by name.
 *
 * @throws Refusal 400 for an unknown name
 */
export function connectionNamed({ settings }: Tenant, name: string): Connection {
  const connection = settings.connections.find((candidate) => candidate.name === name);
  if (!connection) {
    throw managementError(400, 'The connection does not exist.', 'inexistent_connection');
  }
  return connection;
}

/**
 * Finds the connection for a new user.
 *
 * @throws Refusal 400 for an unknown name or a disabled connection
 */
export function connectionForNewUser(tenant: Tenant, name: string): Connection {
  const connection = connectionNamed(tenant, name);
  if (!connection.authentication.active) {
    throw managementError(400, 'The connection is disabled.', 'invalid_body');
  }
  return connection;
}

/**
 * Checks that a user belongs to a connection, if a call names one.
 *
 * @throws Refusal 400 if the user belongs to another connection
 */
export function checkConnectionOf(user: User, name: string | undefined): void {
  if (name === undefined || name === user.connection) return;
  throw managementError(400, 'The connection does not exist.', 'inexistent_connection');
}

/**
 * Checks that a call sets a username only in a connection that has usernames.
 *
 * @throws Refusal 400 otherwise
 */
export function checkUsernameAllowed({ options }: Connection, username: string | undefined): void {
  const hasUsernames = options.requires_username || options.attributes?.username?.identifier.active;
  if (username === undefined || hasUsernames) return;
  const message = 'Cannot set username for connection without requires_username';
  throw managementError(400, message, 'invalid_body');
}
