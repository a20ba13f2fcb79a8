import type { FastifyError, FastifyReply, FastifyRequest } from 'fastify';
import { managementError, oauthError, Refusal } from '../errors.ts';
import { sendJson, uncached } from './response-headers.ts';

/** Turns an error of an endpoint into a response. Reveals nothing about a failure of the tenant itself. */
export function answerError(
  error: FastifyError | Refusal,
  request: FastifyRequest,
  reply: FastifyReply,
): FastifyReply {
  const refusal = error instanceof Refusal ? error : refusalFor(error, request);
  // Set the content type again: Fastify drops the one set before the error.
  const isOauth = request.url.startsWith('/oauth/');
  reply.type(isOauth ? 'application/json' : 'application/json; charset=utf-8');
  if (!reply.hasHeader('cache-control')) reply.header('cache-control', uncached);
  return sendJson(reply.code(refusal.status), refusal.body);
}

/**
 * Makes the answer to a request that the tenant has no route for. Auth0 answers an unknown path in the same way. But Auth0 may know
 * this path, so a header and a line on standard error tell that the tenant has not built it. Each path has one line.
 */
export function answerNotBuilt(): (request: FastifyRequest, reply: FastifyReply) => FastifyReply {
  const told = new Set<string>();
  return ({ method, url }, reply) => {
    const [path = ''] = url.split('?', 1);
    const call = `${method} ${path}`;
    if (told.size < maxToldPaths && !told.has(call) && path !== browserIcon) {
      told.add(call);
      console.error(`The local tenant has not built ${call}, and answers 404.`);
    }
    reply.header('x-local-tenant', 'not-built');
    if (isManagement(url)) throw managementError(404, 'Not Found');
    return sendJson(reply.code(404).type('application/json'), { error: 'not_found' });
  };
}

/** Browsers ask for this path by themselves. */
const browserIcon = '/favicon.ico';

/** Maximum number of paths that are told, so that a scanner does not fill the terminal. */
const maxToldPaths = 100;

function refusalFor({ statusCode = 500 }: FastifyError, request: FastifyRequest): Refusal {
  if (isManagement(request.url)) return managementRefusalFor(statusCode, request);
  return statusCode < 500
    ? oauthError(statusCode, 'invalid_request', 'The request body could not be read.')
    : oauthError(500, 'server_error', 'Internal server error');
}

function managementRefusalFor(statusCode: number, { routeOptions }: FastifyRequest): Refusal {
  if (statusCode >= 500) return managementError(500, 'An internal server error occurred');
  if (statusCode === 415) return managementError(415, 'Unsupported Media Type');
  if (statusCode !== 413) {
    return managementError(statusCode, 'Invalid request payload JSON format');
  }
  const limit = routeOptions.bodyLimit;
  return managementError(413, `Payload content length greater than maximum allowed: ${limit}`);
}

function isManagement(url: string): boolean {
  return url.startsWith('/api/v2/');
}
