import type { FastifyRequest } from 'fastify';
import { clientAddress } from '../http/client-address.ts';
import type { Tenant } from '../tenant-state.ts';
import type { MfaBearer } from './mfa-bearer.ts';

/**
 * Logs an event of a second factor. The event types are those of Guardian, Auth0's service for second factors.
 *
 * @see https://auth0.com/docs/deploy-monitor/logs/log-event-type-codes
 */
export function logGuardianEvent(
  { settings, logs }: Tenant,
  request: FastifyRequest,
  { client_id, user }: Pick<MfaBearer, 'client_id' | 'user'>,
  type: `gd_${string}`,
): void {
  logs.write({
    type,
    client_id,
    client_name: settings.clients.find((client) => client.client_id === client_id)?.name,
    ...clientAddress(request),
    user_id: user.user_id,
    user_name: user.email,
  });
}
