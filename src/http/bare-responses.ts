import { Buffer } from 'node:buffer';
import { randomUUID } from 'node:crypto';
import type { IncomingMessage, OutgoingHttpHeaders } from 'node:http';
import type { Socket } from 'node:net';
import { createErrorBody } from '../errors.ts';
import type { Logger } from '../telemetry/log.ts';
import type { Connections } from './connections.ts';
import type { Origins } from './origins.ts';
import { logRefusal } from './refusal.ts';

/** Status lines and messages by Node's error codes; all others are `400 Bad Request`. */
const parserFaults: Record<string, [status: number, reason: string, message: string]> = {
  HPE_HEADER_OVERFLOW: [431, 'Request Header Fields Too Large', 'The headers are too large.'],
  HPE_CHUNK_EXTENSIONS_OVERFLOW: [413, 'Payload Too Large', 'The chunk extensions are too large.'],
  ERR_HTTP_REQUEST_TIMEOUT: [408, 'Request Timeout', 'The request took too long to arrive.'],
};

/** Options of {@link BareResponses}. */
export interface BareResponsesOptions {
  /** Headers of every response. */
  securityHeaders: OutgoingHttpHeaders;
  origins: Origins;
  log: Logger;
}

/** An error that Node reports for a connection, with the bytes that it has last read. */
interface ConnectionError {
  code?: string;
  rawPacket?: unknown;
}

/** Responses that Fastify's hooks do not reach: to bytes that are no request, and to malformed URLs. */
export class BareResponses {
  readonly #options: BareResponsesOptions;
  readonly #answered = new WeakSet<Socket>();

  constructor(options: BareResponsesOptions) {
    this.#options = options;
  }

  /** Makes all headers of such a response, but those of its length and connection. */
  headersFor(requestId: string, origin: string | undefined): Record<string, string> {
    const { securityHeaders, origins } = this.#options;
    return {
      ...(securityHeaders as Record<string, string>),
      ...origins.headersFor(origin),
      'content-type': 'application/json; charset=utf-8',
      'cache-control': 'no-store',
      'x-request-id': requestId,
    };
  }

  /** Whether {@link answerUnparsable} has answered on this connection. Its answer closes the connection. */
  hasAnswered(socket: Socket): boolean {
    return this.#answered.has(socket);
  }

  /**
   * Answers bytes that Node's HTTP parser rejects, and requests that take too long to arrive. There may be no request, only a
   * connection; then the bytes themselves name the origin, if they come that far.
   */
  answerUnparsable(error: ConnectionError, socket: Socket, connections: Connections): void {
    if (error.code === 'ECONNRESET' || !socket.writable) {
      socket.destroy();
      return;
    }
    this.#answered.add(socket);
    const [status, reason, message] = parserFaults[error.code ?? ''] ?? [
      400,
      'Bad Request',
      'This is not HTTP.',
    ];
    const request = connections.requestOf(socket);
    const requestId = (request && requestIds.get(request)) ?? randomUUID();
    const peer = socket.remoteAddress;
    logRefusal(this.#options.log, { requestId, peer, status, reason: error.code });
    const origin = request?.headers.origin ?? findOrigin(error.rawPacket);
    const body = JSON.stringify(createErrorBody('BAD_REQUEST', message));
    const lines = Object.entries({
      ...this.headersFor(requestId, origin),
      'content-length': Buffer.byteLength(body),
      connection: 'close',
    });
    const head = lines.map(([name, value]) => `${name}: ${value}\r\n`).join('');
    socket.end(`HTTP/1.1 ${status} ${reason}\r\n${head}\r\n${body}`);
  }
}

const requestIds = new WeakMap<IncomingMessage, string>();

/** Names a request, for its response and its log lines. */
export function createRequestId(request: IncomingMessage): string {
  const id = randomUUID();
  requestIds.set(request, id);
  return id;
}

function findOrigin(bytes: unknown): string | undefined {
  if (!Buffer.isBuffer(bytes)) return undefined;
  return /^origin:[ \t]*(\S+)[ \t]*\r?$/im.exec(bytes.toString('latin1'))?.[1];
}
