import type { FastifyError, FastifyReply, FastifyRequest } from 'fastify';
import { managementError, oauthError, Refusal } from '../errors.ts';
import { sendJson, uncached } from './response-headers.ts';

/** Turns an error of an endpoint into a response. Reveals nothing about a failure of the tenant itself. */
export function answerError(
  error: FastifyError | Refusal,
  { url }: FastifyRequest,
  reply: FastifyReply,
): FastifyReply {
  const refusal = error instanceof Refusal ? error : refusalFor(error, url);
  // Set the content type again: Fastify drops the one set before the error.
  const isOauth = url.startsWith('/oauth/');
  reply.type(isOauth ? 'application/json' : 'application/json; charset=utf-8');
  if (!reply.hasHeader('cache-control')) reply.header('cache-control', uncached);
  return sendJson(reply.code(refusal.status), refusal.body);
}

/** Answers a request for an unknown path. */
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
