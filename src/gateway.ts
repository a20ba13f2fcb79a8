import { makeExecutableSchema } from '@graphql-tools/schema';
import type { DestinationStream } from 'pino';
import { guardSchema } from './authorization/guards.ts';
import { isLocalTenant, refusingLocalTenant } from './auth0/local-tenant.ts';
import { ConfigurationError, type Config } from './config/config.ts';
import { contextOptions } from './wiring.ts';
import { requestContext, type GatewayContext } from './context.ts';
import { createApolloServer } from './http/apollo-server.ts';
import { createHttpApp, getBaseUrl } from './http/app.ts';
import { registerExplorer } from './http/explorer/register-explorer.ts';
import { serveKeySet } from './http/key-set.ts';
import { serveMetrics } from './http/metrics.ts';
import { mountApollo } from './http/mount-apollo.ts';
import { resolvers } from './resolvers/resolvers.ts';
import { readSchemaFiles } from './schema-files.ts';
import { keysOfIssuer, openStore, ownKeys } from './state.ts';
import { createLogger, type Logger } from './telemetry/log.ts';
import { createMetrics } from './telemetry/metrics.ts';
import { internalTokens } from './internal-tokens/internal-tokens.ts';
import { maxServiceBodySize } from './upstream/size-limits.ts';
import { auth0TimeLimit, serviceTimeLimit } from './upstream/time-limits.ts';
import { createUpstream, type Upstream } from './upstream/upstream.ts';

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

/** What tests, and `npm start` with the local tenant, put in the place of the world. */
export interface GatewaySeams {
  /** The only clock; default: the machine's. */
  now?: () => Date;
  /** Where log lines go; default: standard output. */
  logTo?: DestinationStream;
  /** Milliseconds for one call, its body included; default: see `upstream/time-limits.ts`. */
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
  const log = createLogger(config.logLevel, seams.logTo);
  const connections = { auth0: createUpstream(), services: createUpstream(maxServiceBodySize) };
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
  const schema = guardSchema(
    makeExecutableSchema({ typeDefs: await readSchemaFiles(root), resolvers }),
  );
  const server = createApolloServer<GatewayContext>({ schema, isDevelopment, log });
  await server.start();

  const app = await createHttpApp({ corsOrigins: config.corsOrigins, isReady: store.isReady, log });
  const urlOf = (path: string) => new URL(path, getBaseUrl(app, config.host)).href;
  const keys = await ownKeys(config, now, log);
  if (keys) serveKeySet(app, keys.published);
  await registerExplorer(app, { environment: config.environment, path: '/graphql' });
  // Where the gateway listens is known once it does, and no longer while it finishes its last requests.
  let issuer = config.gatewayUrl ?? '';
  const context = requestContext(
    contextOptions(config, {
      now,
      timeoutMs: {
        auth0: upstreamTimeoutMs ?? auth0TimeLimit,
        services: upstreamTimeoutMs ?? serviceTimeLimit,
      },
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
  const metricsServer = await serveMetrics(
    createMetrics({ issuerKeysAge: issuersKeys.age }),
    config.host,
    config.metricsPort,
  );
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

/** The local tenant's passwords and secrets are public. An issuer that does not answer is an outage, and starts. */
async function refuseLocalTenant(issuer: string, { fetch }: Upstream, log: Logger): Promise<void> {
  const isLocal = await isLocalTenant(issuer, fetch).catch((error: unknown) => {
    log.warn({ err: error }, 'the issuer does not answer; starting all the same');
    return false;
  });
  if (!isLocal) return;
  throw new ConfigurationError(['AUTH0_DOMAIN is a local tenant; production refuses it']);
}
