import type { FastifyError, FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { createErrorBody, type ErrorCode } from '../errors.ts';
import type { Logger } from '../telemetry/log.ts';
import type { BareResponses } from './bare-responses.ts';
import { factsOf, logRefusal, Refusal } from './refusal.ts';

/** Error codes by HTTP status. Any other status has `BAD_REQUEST`. */
const codes: Record<number, ErrorCode> = { 403: 'CROSS_SITE_REQUEST', 503: 'SERVICE_UNAVAILABLE' };

/** Messages for the client, by Fastify's error codes. */
const bodyFaults: Record<string, string> = {
  FST_ERR_CTP_INVALID_MEDIA_TYPE: 'Send the body as application/json.',
  FST_ERR_CTP_EMPTY_JSON_BODY: 'The body is empty.',
  FST_ERR_CTP_INVALID_JSON_BODY: 'The body is not JSON.',
  FST_ERR_CTP_INVALID_CONTENT_LENGTH: 'The length of the body differs from Content-Length.',
};

/**
 * Answers requests that do not reach GraphQL, in JSON and with the gateway's own messages. The messages of Node and Fastify would
 * repeat the URL or the body, including any secret in them.
 *
 * @param bare - writes responses without Fastify's hooks. A refusal that it has logged is not logged again
 */
export function answerErrors(app: FastifyInstance, bare: BareResponses, log: Logger): void {
  app.setNotFoundHandler((request, reply) => {
    logRefusal(log, { ...factsOf(request), status: 404, reason: 'NOT_FOUND' });
    return reply.code(404).send(createErrorBody('NOT_FOUND', 'Nothing is served at this path.'));
  });
  app.setErrorHandler((error: FastifyError | Refusal, request, reply) => {
    const { statusCode: status = 500 } = error;
    if (error instanceof Refusal) {
      logRefusal(log, { ...factsOf(request), status, reason: error.message });
      return reply
        .code(status)
        .headers(error.headers)
        .send(createErrorBody(codes[status] ?? 'BAD_REQUEST', error.message));
    }
    const { code } = error;
    if (status < 500) {
      if (!bare.hasAnswered(request.raw.socket))
        logRefusal(log, { ...factsOf(request), status, reason: code });
      const message = describeBodyFault(code, request) ?? 'This request cannot be answered.';
      return reply.code(status).send(createErrorBody('BAD_REQUEST', message));
    }
    log.error({ requestId: request.id, err: error, stack: error.stack }, 'unexpected failure');
    return reply
      .code(500)
      .send(createErrorBody('INTERNAL_SERVER_ERROR', 'Something went wrong on our side.'));
  });
}

function describeBodyFault(code: string, { routeOptions }: FastifyRequest): string | undefined {
  if (code === 'FST_ERR_CTP_BODY_TOO_LARGE')
    return `The body is larger than ${routeOptions.bodyLimit} bytes.`;
  return bodyFaults[code];
}

/**
 * Creates the function that answers a malformed URL. Such a URL has no route, so Fastify calls this function instead of the
 * hooks.
 */
export function answerBadUrl(bare: BareResponses, log: Logger) {
  return ({ code }: FastifyError, request: FastifyRequest, reply: FastifyReply): void => {
    logRefusal(log, { ...factsOf(request), status: 400, reason: code });
    void reply
      .code(400)
      .headers(bare.headersFor(request.id, request.headers.origin))
      .send(createErrorBody('BAD_REQUEST', 'The URL is malformed.'));
  };
}
