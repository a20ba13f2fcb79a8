import type { FastifyRequest } from 'fastify';
import { clientAddress } from '../http/client-address.ts';
import { mask } from '../logs/mask.ts';
import type { Tenant } from '../tenant-state.ts';

/** A call of the Management API that writes, and its result. */
export interface ManagementCall {
  type: 'sapi' | 'fapi';
  /** Auth0's name of the operation, or the reason why it failed. */
  description: string;
  client_id: string;
  response: object;
}

/** Logs a call. The record has the bodies of request and response, whose secrets are masked. */
export function logManagementCall(
  { settings, logs }: Tenant,
  request: FastifyRequest,
  { type, description, client_id, response }: ManagementCall,
): void {
  const client = settings.clients.find((candidate) => candidate.client_id === client_id);
  const { ip } = clientAddress(request);
  logs.write({
    type,
    description,
    client_id,
    client_name: client?.name,
    ip,
    details: callDetails(request, response),
  });
}

/** Makes the `details` of a call: request and response, whose secrets are masked. */
export function callDetails(request: FastifyRequest, response: object): Record<string, unknown> {
  const [path] = request.url.split('?', 1);
  return {
    request: {
      method: request.method.toLowerCase(),
      path,
      query: request.query,
      body: mask(request.body ?? {}),
      channel: 'api',
      ip: clientAddress(request).ip,
    },
    response: mask(response),
  };
}
