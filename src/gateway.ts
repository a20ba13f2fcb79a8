import { setTimeout as wait } from 'node:timers/promises';
import { addResolversToSchema } from '@graphql-tools/schema';
import type { GraphQLSchema } from 'graphql';
import type { DestinationStream } from 'pino';
import { AuditTrail } from './audit/audit-trail.ts';
import { tallyOutcomes } from './audit/operations.ts';
import { guardSchema } from './authorization/guarded-resolvers.ts';
import { auth0Calls } from './auth0/endpoints.ts';
import { isLocalTenant, rejectLocalTenant } from './auth0/local-tenant.ts';
import { SettingLog } from './auth0/setting-log.ts';
import { allOrMistakes } from './config/all-mistakes.ts';
import { ConfigurationError, type Config } from './config/config.ts';
import { contextFactory, type GatewayContext } from './context.ts';
import { createApolloServer } from './http/apollo-server.ts';
import { createHttpApp, getBaseUrl } from './http/app.ts';
import type { ExampleAccount } from './http/explorer/operations.ts';
import { registerExplorer } from './http/explorer/register-explorer.ts';
import { refuseOtherPages } from './http/cross-site.ts';
import { Origins } from './http/origins.ts';
import { SessionCookie } from './http/session-cookie.ts';
import { explainRequests } from './http/graphql-requests.ts';
import { serveKeySet } from './http/key-set.ts';
import { listen } from './http/listen.ts';
import { mountApollo } from './http/mount-apollo.ts';
import { factsOf, logRefusal } from './http/refusal.ts';
import { RequestCounts } from './http/request-counts.ts';
import type { DevelopmentBar } from './http/development/serve-development-bar.ts';
import { serveSignedHook } from './http/signed-hook.ts';
import { readWeb, registerWeb, type DevelopmentWeb } from './http/web/register-web.ts';
import { InternalTokens } from './internal-tokens/internal-tokens.ts';
import { resolvers } from './resolvers/resolvers.ts';
import { buildSchema, readSchemaFiles } from './schema-files.ts';
import { openMailer } from './mail/open-mailer.ts';
import {
  checkKeySetFile,
  openAuditStorage,
  openIssuerKeys,
  openSigningKeys,
  openStore,
} from './state.ts';
import { serviceCalls } from './services/service-calls.ts';
import { createLogger, type Logger } from './telemetry/log.ts';
import type { MetricSources } from './telemetry/metrics.ts';
import { maxServiceBodySize } from './upstream/size-limits.ts';
import { auth0TimeLimit, serviceTimeLimit } from './upstream/time-limits.ts';
import { watchClock } from './upstream/clock-check.ts';
import { createUpstream, type Upstream } from './upstream/upstream.ts';
import { passwordHook, wireContext } from './wiring.ts';

/** Folder of the project. The relative path is the same from `src/` and from `dist/`. */
const projectFolder = new URL('../', import.meta.url);

export type { DevelopmentBar, DevelopmentWeb };

/** Folder to which `npm run build` writes the app. */
const webFolder = new URL('dist/web/', projectFolder);

/** Path of the GraphQL endpoint. */
const path = '/graphql';

/** Path that Auth0's post-change-password Action calls. */
const hookPath = '/hooks/auth0';

/** A started gateway. */
export interface RunningGateway {
  /** URL of the GraphQL endpoint. */
  url: string;
  /** URL of the app. Undefined if the gateway serves none. */
  webUrl?: string;
  /** URL of the hook of the post-change-password Action. Undefined if the configuration has no secret for it. */
  hookUrl?: string;
  /** URL of the metrics. Undefined if the configuration has no port for them. */
  metricsUrl?: string;
  /**
   * Stops the gateway: reports "not ready" for `shutdownDelay`, then stops listening, finishes the requests in flight, and closes
   * all connections.
   */
  close: () => Promise<void>;
}

/** Replacements for the clock, the log's destination and the time limits, for tests and for `npm start` with the local tenant. */
export interface GatewaySeams {
  /** The gateway's only clock. Default: the machine's. */
  now?: () => Date;
  /** Destination of log lines. Default: standard output. */
  logTo?: DestinationStream;
  /** Time limit of one call to Auth0 or to a service (milliseconds). Default: `auth0TimeLimit` and `serviceTimeLimit`. */
  upstreamTimeoutMs?: number;
  /**
   * Milliseconds between two log lines about the same fault of the tenant's settings. Default: one hour, and 0 in development.
   */
  faultPeriodMs?: number;
  /** Account of the explorer's operations. Default: the local tenant's administrator. */
  exampleAccount?: ExampleAccount;
  /**
   * Returns the state of the app while its sources may change. Not used in production. Default: there is no app, unless the
   * configuration says so.
   */
  web?: () => DevelopmentWeb;
  /** What the development bar of that app shows and does. Default: there is no bar. */
  bar?: DevelopmentBar;
}

/**
 * Starts the gateway: assembles state, schema, context and HTTP, and listens.
 *
 * @throws `ConfigurationError` if the issuer of a production gateway is a local tenant, if the keys in `STATE_DIR` or `JWKS_FILE`
 *   are not usable, or if there is no app to serve; errors of {@link readSchema}; errors of listening, unchanged
 */
export async function startGateway(
  config: Config,
  seams: GatewaySeams = {},
): Promise<RunningGateway> {
  const { now = () => new Date(), upstreamTimeoutMs } = seams;
  const { isRehearsal = false } = config;
  const isDevelopment = config.environment === 'development';
  const web = config.environment === 'production' ? undefined : seams.web;
  const log = createLogger(config.logLevel, seams.logTo, isRehearsal ? { rehearsal: true } : null);
  const auth0 = createUpstream({ proxy: config.proxy });
  const connections = {
    auth0: { ...auth0, fetch: watchClock(auth0.fetch, { now, log }) },
    services: createUpstream({ maxBodySize: maxServiceBodySize }),
  };
  const opening = openStore(config, now, log);
  const [schema, store, mailer, keys, webFiles] = await allOrMistakes([
    readSchema(),
    opening,
    openMailer(config, log),
    openSigningKeys(config, now, log),
    config.servesWeb && !web ? readWeb(webFolder) : undefined,
    checkKeySetFile(config),
    config.environment === 'production' &&
      !isRehearsal &&
      refuseLocalTenant(config, connections.auth0, log),
  ]).catch(async (error: unknown) => {
    await opening.then(
      (opened) => opened.close(),
      () => undefined,
    );
    throw error;
  });
  const { fetch } = connections.auth0;
  const requests = new RequestCounts();
  const outcomes = tallyOutcomes(schema);
  const auditTrail = new AuditTrail({
    ...openAuditStorage(config, { store, now, log }),
    ...{ outcomes, secrets: config.stateSecrets, now, log },
  });
  const counts = {
    auth0: auth0Calls(),
    services: serviceCalls(Object.keys(config.services)),
  };
  const issuersKeys = openIssuerKeys(config, { fetch, calls: counts.auth0, store, now, log });

  const server = createApolloServer<GatewayContext>({ schema, isDevelopment, requests, log });
  await server.start();

  // In development, an administrator tries one setting after another, and wants a line for each attempt.
  const { faultPeriodMs: period = isDevelopment ? 0 : undefined } = seams;
  const settingLog = new SettingLog({ now, ...(period !== undefined && { period }) });
  // Internal tokens contain the gateway's URL as `iss`. Without GATEWAY_URL, the URL is known only when the gateway listens.
  let gatewayUrl = config.gatewayUrl ?? '';
  // Links in mails lead there. Without WEB_URL, the app is at the gateway's own URL.
  let webUrl = config.webUrl ?? '';
  const stopped = new AbortController();
  const origins = new Origins({
    allowed: config.corsOrigins,
    allowsLoopback: config.environment !== 'production',
    log,
  });
  const sessionCookie = createSessionCookie(config);
  const wired = wireContext(config, {
    now,
    timeoutMs: {
      auth0: upstreamTimeoutMs ?? auth0TimeLimit,
      services: upstreamTimeoutMs ?? serviceTimeLimit,
    },
    connections,
    store,
    keys: issuersKeys,
    settingLog,
    mailer,
    webUrl: () => webUrl,
    counts,
    auditTrail,
    sessionCookie,
    origins,
    stopped: stopped.signal,
    internalTokens: keys && new InternalTokens({ issuer: () => gatewayUrl, keys, now }),
    log,
  });

  let isStopping = false;
  const isReady = () => !isStopping && store.isReady();
  const app = await createHttpApp({
    origins,
    allowsCredentials: sessionCookie !== undefined,
    idleTimeout: config.idleTimeout * 1000,
    isStopping: () => isStopping,
    isReady,
    isRehearsal,
    requests,
    log,
  });
  if (keys) serveKeySet(app, () => keys.publicKeySet());
  const hasApp = web !== undefined || webFiles !== undefined;
  await registerExplorer(app, {
    environment: config.environment,
    path,
    account: seams.exampleAccount,
    hasApp,
  });
  const { hookSecrets: secrets } = config.auth0;
  if (secrets) {
    const receive = passwordHook(wired, now);
    serveSignedHook(app, { path: hookPath, secrets, now, receive });
  }
  await registerWeb(app, { path, current: web, bar: seams.bar, files: webFiles });
  explainRequests(app, path);
  if (sessionCookie) refuseOtherPages(app, path, { cookie: sessionCookie, origins });
  mountApollo(app, server, {
    path,
    context: contextFactory(wired),
    onInvalidRequest: (request, status) => {
      logRefusal(log, { ...factsOf(request), status, reason: 'BAD_REQUEST' });
    },
  });
  const metricsServer = await openMetrics(config, {
    ...counts,
    outcomes,
    auditTrail,
    requests,
    isReady,
    store,
    issuerKeysAge: () => issuersKeys.age(),
    issuerKeysMaxAge: config.jwks.fileOnly ? undefined : config.jwks.maxAge,
    lostRefreshAnswers: () => wired.sessions.exchanges.lostAnswers,
    settingReports: settingLog.counts,
  });
  await listen(app, config);

  const baseUrl = new URL(getBaseUrl(app, config.host));
  gatewayUrl ||= baseUrl.href;
  webUrl ||= baseUrl.href;
  return {
    url: new URL(path, baseUrl).href,
    ...(hasApp && { webUrl: baseUrl.href }),
    ...(secrets && { hookUrl: new URL(hookPath, baseUrl).href }),
    ...(metricsServer && { metricsUrl: metricsServer.url }),
    close: async () => {
      isStopping = true;
      stopped.abort();
      await wait(config.shutdownDelay * 1000);
      await app.close();
      await metricsServer?.close();
      await server.stop();
      await Promise.all([wired.sessions.openSessions.close(), wired.sessions.exchanges.close()]);
      await issuersKeys.close();
      await auditTrail.close();
      // Closed before the connections, whose close would wait for a call that Auth0 does not answer.
      await store.close();
      await Promise.all([connections.auth0.close(), connections.services.close()]);
    },
  };
}

/**
 * Creates the cookie that holds sessions. Returns undefined if sessions in cookies are not enabled. In production, browsers send
 * the cookie over TLS only.
 */
function createSessionCookie({ environment, cookies }: Config): SessionCookie | undefined {
  const { transports, sameSite, lifetime } = cookies;
  if (!transports.includes('COOKIE')) return undefined;
  return new SessionCookie({ isSecure: environment === 'production', sameSite, lifetime });
}

/** Serves metrics if `METRICS_PORT` is set. Imports their code only then, so that a gateway without metrics starts faster. */
async function openMetrics({ host, metricsPort }: Config, sources: MetricSources) {
  if (metricsPort === undefined) return undefined;
  const { serveMetrics } = await import('./http/metrics.ts');
  return serveMetrics(sources, host, metricsPort);
}

let schema: Promise<GraphQLSchema> | undefined;

/**
 * Builds the schema with its guards and resolvers, once for all gateways of the process.
 *
 * @throws `SchemaError` for files that are not a schema; `AccessError` for a field that is open by accident, or a guard without
 *   effect
 */
function readSchema(): Promise<GraphQLSchema> {
  return (schema ??= readSchemaFiles(projectFolder).then((files) =>
    guardSchema(
      // Changes the schema in place, because a copy would take as long as building it.
      addResolversToSchema({ schema: buildSchema(files), resolvers, updateResolversInPlace: true }),
    ),
  ));
}

/**
 * Refuses to use a local tenant in production, because its passwords and secrets are public. If an issuer does not answer, the
 * gateway starts nevertheless, and repeats the check before each call to that issuer.
 *
 * @throws `ConfigurationError` if the issuer is a local tenant
 */
async function refuseLocalTenant(config: Config, auth0: Upstream, log: Logger): Promise<void> {
  const urls = { AUTH0_DOMAIN: config.auth0.issuer, AUTH0_TENANT_DOMAIN: config.auth0.tenantUrl };
  const { fetch } = auth0;
  const check = async ([variable, url]: [string, string]): Promise<string[]> => {
    const isLocal = await isLocalTenant(url, fetch).catch((error: unknown) => {
      log.warn({ err: error }, 'the issuer does not answer; the gateway starts nevertheless');
      return false;
    });
    auth0.fetch = rejectLocalTenant(url, auth0.fetch);
    return isLocal
      ? [
          `${variable} is a local tenant; production refuses it, but for a rehearsal (docs/questions.md)`,
        ]
      : [];
  };
  const distinct = Object.entries(urls).filter(
    ([variable, url]) => variable === 'AUTH0_DOMAIN' || url !== urls.AUTH0_DOMAIN,
  );
  const mistakes = (await Promise.all(distinct.map(check))).flat();
  if (mistakes.length > 0) throw new ConfigurationError(mistakes);
}
