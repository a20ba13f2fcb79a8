import type { RouteHandlerMethod } from 'fastify';
import { sendJson } from '../http/response-headers.ts';
import type { Tenant } from '../tenant-state.ts';

/** `GET /.well-known/jwks.json` (RFC 7517 §5): the current signing key and the next. */
export function jwksEndpoint({ keys }: Tenant): RouteHandlerMethod {
  return (_request, reply) => {
    reply.type('application/json; charset=utf-8');
    return sendJson(reply, { keys: [keys.current.jwk, keys.next.jwk] });
  };
}
