import { makeExecutableSchema } from '@graphql-tools/schema';
import type { GraphQLSchema } from 'graphql';
import type { DestinationStream } from 'pino';
import { guardSchema } from './authorization/guards.ts';
import { isLocalTenant, refusingLocalTenant } from './auth0/local-tenant.ts';
import { ConfigurationError, type Config } from './config.ts';
import { contextOptions } from './context-options.ts';
import { requestContext, type GatewayContext } from './context.ts';
import { apolloServer } from './http/apollo-server.ts';
import { httpApp, listeningAt } from './http/app.ts';
import { registerExplorer } from './http/explorer/register-explorer.ts';
import { registerKeySet } from './http/key-set.ts';
import { mountApollo } from './http/mount-apollo.ts';
import { resolvers } from './resolvers/resolvers.ts';
import { schemaFiles } from './schema-files.ts';
import { keysOfIssuer, openStore, ownKeys } from './state.ts';
import { logger, type Logger } from './telemetry/log.ts';
import type { Measured } from './telemetry/metrics.ts';
import { internalTokens } from './tokens/internal-tokens.ts';
import { upstream, type Upstream } from './upstream/upstream.ts';

/** The project's folder, seen from src/ and from dist/. */
const root = new URL('../', import.meta.url);

/** A gateway that listens. */
export interface RunningGateway {
  /** Of the GraphQL endpoint. */
  url: string;
  /** Of the metrics, where there are any. */
  metricsUrl?: string;
  /** Stops listening, finishes what is in flight, then lets go of all connections. */
  close: () => Promise<void>;
}

/** Bytes of one answer; lists are longer than what Auth0 says. */
const maxServiceBodySize = 8 * 1024 * 1024;

/** What tests, and `npm start` with the local tenant, put in the place of the world. */
export interface GatewaySeams {
  /** The only clock; default: the machine's. */
  now?: () => Date;
  /** Where log lines go; default: standard output. */
  logTo?: DestinationStream;
  /** Milliseconds for one call, its body included; default: 10 s to Auth0, 5 s to a service. */
  upstreamTimeoutMs?: number;
}

/**
 * Starts the gateway: schema, directives, resolvers, HTTP.
 *
 * @throws `ConfigurationError` in production, when the issuer is a local tenant, or when the keys in `STATE_DIR` or
 *   `JWKS_FILE` cannot be used; `AccessError` for a schema that leaves a field open; what listening fails with, unchanged
 */
export async function startGateway(
  config: Config,
  seams: GatewaySeams = {},
): Promise<RunningGateway> {
  const { now = () => new Date(), upstreamTimeoutMs } = seams;
  const log = logger(config.logLevel, seams.logTo);
  const connections = { auth0: upstream(), services: upstream(maxServiceBodySize) };
  if (config.environment === 'production') {
    const { issuer, tenantUrl } = config.auth0;
    for (const url of new Set([issuer, tenantUrl])) {
      await refuseLocalTenant(url, connections.auth0, log);
      connections.auth0.fetch = refusingLocalTenant(url, connections.auth0.fetch);
    }
  }
  const store = await openStore(config, now, log);
  const { fetch } = connections.auth0;
  const issuersKeys = await keysOfIssuer(config, { fetch, store, now, log });
  const isDevelopment = config.environment === 'development';
  const server = apolloServer<GatewayContext>({ schema: await readSchema(), isDevelopment, log });
  await server.start();

  const app = await httpApp({ corsOrigins: config.corsOrigins, isReady: store.isReady, log });
  const urlOf = (path: string) => new URL(path, listeningAt(app, config.host)).href;
  const keys = await ownKeys(config, now, log);
  if (keys) registerKeySet(app, keys.published);
  await registerExplorer(app, { environment: config.environment, path: '/graphql' });
  // Where the gateway listens is known once it does, and no longer while it finishes its last requests.
  let issuer = config.gatewayUrl ?? '';
  const context = requestContext(
    contextOptions(config, {
      now,
      timeoutMs: { auth0: upstreamTimeoutMs ?? 10_000, services: upstreamTimeoutMs ?? 5000 },
      connections,
      store,
      keys: issuersKeys,
      internalToken: keys && internalTokens({ issuer: () => issuer, keys, now }),
      log,
    }),
  );
  mountApollo(app, server, {
    path: '/graphql',
    context: ({ raw, id }) => context(raw, id),
  });
  const metricsServer = await openMetrics(config, { issuerKeysAge: issuersKeys.age });
  await app.listen({ host: config.host, port: config.port });
  issuer ||= urlOf('/');
  return {
    url: urlOf('/graphql'),
    ...(metricsServer && { metricsUrl: metricsServer.url }),
    close: async () => {
      await app.close();
      await metricsServer?.close();
      await server.stop();
      await issuersKeys.close();
      await Promise.all([connections.auth0.close(), connections.services.close(), store.close()]);
    },
  };
}

/** What measures is loaded here alone: a gateway without metrics starts sooner. */
async function openMetrics({ host, metricsPort }: Config, measured: Measured) {
  if (metricsPort === undefined) return undefined;
  const { metrics } = await import('./telemetry/metrics.ts');
  const { serveMetrics } = await import('./http/metrics.ts');
  return serveMetrics(metrics(measured), host, metricsPort);
}

let schema: Promise<GraphQLSchema> | undefined;

/**
 * The schema with its guards and resolvers, the same for every gateway of the process.
 *
 * @throws `AccessError` for a field that is open by accident
 */
function readSchema(): Promise<GraphQLSchema> {
  return (schema ??= schemaFiles(root).then((typeDefs) =>
    // In place: nobody else has this schema, and a copy takes as long as making it.
    guardSchema(makeExecutableSchema({ typeDefs, resolvers, updateResolversInPlace: true })),
  ));
}

/** The local tenant's passwords and secrets are public. An issuer that does not answer is an outage, and starts. */
async function refuseLocalTenant(issuer: string, { fetch }: Upstream, log: Logger): Promise<void> {
  const isLocal = await isLocalTenant(issuer, fetch).catch((error: unknown) => {
    log.warn({ err: error }, 'the issuer does not answer; starting all the same');
    return false;
  });
  if (!isLocal) return;
  throw new ConfigurationError(['AUTH0_DOMAIN is a local tenant; production refuses it']);
}
