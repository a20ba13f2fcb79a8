import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Socket } from 'node:net';
import type { FastifyError, FastifyInstance, FastifyReply } from 'fastify';
import { createErrorBody } from '../errors.ts';
import type { Logger } from '../telemetry/log.ts';
import { maxBodySize } from './request-limits.ts';

/** Messages for the client, by Fastify's codes. */
const bodyFaults: Record<string, string> = {
  FST_ERR_CTP_BODY_TOO_LARGE: `The body is larger than ${maxBodySize} bytes.`,
  FST_ERR_CTP_INVALID_MEDIA_TYPE: 'Send the body as application/json.',
  FST_ERR_CTP_EMPTY_JSON_BODY: 'The body is empty.',
  FST_ERR_CTP_INVALID_JSON_BODY: 'The body is not JSON.',
  FST_ERR_CTP_INVALID_CONTENT_LENGTH: 'The length of the body differs from Content-Length.',
};

const headers = {
  'content-type': 'application/json; charset=utf-8',
  'cache-control': 'no-store',
  'x-content-type-options': 'nosniff',
};

/**
 * Answers requests that never reach GraphQL, in JSON and with the gateway's own messages. Node's and Fastify's messages repeat the
 * URL or the body, and so any secret in them.
 */
export function answerErrors(app: FastifyInstance, log: Logger): void {
  app.setNotFoundHandler((_request, reply) =>
    reply.code(404).send(createErrorBody('NOT_FOUND', 'Nothing is served at this path.')),
  );
  app.setErrorHandler((error: FastifyError, { id: requestId, ip: peer }, reply) => {
    const { code, statusCode: status = 500 } = error;
    if (status < 500) {
      log.info({ requestId, peer, status, reason: code }, 'request refused');
      const message = bodyFaults[code] ?? 'This request cannot be answered.';
      return reply.code(status).send(createErrorBody('BAD_REQUEST', message));
    }
    log.error({ requestId, err: error, stack: error.stack }, 'unexpected failure');
    return reply
      .code(500)
      .send(createErrorBody('INTERNAL_SERVER_ERROR', 'Something went wrong on our side.'));
  });
  app.server.on('checkExpectation', (_request: IncomingMessage, response: ServerResponse) => {
    response.writeHead(417, headers);
    response.end(JSON.stringify(createErrorBody('BAD_REQUEST', 'Expect is not supported.')));
  });
}

/** Answers a malformed URL. Fastify calls it before any hook, as it cannot look up a route. */
export function answerBadUrl(_error: FastifyError, _request: unknown, reply: FastifyReply): void {
  void reply
    .code(400)
    .headers(headers)
    .send(createErrorBody('BAD_REQUEST', 'The URL is malformed.'));
}

/** Status lines and messages by Node's error codes; all others are `400 Bad Request`. */
const parserFaults: Record<string, [status: string, message: string]> = {
  HPE_HEADER_OVERFLOW: ['431 Request Header Fields Too Large', 'The headers are too large.'],
  ERR_HTTP_REQUEST_TIMEOUT: ['408 Request Timeout', 'The request took too long to arrive.'],
};

/** Answers bytes that Node's HTTP parser rejects. There is no request, only a socket. */
export function answerUnparsable(error: Error & { code?: string }, socket: Socket): void {
  if (error.code === 'ECONNRESET' || !socket.writable) {
    socket.destroy();
    return;
  }
  const [status, message] = parserFaults[error.code ?? ''] ?? [
    '400 Bad Request',
    'This is not HTTP.',
  ];
  const body = JSON.stringify(createErrorBody('BAD_REQUEST', message));
  const lines = Object.entries({
    ...headers,
    'content-length': Buffer.byteLength(body),
    connection: 'close',
  });
  const head = lines.map(([name, value]) => `${name}: ${value}\r\n`).join('');
  socket.end(`HTTP/1.1 ${status}\r\n${head}\r\n${body}`);
}
