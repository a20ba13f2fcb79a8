import type { FastifyError, FastifyReply, FastifyRequest } from 'fastify';
import { managementError, oauthError, Refusal } from '../errors.ts';
import { sendJson, uncached } from './response-headers.ts';

/** Turns whatever an endpoint throws into a response; nothing of a failure of ours is told. */
export function answerError(
  error: FastifyError | Refusal,
  { url }: FastifyRequest,
  reply: FastifyReply,
): FastifyReply {
  const refusal = error instanceof Refusal ? error : refusalFor(error, url);
  // Set anew: Fastify has dropped the content type of the answer that was not to be.
  const isOauth = url.startsWith('/oauth/');
  reply.type(isOauth ? 'application/json' : 'application/json; charset=utf-8');
  if (!reply.hasHeader('cache-control')) reply.header('cache-control', uncached);
  return sendJson(reply.code(refusal.status), refusal.body);
}

/** The answer to a path the tenant does not have. */
export function answerNotFound({ url }: FastifyRequest, reply: FastifyReply): FastifyReply {
  if (isManagement(url)) throw managementError(404, 'Not Found');
  return sendJson(reply.code(404).type('application/json'), { error: 'not_found' });
}

function refusalFor({ statusCode = 500 }: FastifyError, url: string): Refusal {
  if (isManagement(url)) {
    return statusCode < 500
      ? managementError(statusCode, 'Invalid request payload JSON format')
      : managementError(500, 'An internal server error occurred');
  }
  return statusCode < 500
    ? oauthError(statusCode, 'invalid_request', 'The request body could not be read.')
    : oauthError(500, 'server_error', 'Internal server error');
}

function isManagement(url: string): boolean {
  return url.startsWith('/api/v2/');
}
