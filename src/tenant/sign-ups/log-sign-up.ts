import type { FastifyRequest } from 'fastify';
import { clientAddress } from '../http/client-address.ts';
import { optionalParameter, requestParameters } from '../http/parameters.ts';
import { mask } from '../logs/mask.ts';
import type { LogEntry } from '../logs/tenant-logs.ts';
import type { Tenant } from '../tenant-state.ts';

/** Logs the result of a sign-up. The record has the body of the request, whose password and other secrets are masked. */
export function logSignUp(
  { settings, logs }: Tenant,
  request: FastifyRequest,
  members: Pick<LogEntry, 'type' | 'description' | 'user_id'>,
): void {
  const body = requestParameters(request);
  const client = settings.clients.find(({ client_id }) => client_id === body['client_id']);
  const connection = optionalParameter(body, 'connection');
  logs.write({
    ...members,
    ...(connection !== undefined && { connection }),
    client_id: client?.client_id,
    client_name: client?.name,
    ip: clientAddress(request).ip,
    user_name:
      optionalParameter(body, 'email') ??
      optionalParameter(body, 'username') ??
      optionalParameter(body, 'phone_number') ??
      '',
    strategy: 'auth0',
    strategy_type: 'database',
    details: { body: mask(body) },
  });
}
