import type { RouteHandlerMethod } from 'fastify';
import { sendJson } from '../http/response-headers.ts';
import type { Tenant } from '../tenant-state.ts';

/** Serves `GET /.well-known/jwks.json` (RFC 7517 §5): the current signing key, the next one and the previous ones. */
export function jwksEndpoint({ keys }: Tenant): RouteHandlerMethod {
  return async (_request, reply) => {
    const published = await keys.published();
    reply.type('application/json; charset=utf-8');
    return sendJson(reply, { keys: published.map(({ jwk }) => jwk) });
  };
}
