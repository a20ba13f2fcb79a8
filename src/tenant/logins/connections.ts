import { isConnectionEnabled } from '../clients/is-connection-enabled.ts';
import { oauthError } from '../errors.ts';
import type { Refusal } from '../errors.ts';
import { optionalParameter, requiredParameter } from '../http/parameters.ts';
import type { LogEntry } from '../logs/tenant-logs.ts';
import type { Connection } from '../settings/settings.ts';
import type { TokenRequest } from './token-request.ts';

/**
 * Finds the connection of the plain password grant: the tenant's `default_directory`.
 *
 * @throws Refusal 500 if the tenant has no `default_directory`
 */
export function defaultConnection(tokenRequest: TokenRequest): Connection {
  const { settings } = tokenRequest.tenant;
  const { default_directory } = settings.tenant;
  if (default_directory === undefined) {
    const description = 'Authorization server not configured with default connection.';
    throw oauthError(500, 'server_error', description);
  }
  const connection = settings.connections.find(({ name }) => name === default_directory);
  if (!connection) throw wrongCredentials();
  return requireEnabled(tokenRequest, connection);
}

/**
 * Finds the connection of the password-realm grant: the one whose `realms` include the requested realm.
 *
 * @throws Refusal for an unknown realm, or for a connection that is not enabled for the client
 */
export function realmConnection(tokenRequest: TokenRequest): Connection {
  const { settings } = tokenRequest.tenant;
  const realm = requiredParameter(tokenRequest.parameters, 'realm');
  const connection = settings.connections.find(({ name, realms = [name] }) =>
    realms.includes(realm),
  );
  if (!connection) {
    const { realm_unknown_status: status } = settings.unconfirmed;
    const error = status === 400 ? 'invalid_request' : 'unauthorized_client';
    throw oauthError(status, error, `Unknown realm ${realm}`);
  }
  return requireEnabled(tokenRequest, connection);
}

/** Returns members of the log record of a failed login: the connection, if there is one, and the user name as it was typed. */
export function triedLogin({
  tenant: { settings },
  parameters,
}: TokenRequest): Pick<LogEntry, 'connection' | 'user_name'> {
  const realm = optionalParameter(parameters, 'realm') ?? settings.tenant.default_directory;
  const user_name = optionalParameter(parameters, 'username');
  const connection = settings.connections.find(
    ({ name, realms = [name] }) => realm === name || realms.includes(realm ?? ''),
  );
  return {
    ...(connection && { connection: connection.name }),
    ...(user_name !== undefined && { user_name }),
  };
}

/** Makes the refusal of wrong credentials. Auth0 does not distinguish a wrong password from an unknown user. */
export function wrongCredentials(): Refusal {
  return oauthError(403, 'invalid_grant', 'Wrong email or password.');
}

function requireEnabled({ tenant, client }: TokenRequest, connection: Connection): Connection {
  if (isConnectionEnabled(connection, client)) return connection;
  throw tenant.settings.unconfirmed.connection_disabled_status === 400
    ? oauthError(400, 'invalid_request', 'the connection was disabled')
    : wrongCredentials();
}
