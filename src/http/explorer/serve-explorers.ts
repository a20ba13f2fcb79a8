import { createRequire } from 'node:module';
import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';
import fastifyStatic from '@fastify/static';
import type { FastifyInstance } from 'fastify';
import { prefersHtml } from '../prefers-html.ts';
import { altairDirectory, altairPolicy, readAltairTexts, renderAltairPage } from './altair-page.ts';
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
    const { method, headers, routeOptions } = request;
    if (routeOptions.url !== path || method !== 'GET' || !prefersHtml(headers)) return;
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

  app.get(`${explorerPath}/operations.json`, () => ({
    endpoint: path,
    operations,
    combined: combineOperations(operations),
  }));

  app.get<{ Params: { file: string } }>(
    `${explorerPath}/assets/i18n/:file`,
    async ({ params: { file } }, reply) => {
      const texts = await readAltairTexts(file);
      if (texts) return texts;
      reply.callNotFound();
      return reply;
    },
  );

  await app.register(fastifyStatic, {
    root: [fileURLToPath(browserDirectory), altairDirectory, fontDirectory()],
    prefix: explorerPath,
    index: false,
    decorateReply: false,
  });
}

/** The folder of the app's typeface. */
function fontDirectory(): string {
  const { resolve } = createRequire(import.meta.url);
  return dirname(resolve('@fontsource-variable/inter/files/inter-latin-wght-normal.woff2'));
}
