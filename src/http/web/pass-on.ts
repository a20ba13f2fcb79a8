import { request as httpRequest, type IncomingMessage } from 'node:http';
import type { FastifyReply, FastifyRequest } from 'fastify';

/** Headers that belong to one connection, or that the gateway sets itself. */
const notPassedOn = ['connection', 'keep-alive', 'transfer-encoding', 'content-security-policy'];

/**
 * Passes a GET on to a server of this machine, and its answer back. The server gets no cookie: it serves files alone. It gets the
 * `Host` of the browser, and refuses a foreign name that leads here (DNS rebinding).
 *
 * @param base - URL of the server
 * @param policy - `Content-Security-Policy` of the answer
 */
export async function passOn(
  request: FastifyRequest,
  reply: FastifyReply,
  base: string,
  policy: string,
): Promise<FastifyReply> {
  const { cookie: _, authorization: __, ...headers } = request.headers;
  // Not a part of the URL, where it could name another server.
  const path = request.url.replace(/^\/+/, '/');
  const answer = await new Promise<IncomingMessage>((resolve, reject) => {
    httpRequest(base, { path, method: request.method, headers }, resolve).on('error', reject).end();
  });
  for (const [name, value] of Object.entries(answer.headers)) {
    if (value !== undefined && !notPassedOn.includes(name)) reply.header(name, value);
  }
  return reply
    .code(answer.statusCode ?? 502)
    .header('content-security-policy', policy)
    .send(answer);
}
