import type { FastifyRequest } from 'fastify';
import type { Logger } from '../telemetry/log.ts';

/** A request that the gateway refuses before GraphQL. The message is for the client: it repeats nothing of the request. */
export class Refusal extends Error {
  override name = 'Refusal';
  readonly statusCode: number;
  /** Headers of the response, which tell the client what to send instead. */
  readonly headers: Record<string, string>;

  constructor(statusCode: number, message: string, headers: Record<string, string> = {}) {
    super(message);
    this.statusCode = statusCode;
    this.headers = headers;
  }
}

/** Facts about a refused request, for its log line. */
export interface RefusedRequest {
  requestId: string;
  /** Address of the direct peer. */
  peer: string | undefined;
  status: number;
  /** Node's, Fastify's or our own word for the reason. */
  reason: string | undefined;
}

/** Writes the one log line of a refused request: facts, and nothing that the client has sent. */
export function logRefusal(log: Logger, refused: RefusedRequest): void {
  log.info(refused, 'request refused');
}

/** Names a request and its peer, for {@link logRefusal}. */
export function factsOf({ id: requestId, ip: peer }: FastifyRequest) {
  return { requestId, peer };
}
