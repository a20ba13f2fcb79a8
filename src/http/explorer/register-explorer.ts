import type { FastifyInstance } from 'fastify';
import type { Environment } from '../../config/config.ts';

/** Where the explorers are, if anywhere. */
export interface ExplorerOptions {
  /** Only `development` gets an explorer. */
  environment: Environment;
  /** Path of the GraphQL endpoint, for example `/graphql`. */
  path: string;
}

/**
 * Gives browsers something to explore the schema with: Apollo Sandbox at the endpoint itself, and Altair, which works
 * offline, at `<path>/explorer`. Does nothing outside `development`: the packages it needs are devDependencies, and
 * are loaded only here.
 *
 * Call it before the endpoint is mounted, and turn Apollo Server's own landing page off
 * (`ApolloServerPluginLandingPageDisabled`): requests that prefer HTML are answered before they reach it.
 */
export async function registerExplorer(
  app: FastifyInstance,
  { environment, path }: ExplorerOptions,
): Promise<void> {
  if (environment !== 'development') return;
  const { serveExplorers } = await import('./serve-explorers.ts');
  await serveExplorers(app, path);
}
