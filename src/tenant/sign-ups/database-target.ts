import { isConnectionEnabled } from '../clients/is-connection-enabled.ts';
import { oauthError, Refusal } from '../errors.ts';
import { optionalParameter, requiredParameter } from '../http/parameters.ts';
import type { RequestParameters } from '../http/parameters.ts';
import type { Client, Connection } from '../settings/settings.ts';
import type { Tenant } from '../tenant-state.ts';

/** The connection and the client that a call of `/dbconnections/*` names. The client is undefined if the call has no `client_id`. */
export interface DatabaseTarget {
  client: Client | undefined;
  connection: Connection;
}

/**
 * Finds the client and the connection of a call. Ignores a secret, since the client does not authenticate here.
 *
 * @throws Refusal 400 for an unknown client or connection, or a connection that is not enabled for the client
 */
export function databaseTarget(
  { settings }: Tenant,
  parameters: RequestParameters,
): DatabaseTarget {
  const client_id = optionalParameter(parameters, 'client_id');
  const client = settings.clients.find((candidate) => candidate.client_id === client_id);
  if (client_id !== undefined && !client) {
    throw oauthError(400, 'invalid_request', 'the client was not found');
  }
  const name = requiredParameter(parameters, 'connection');
  const connection = settings.connections.find((candidate) => candidate.name === name);
  if (!connection) throw oauthError(400, 'invalid_request', 'the connection was not found');
  if (client ? !isConnectionEnabled(connection, client) : !connection.authentication.active) {
    throw oauthError(400, 'invalid_request', 'the connection was disabled');
  }
  return { client, connection };
}

/** Makes a refusal with status 400 whose body has only the member `error`, a sentence. */
export function plainError(error: string): Refusal {
  return new Refusal(400, { error }, error);
}
