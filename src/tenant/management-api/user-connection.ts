import { managementError } from '../errors.ts';
import type { Connection } from '../settings/settings.ts';
import type { Tenant } from '../tenant-state.ts';
import type { User } from '../users/user.ts';

/**
 * The connection of a user.
 *
 * @throws Refusal 400 when there is none of that name
 */
export function connectionNamed({ settings }: Tenant, name: string): Connection {
  const connection = settings.connections.find((candidate) => candidate.name === name);
  if (!connection) {
    throw managementError(400, 'The connection does not exist.', 'inexistent_connection');
  }
  return connection;
}

/**
 * The connection a new user is to be in.
 *
 * @throws Refusal 400 when there is none of that name, or when nobody can sign in through it
 */
export function connectionForNewUser(tenant: Tenant, name: string): Connection {
  const connection = connectionNamed(tenant, name);
  if (!connection.authentication.active) {
    throw managementError(400, 'The connection is disabled.', 'invalid_body');
  }
  return connection;
}

/**
 * A call about a user may name their connection.
 *
 * @throws Refusal 400 when they are in another
 */
export function checkConnectionOf(user: User, name: string | undefined): void {
  if (name === undefined || name === user.connection) return;
  throw managementError(400, 'The connection does not exist.', 'inexistent_connection');
}

/**
 * A username is for connections that require one.
 *
 * @throws Refusal 400 for one anywhere else
 */
export function checkUsernameAllowed({ options }: Connection, username: string | undefined): void {
  if (username === undefined || options.requires_username) return;
  const message = 'Cannot set username for connection without requires_username';
  throw managementError(400, message, 'invalid_body');
}
