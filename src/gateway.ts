import { setTimeout as wait } from 'node:timers/promises';
import { addResolversToSchema } from '@graphql-tools/schema';
import type { GraphQLSchema } from 'graphql';
import type { DestinationStream } from 'pino';
import { guardSchema } from './authorization/guarded-resolvers.ts';
import { isLocalTenant, rejectLocalTenant } from './auth0/local-tenant.ts';
import { ConfigurationError, type Config } from './config/config.ts';
import { contextFactory, type GatewayContext } from './context.ts';
import { createApolloServer } from './http/apollo-server.ts';
import { createHttpApp, getBaseUrl } from './http/app.ts';
import { registerExplorer } from './http/explorer/register-explorer.ts';
import { explainRequests } from './http/graphql-requests.ts';
import { serveKeySet } from './http/key-set.ts';
import { listen } from './http/listen.ts';
import { mountApollo } from './http/mount-apollo.ts';
import { factsOf, logRefusal } from './http/refusal.ts';
import { InternalTokens } from './internal-tokens/internal-tokens.ts';
import { resolvers } from './resolvers/resolvers.ts';
import { buildSchema, readSchemaFiles } from './schema-files.ts';
import { openIssuerKeys, openSigningKeys, openStore } from './state.ts';
import { createLogger, type Logger } from './telemetry/log.ts';
import type { MetricSources } from './telemetry/metrics.ts';
import { maxServiceBodySize } from './upstream/size-limits.ts';
import { auth0TimeLimit, serviceTimeLimit } from './upstream/time-limits.ts';
import { createUpstream, type Upstream } from './upstream/upstream.ts';
import { wireContext } from './wiring.ts';

/** The project's folder. The path is the same from `src/` and from `dist/`. */
const projectFolder = new URL('../', import.meta.url);

/** The path of the GraphQL endpoint. */
const path = '/graphql';

/** A gateway that listens. */
export interface RunningGateway {
  /** URL of the GraphQL endpoint. */
  url: string;
  /** URL of the metrics, if the configuration has a port for them. */
  metricsUrl?: string;
  /** Reports not ready during `shutdownDelay`, then stops listening, finishes the requests in flight, then closes all connections. */
  close: () => Promise<void>;
}

/** Replacements for clock, log and time limits, for tests and for `npm start` with the local tenant. */
export interface GatewaySeams {
  /** The gateway's only clock; default: the machine's. */
  now?: () => Date;
  /** The destination of log lines; default: standard output. */
  logTo?: DestinationStream;
  /** Milliseconds for one call to Auth0 or to a service; default: `auth0TimeLimit` and `serviceTimeLimit`. */
  upstreamTimeoutMs?: number;
}

/**
 * Starts the gateway: puts state, schema, context and HTTP together, and listens.
 *
 * @throws `ConfigurationError` in production, when the issuer is a local tenant, or when the keys in `STATE_DIR` or
 *   `JWKS_FILE` are not usable; as {@link readSchema} does; listening's own error, unchanged
 */
export async function startGateway(
  config: Config,
  seams: GatewaySeams = {},
): Promise<RunningGateway> {
  const { now = () => new Date(), upstreamTimeoutMs } = seams;
  const log = createLogger(config.logLevel, seams.logTo);
  const schema = await readSchema();
  const connections = { auth0: createUpstream(), services: createUpstream(maxServiceBodySize) };
  if (config.environment === 'production') {
    await refuseLocalTenant(config, connections.auth0, log);
  }

  const store = await openStore(config, now, log);
  const { fetch } = connections.auth0;
  const issuersKeys = await openIssuerKeys(config, { fetch, store, now, log });
  const keys = await openSigningKeys(config, now, log);

  const isDevelopment = config.environment === 'development';
  const server = createApolloServer<GatewayContext>({ schema, isDevelopment, log });
  await server.start();

  // Internal tokens name the gateway's URL as `iss`. Without GATEWAY_URL it is known once the gateway listens.
  let gatewayUrl = config.gatewayUrl ?? '';
  const stopped = new AbortController();
  const context = contextFactory(
    wireContext(config, {
      now,
      timeoutMs: {
        auth0: upstreamTimeoutMs ?? auth0TimeLimit,
        services: upstreamTimeoutMs ?? serviceTimeLimit,
      },
      connections,
      store,
      keys: issuersKeys,
      stopped: stopped.signal,
      internalTokens: keys && new InternalTokens({ issuer: () => gatewayUrl, keys, now }),
      log,
    }),
  );

  let isStopping = false;
  const isReady = () => !isStopping && store.isReady();
  const app = await createHttpApp({
    corsOrigins: config.corsOrigins,
    allowsLoopbackOrigins: config.environment !== 'production',
    idleTimeout: config.idleTimeout * 1000,
    isStopping: () => isStopping,
    isReady,
    log,
  });
  if (keys) serveKeySet(app, () => keys.publicKeySet());
  await registerExplorer(app, { environment: config.environment, path });
  explainRequests(app, path);
  mountApollo(app, server, {
    path,
    context,
    onInvalidRequest: (request, status) => {
      logRefusal(log, { ...factsOf(request), status, reason: 'BAD_REQUEST' });
    },
  });
  const metricsServer = await openMetrics(config, { issuerKeysAge: () => issuersKeys.age() });
  await listen(app, config);

  const baseUrl = new URL(getBaseUrl(app, config.host));
  gatewayUrl ||= baseUrl.href;
  return {
    url: new URL(path, baseUrl).href,
    ...(metricsServer && { metricsUrl: metricsServer.url }),
    close: async () => {
      isStopping = true;
      stopped.abort();
      await wait(config.shutdownDelay * 1000);
      await app.close();
      await metricsServer?.close();
      await server.stop();
      await issuersKeys.close();
      await Promise.all([connections.auth0.close(), connections.services.close(), store.close()]);
    },
  };
}

/** Serves metrics where `METRICS_PORT` is set. Their code is loaded only then: a gateway without metrics starts sooner. */
async function openMetrics({ host, metricsPort }: Config, measured: MetricSources) {
  if (metricsPort === undefined) return undefined;
  const { createMetrics } = await import('./telemetry/metrics.ts');
  const { serveMetrics } = await import('./http/metrics.ts');
  return serveMetrics(createMetrics(measured), host, metricsPort);
}

let schema: Promise<GraphQLSchema> | undefined;

/**
 * Reads the schema with its guards and resolvers. All gateways of a process share it.
 *
 * @throws `SchemaError` for files that are no schema; `AccessError` for a field that is open by accident, or a guard without effect
 */
function readSchema(): Promise<GraphQLSchema> {
  return (schema ??= readSchemaFiles(projectFolder).then((files) =>
    guardSchema(
      // In place: a copy of the schema takes as long as the schema itself.
      addResolversToSchema({ schema: buildSchema(files), resolvers, updateResolversInPlace: true }),
    ),
  ));
}

/**
 * Keeps production from a local tenant, whose passwords and secrets are public. While an issuer does not answer, the gateway
 * starts, and repeats the check before each call to it.
 *
 * @throws `ConfigurationError` when the issuer is a local tenant
 */
async function refuseLocalTenant(config: Config, auth0: Upstream, log: Logger): Promise<void> {
  const { issuer, tenantUrl } = config.auth0;
  for (const url of new Set([issuer, tenantUrl])) {
    const isLocal = await isLocalTenant(url, auth0.fetch).catch((error: unknown) => {
      log.warn({ err: error }, 'the issuer does not answer; starting all the same');
      return false;
    });
    if (isLocal) {
      throw new ConfigurationError(['AUTH0_DOMAIN is a local tenant; production refuses it']);
    }
    auth0.fetch = rejectLocalTenant(url, auth0.fetch);
  }
}
