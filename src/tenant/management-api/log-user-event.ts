import type { FastifyRequest } from 'fastify';
import { clientAddress } from '../http/client-address.ts';
import type { Tenant } from '../tenant-state.ts';
import type { User } from '../users/user-directory.ts';

/** Writes what became of a user through the Management API, beside the record of the call itself. */
export function logUserEvent(
  { logs }: Tenant,
  request: FastifyRequest,
  type: 'sdu' | 'svr',
  { user_id, email, connection }: User,
): void {
  logs.write({
    type,
    connection,
    ...clientAddress(request),
    user_id,
    user_name: email,
    strategy: 'auth0',
    strategy_type: 'database',
  });
}
