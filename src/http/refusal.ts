import type { FastifyRequest } from 'fastify';
import type { Logger } from '../telemetry/log.ts';

/** Refusal of a request before it reaches GraphQL. The client receives the message, which repeats nothing from the request. */
export class Refusal extends Error {
  override name = 'Refusal';
  readonly statusCode: number;
  /** Headers of the response. They tell the client what to send instead. */
  readonly headers: Record<string, string>;

  constructor(statusCode: number, message: string, headers: Record<string, string> = {}) {
    super(message);
    this.statusCode = statusCode;
    this.headers = headers;
  }
}

/** Facts about a refused request, for the log. */
export interface RefusedRequest {
  requestId: string;
  /** Address of the peer, which may be a proxy. */
  peer: string | undefined;
  status: number;
  /** Reason of the refusal: a code of Node, Fastify or the gateway, or the message of a {@link Refusal}. */
  reason: string | undefined;
}

/** Logs a refused request in one line. The line repeats nothing that the client has sent. */
export function logRefusal(log: Logger, refused: RefusedRequest): void {
  log.info(refused, 'request refused');
}

/** Returns the id and the peer of a request, for {@link logRefusal}. */
export function factsOf({ id: requestId, ip: peer }: FastifyRequest) {
  return { requestId, peer };
}
