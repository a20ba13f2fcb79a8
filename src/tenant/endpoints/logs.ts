import type { FastifyReply, RouteHandlerMethod } from 'fastify';
import { managementError } from '../errors.ts';
import { sendJson } from '../http/response-headers.ts';
import { logPage } from '../management-api/log-page.ts';
import { checkManagementScope } from '../management-api/management-authorization.ts';
import type { Tenant } from '../tenant-state.ts';

/** `GET /api/v2/logs`, for a token with `read:logs`. */
export function logsEndpoint(tenant: Tenant): RouteHandlerMethod {
  return async (request, reply) => {
    managementHeaders(reply);
    await checkManagementScope(tenant, request, 'read:logs');
    return sendJson(reply, logPage(tenant.logs.records(), request.query));
  };
}

/** `GET /api/v2/logs/{id}`, for a token with `read:logs`. */
export function logEndpoint(tenant: Tenant): RouteHandlerMethod {
  return async (request, reply) => {
    managementHeaders(reply);
    await checkManagementScope(tenant, request, 'read:logs');
    const { id } = request.params as { id: string };
    const record = tenant.logs.records().find(({ log_id }) => log_id === id);
    if (!record) throw managementError(404, 'Not Found');
    return sendJson(reply, record);
  };
}

function managementHeaders(reply: FastifyReply): void {
  reply.headers({
    'content-type': 'application/json; charset=utf-8',
    'cache-control': 'no-cache',
  });
}
