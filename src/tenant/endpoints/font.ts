import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import type { RouteHandlerMethod } from 'fastify';

const file = '@fontsource-variable/inter/files/inter-latin-wght-normal.woff2';

/** Serves the typeface of the app, Inter, to the tenant's pages. Without the package, they take the system's. */
export function fontEndpoint(): RouteHandlerMethod {
  return async (_request, reply) => {
    const bytes = await readFile(createRequire(import.meta.url).resolve(file)).catch(
      () => undefined,
    );
    if (!bytes) {
      reply.callNotFound();
      return reply;
    }
    return reply.type('font/woff2').header('cache-control', 'public, max-age=86400').send(bytes);
  };
}
