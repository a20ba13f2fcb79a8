import type { FastifyInstance } from 'fastify';
import type { Environment } from '../../config/config.ts';
import type { ExampleAccount } from './operations.ts';

/** Options of {@link registerExplorer}. */
export interface ExplorerOptions {
  /** Environment of the gateway. Explorers are served only in `development`. */
  environment: Environment;
  /** Path of the GraphQL endpoint, for example `/graphql`. */
  path: string;
  /** Account with which the example operations sign in. Default: the local tenant's administrator. */
  account?: ExampleAccount | undefined;
  /** Whether an app is at `/`. Without one, `/` leads to the explorer. Default: false. */
  hasApp?: boolean;
}

/**
 * Serves explorers of the schema to browsers: Apollo Sandbox at the endpoint itself, and Altair, which works offline, at
 * `<path>/explorer`. Does nothing outside of `development`, because the explorers' packages are devDependencies.
 *
 * Call it before `mountApollo`, and turn off Apollo Server's own landing page (`ApolloServerPluginLandingPageDisabled`). Requests
 * that prefer HTML receive the explorer and never reach the endpoint.
 */
export async function registerExplorer(
  app: FastifyInstance,
  { environment, path, account, hasApp = false }: ExplorerOptions,
): Promise<void> {
  if (environment !== 'development') return;
  const { serveExplorers } = await import('./serve-explorers.ts');
  await serveExplorers(app, path, account);
  if (!hasApp) app.get('/', (_request, reply) => reply.redirect(path));
}
