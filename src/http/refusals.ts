import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Socket } from 'node:net';
import type { FastifyError, FastifyInstance, FastifyReply } from 'fastify';
import { errorBody } from '../errors.ts';
import type { Logger } from '../telemetry/log.ts';

const headers = {
  'content-type': 'application/json; charset=utf-8',
  'cache-control': 'no-store',
  'x-content-type-options': 'nosniff',
};

/**
 * Answers, in JSON and in words of our own, what never got as far as GraphQL: Node and Fastify repeat the URL or the body, and
 * whatever somebody put there.
 */
export function answerErrors(app: FastifyInstance, bodyLimit: number, log: Logger): void {
  app.setNotFoundHandler((_request, reply) =>
    reply.code(404).send(errorBody('NOT_FOUND', 'There is nothing here.')),
  );
  app.setErrorHandler((error: FastifyError, _request, reply) => {
    const status = error.statusCode ?? 500;
    if (status < 500) {
      log.info({ status }, 'request refused');
      return reply.code(status).send(errorBody('BAD_REQUEST', reasonOf(error, bodyLimit)));
    }
    log.error({ err: error, stack: error.stack }, 'unexpected failure');
    return reply
      .code(500)
      .send(errorBody('INTERNAL_SERVER_ERROR', 'Something went wrong on our side.'));
  });
  app.server.on('checkExpectation', (_request: IncomingMessage, response: ServerResponse) => {
    response.writeHead(417, headers);
    response.end(JSON.stringify(errorBody('BAD_REQUEST', 'This is not expected.')));
  });
}

/** For a URL that no route can be looked up for: it runs before any hook. */
export function answerBadUrl(_error: FastifyError, _request: unknown, reply: FastifyReply): void {
  void reply.code(400).headers(headers).send(errorBody('BAD_REQUEST', 'The URL is malformed.'));
}

const parserFaults: Record<string, [status: string, message: string]> = {
  HPE_HEADER_OVERFLOW: ['431 Request Header Fields Too Large', 'The headers are too large.'],
  ERR_HTTP_REQUEST_TIMEOUT: ['408 Request Timeout', 'The request took too long to arrive.'],
};

/** For what Node's HTTP parser refuses: there is no request, only a socket. */
export function answerUnparsable(error: Error & { code?: string }, socket: Socket): void {
  if (error.code === 'ECONNRESET' || !socket.writable) {
    socket.destroy();
    return;
  }
  const [status, message] = parserFaults[error.code ?? ''] ?? [
    '400 Bad Request',
    'This is not HTTP.',
  ];
  const body = JSON.stringify(errorBody('BAD_REQUEST', message));
  const lines = Object.entries({
    ...headers,
    'content-length': Buffer.byteLength(body),
    connection: 'close',
  });
  const head = lines.map(([name, value]) => `${name}: ${value}\r\n`).join('');
  socket.end(`HTTP/1.1 ${status}\r\n${head}\r\n${body}`);
}

function reasonOf({ code, statusCode }: FastifyError, bodyLimit: number): string {
  if (statusCode === 413) return `The body is larger than ${bodyLimit} bytes.`;
  if (statusCode === 415) return 'Send the body as application/json.';
  return code === 'FST_ERR_CTP_EMPTY_JSON_BODY' ? 'The body is empty.' : 'The body is not JSON.';
}
