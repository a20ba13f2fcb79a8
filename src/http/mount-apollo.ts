import { Readable } from 'node:stream';
import {
  HeaderMap,
  type ApolloServer,
  type BaseContext,
  type HTTPGraphQLRequest,
  type HTTPGraphQLResponse,
} from '@apollo/server';
import { ApolloServerErrorCode } from '@apollo/server/errors';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';

/** Options of {@link mountApollo}. */
export interface MountOptions<Context extends BaseContext> {
  /** Path of the endpoint, for example `/graphql`. */
  path: string;
  /** Creates the context of a request. */
  context: (request: FastifyRequest, reply: FastifyReply) => Context | Promise<Context>;
  /** Called for a request that contains no operation. The plugins of Apollo Server are not called for such a request. */
  onInvalidRequest?: (request: FastifyRequest, status: number) => void;
}

/**
 * Serves a started `ApolloServer` at a path of a Fastify app: GET, POST, and incremental delivery. Apollo Server decides which
 * methods, media types and requests to accept. Fastify drains the server: `app.close()` waits for the requests in flight.
 */
export function mountApollo<Context extends BaseContext>(
  app: FastifyInstance,
  server: ApolloServer<Context>,
  { path, context, onInvalidRequest }: MountOptions<Context>,
): void {
  server.assertStarted('mountApollo()');
  app.all(path, async (request, reply) => {
    const response = await server.executeHTTPGraphQLRequest({
      httpGraphQLRequest: toGraphQLRequest(request),
      context: async () => context(request, reply),
    });
    if (isInvalid(response)) onInvalidRequest?.(request, response.status ?? 400);
    return send(reply, response);
  });
}

/**
 * Whether Apollo Server refused the request because it contains no operation. A mutation by GET has the same code, but contains
 * an operation.
 */
function isInvalid({ status = 200, body }: HTTPGraphQLResponse): boolean {
  if (status < 400 || status === 405 || body.kind !== 'complete') return false;
  const { errors } = JSON.parse(body.string) as { errors?: { extensions?: { code?: string } }[] };
  return errors?.[0]?.extensions?.code === ApolloServerErrorCode.BAD_REQUEST;
}

function toGraphQLRequest({ method, url, headers, body }: FastifyRequest): HTTPGraphQLRequest {
  const map = new HeaderMap();
  for (const [name, value] of Object.entries(headers)) {
    if (value !== undefined) map.set(name, Array.isArray(value) ? value.join(', ') : value);
  }
  const query = url.indexOf('?');
  return { method, headers: map, search: query < 0 ? '' : url.slice(query), body };
}

function send(reply: FastifyReply, { status, headers, body }: HTTPGraphQLResponse): FastifyReply {
  reply.code(status ?? 200);
  for (const [name, value] of headers) reply.header(name, value);
  return reply.send(body.kind === 'complete' ? body.string : Readable.from(body.asyncIterator));
}
