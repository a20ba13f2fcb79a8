import type { RouteHandlerMethod } from 'fastify';
import type { Tenant } from '../tenant-state.ts';

/** `GET /`: what this is, who can sign in, and the latest log records. */
export function homePage(tenant: Tenant): RouteHandlerMethod {
  return (_request, reply) => reply.type('text/html; charset=utf-8').send(tenant.issuer);
}
