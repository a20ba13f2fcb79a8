import type { FastifyRequest } from 'fastify';
import { logUserEvent } from '../logs/log-user-event.ts';
import type { Tenant } from '../tenant-state.ts';
import type { User } from '../users/user.ts';
import { callDetails } from './log-call.ts';

/** Removes a user and the user's refresh tokens, and logs it. */
export function removeUser(tenant: Tenant, request: FastifyRequest, user: User): void {
  tenant.users.remove(user.user_id);
  tenant.refreshTokens.revokeUser(user.user_id);
  const details = callDetails(request, { statusCode: 204 });
  logUserEvent(tenant.logs, request, 'sdu', user, { details });
}
