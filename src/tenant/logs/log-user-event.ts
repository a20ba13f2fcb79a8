import type { FastifyRequest } from 'fastify';
import { clientAddress } from '../http/client-address.ts';
import { identifierOf } from '../users/profile.ts';
import type { User } from '../users/user.ts';
import type { LogEntry, TenantLogs } from './tenant-logs.ts';

/** Logs an event of a user other than a login, such as a verified e-mail address. */
export function logUserEvent(
  logs: TenantLogs,
  request: FastifyRequest,
  type: string,
  user: User,
  { description = '', details }: Pick<LogEntry, 'description' | 'details'> = {},
): void {
  const { user_id, connection } = user;
  logs.write({
    type,
    description,
    connection,
    ip: clientAddress(request).ip,
    user_id,
    user_name: identifierOf(user),
    strategy: 'auth0',
    strategy_type: 'database',
    ...(details && { details }),
  });
}
