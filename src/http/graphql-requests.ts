import type { FastifyInstance, FastifyRequest } from 'fastify';
import Negotiator from 'negotiator';
import { Refusal } from './refusal.ts';

/**
 * Headers that a form or image of another site cannot send. A GET with one of them comes from a program, so it cannot be forged
 * (CSRF).
 */
const programHeaders = ['apollo-require-preflight', 'x-apollo-operation-name'];

/** Media types of answers (GraphQL over HTTP). The last one is for incremental delivery. */
const answers = ['application/graphql-response+json', 'application/json', 'multipart/mixed'];

/** Page for a user who opens the endpoint in a browser. */
const page = `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<title>GraphQL API</title>
<h1>This is a GraphQL API</h1>
<p>It is for programs, which send operations by POST, as <code>application/json</code>.</p>
</html>
`;

/**
 * Tells a client that sends a wrong request to the endpoint how to send it. Apollo Server would refuse the same requests with a
 * text about CSRF. A browser receives a page which says that this is an API. In development, the explorer answers browsers
 * instead.
 *
 * @param path - path of the GraphQL endpoint
 */
export function explainRequests(app: FastifyInstance, path: string): void {
  app.addHook('onRequest', async (request, reply) => {
    if (request.routeOptions.url !== path) return undefined;
    const { method, headers } = request;
    if (method === 'GET') {
      if (isProgram(request)) {
        refuseUnacceptable(request);
        return undefined;
      }
      if (isBrowser(request)) return reply.type('text/html; charset=utf-8').send(page);
      throw new Refusal(
        400,
        'Send the operation by POST, with Content-Type: application/json. A GET needs the header Apollo-Require-Preflight: true, which no form of another site can send.',
      );
    }
    if (method !== 'POST') {
      throw new Refusal(405, 'Send the operation by POST.', { allow: 'GET, POST' });
    }
    if (headers['content-type'] === undefined) {
      throw new Refusal(415, 'Send the body as application/json.');
    }
    refuseUnacceptable(request);
    return undefined;
  });
}

/** Refuses a client that does not accept the answer's media type. Apollo Server would execute the operation first. */
function refuseUnacceptable({ headers }: FastifyRequest): void {
  if (new Negotiator({ headers }).mediaType(answers) === undefined)
    throw new Refusal(406, `Accept one of ${answers.join(', ')}.`);
}

/**
 * Whether a GET comes from a program, by the same rule as Apollo Server. A JSON content type is proof too, since a form cannot
 * send it.
 */
function isProgram({ headers }: FastifyRequest): boolean {
  const type = headers['content-type'] ?? '';
  return programHeaders.some((name) => headers[name]) || /^application\/json\b/i.test(type);
}

function isBrowser({ headers: { accept = '' } }: FastifyRequest): boolean {
  return accept.includes('text/html') && !accept.includes('json');
}
