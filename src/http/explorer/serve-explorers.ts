import { fileURLToPath } from 'node:url';
import fastifyStatic from '@fastify/static';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import Negotiator from 'negotiator';
import { altairDirectory, altairPolicy, renderAltairPage } from './altair-page.ts';
import { combineOperations, prepareOperations, type ExampleAccount } from './operations.ts';
import { browserDirectory, renderSandboxPage, sandboxPolicy } from './sandbox-page.ts';

/**
 * Serves the pages of both explorers, their files, and their example operations. Called by `registerExplorer` in development
 * only.
 *
 * @param path - path of the GraphQL endpoint
 * @param account - account of the example operations. Default: the local tenant's administrator
 */
export async function serveExplorers(
  app: FastifyInstance,
  path: string,
  account?: ExampleAccount,
): Promise<void> {
  const operations = prepareOperations(account);
  const explorerPath = `${path}/explorer`;
  const sandbox = renderSandboxPage(explorerPath);

  // This is a hook because the endpoint's own GET route has the same URL, and answers the requests that do not prefer HTML.
  app.addHook('onRequest', async (request, reply) => {
    if (request.routeOptions.url !== path || !prefersHtml(request)) return;
    return reply
      .header('content-security-policy', sandboxPolicy)
      .header('cache-control', 'no-store')
      .type('text/html')
      .send(sandbox);
  });

  app.get(explorerPath, async (_request, reply) => {
    const altair = await renderAltairPage(explorerPath);
    return reply.header('content-security-policy', altairPolicy).type('text/html').send(altair);
  });

  app.get('/', (_request, reply) => reply.redirect(path));

  app.get(`${explorerPath}/operations.json`, () => ({
    endpoint: path,
    operations,
    combined: combineOperations(operations),
  }));

  await app.register(fastifyStatic, {
    root: [fileURLToPath(browserDirectory), altairDirectory],
    prefix: explorerPath,
    index: false,
    decorateReply: false,
  });
}

/**
 * Whether a request prefers HTML, by the same rule as Apollo Server: a client that accepts any type is a program and receives
 * JSON.
 */
function prefersHtml({ method, headers }: FastifyRequest): boolean {
  const types = ['application/json', 'application/graphql-response+json', 'text/html'];
  return method === 'GET' && new Negotiator({ headers }).mediaType(types) === 'text/html';
}
