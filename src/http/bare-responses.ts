import { Buffer } from 'node:buffer';
import { randomUUID } from 'node:crypto';
import type { IncomingMessage, OutgoingHttpHeaders } from 'node:http';
import type { Socket } from 'node:net';
import { createErrorBody } from '../errors.ts';
import type { Logger } from '../telemetry/log.ts';
import type { Connections } from './connections.ts';
import type { Origins } from './origins.ts';
import { logRefusal } from './refusal.ts';

/** Status and message for each error code of Node's HTTP parser. Other codes give `400 Bad Request`. */
const parserFaults: Record<string, [status: number, reason: string, message: string]> = {
  HPE_HEADER_OVERFLOW: [431, 'Request Header Fields Too Large', 'The headers are too large.'],
  HPE_CHUNK_EXTENSIONS_OVERFLOW: [413, 'Payload Too Large', 'The chunk extensions are too large.'],
  ERR_HTTP_REQUEST_TIMEOUT: [408, 'Request Timeout', 'The request took too long to arrive.'],
};

/** Options of {@link BareResponses}. */
export interface BareResponsesOptions {
  /** Headers of each response. */
  securityHeaders: OutgoingHttpHeaders;
  origins: Origins;
  /** Whether pages of allowed origins may send cookies. */
  allowsCredentials: boolean;
  log: Logger;
}

/** An error that Node reports for a connection. `rawPacket` contains the bytes that Node has read last. */
interface ConnectionError {
  code?: string;
  rawPacket?: unknown;
}

/** Writes responses without Fastify's hooks: for bytes that are not an HTTP request, and for malformed URLs. */
export class BareResponses {
  readonly #options: BareResponsesOptions;
  readonly #answered = new WeakSet<Socket>();

  constructor(options: BareResponsesOptions) {
    this.#options = options;
  }

  /** Returns the headers of a response that Fastify's hooks do not reach, except `Content-Length` and `Connection`. */
  headersFor(requestId: string, origin: string | undefined): Record<string, string> {
    const { securityHeaders, origins, allowsCredentials } = this.#options;
    return {
      ...(securityHeaders as Record<string, string>),
      ...origins.headersFor(origin, allowsCredentials),
      'content-type': 'application/json; charset=utf-8',
      'cache-control': 'no-store',
      'x-request-id': requestId,
    };
  }

  /** Whether {@link answerUnparsable} has answered on this connection, which closes the connection. */
  hasAnswered(socket: Socket): boolean {
    return this.#answered.has(socket);
  }

  /**
   * Answers bytes that Node's HTTP parser rejects, and requests that take too long to arrive. If Node has not parsed the headers
   * yet, searches the bytes for the `Origin` header, to add CORS headers.
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

/** Creates the id of a request, for its response and its log lines. */
export function createRequestId(request: IncomingMessage): string {
  const id = randomUUID();
  requestIds.set(request, id);
  return id;
}

function findOrigin(bytes: unknown): string | undefined {
  if (!Buffer.isBuffer(bytes)) return undefined;
  return /^origin:[ \t]*(\S+)[ \t]*\r?$/im.exec(bytes.toString('latin1'))?.[1];
}
