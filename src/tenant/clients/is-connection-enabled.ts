import type { Client, Connection } from '../settings/settings.ts';

/** Tells whether users of the connection may sign in and sign up through the client. */
export function isConnectionEnabled(connection: Connection, { client_id }: Client): boolean {
  return connection.authentication.active && connection.enabled_clients.includes(client_id);
}
