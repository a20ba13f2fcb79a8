import type { AddressInfo } from 'node:net';
import { makeExecutableSchema } from '@graphql-tools/schema';
import type { DestinationStream } from 'pino';
import { guardSchema } from './authorization/guards.ts';
import { isLocalTenant } from './auth0/local-tenant.ts';
import { ConfigurationError, type Config } from './config.ts';
import { requestContext, type ContextOptions, type GatewayContext } from './context.ts';
import { apolloServer } from './http/apollo-server.ts';
import { httpApp } from './http/app.ts';
import { registerExplorer } from './http/explorer/register-explorer.ts';
import { mountApollo } from './http/mount-apollo.ts';
import { resolvers } from './resolvers/resolvers.ts';
import { schemaFiles } from './schema-files.ts';
import { profileReader } from './sessions/profile.ts';
import { logger, type Logger } from './telemetry/log.ts';
import { accessTokenVerifier, readAccessToken } from './tokens/access-token.ts';
import { callerIdentification } from './tokens/caller.ts';
import { idTokenVerifier, readIdToken } from './tokens/id-token.ts';
import { issuerKeys } from './tokens/issuer-keys.ts';
import { revocations } from './tokens/revocations.ts';
import { verifiedTokens } from './tokens/verified-tokens.ts';
import { upstream, type Upstream } from './upstream/upstream.ts';

/** The project's folder, seen from src/ and from dist/. */
const root = new URL('../', import.meta.url);

/** A gateway that listens. */
export interface RunningGateway {
  /** Of the GraphQL endpoint. */
  url: string;
  /** Stops listening, finishes what is in flight, then lets go of all connections. */
  close: () => Promise<void>;
}

/** What tests put in the place of the world. */
export interface GatewaySeams {
  now?: () => Date;
  /** Where log lines go; default: standard output. */
  logTo?: DestinationStream;
  /** Milliseconds for one call to Auth0, its body included; default 10 s. */
  upstreamTimeoutMs?: number;
}

/**
 * Starts the gateway: schema, directives, resolvers, HTTP.
 *
 * @throws `ConfigurationError` in production, when the issuer is a local tenant; `AccessError` for a schema that leaves a field open; what listening fails with, unchanged
 */
export async function startGateway(
  config: Config,
  seams: GatewaySeams = {},
): Promise<RunningGateway> {
  const log = logger(config.logLevel, seams.logTo);
  const connections = upstream();
  if (config.environment === 'production')
    await refuseLocalTenant(config.auth0.issuer, connections, log);
  const isDevelopment = config.environment === 'development';
  const schema = guardSchema(
    makeExecutableSchema({ typeDefs: await schemaFiles(root), resolvers }),
  );
  const server = apolloServer<GatewayContext>({ schema, isDevelopment, log });
  await server.start();

  const app = await httpApp(config.corsOrigins, log);
  await registerExplorer(app, { environment: config.environment, path: '/graphql' });
  const context = requestContext(contextOptions(config, seams, connections, log));
  mountApollo(app, server, {
    path: '/graphql',
    context: (request, reply) => {
      const made = context(request.raw);
      reply.header('x-request-id', made.requestId);
      return made;
    },
  });
  await app.listen({ host: config.host, port: config.port });
  const { port } = app.server.address() as AddressInfo;
  const host = config.host.includes(':') ? `[${config.host}]` : config.host;
  return {
    url: `http://${host}:${port}/graphql`,
    close: async () => {
      await app.close();
      await server.stop();
      await connections.close();
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

function contextOptions(
  { auth0, claims, trustedProxies }: Config,
  { now = () => new Date(), upstreamTimeoutMs = 10_000 }: GatewaySeams,
  { fetch }: Upstream,
  log: Logger,
): ContextOptions {
  const keys = issuerKeys({ issuer: auth0.issuer, fetch, now, log });
  const rules = { ...auth0, keys, now };
  const tokens = verifiedTokens(accessTokenVerifier(rules), rules);
  const revoked = revocations(now, tokens.verify);
  const rolesClaim = claims.roles;
  return {
    identify: callerIdentification({
      tokens,
      revocations: revoked,
      rolesClaim,
      log,
    }),
    trustedProxies,
    auth0: {
      ...auth0,
      connection: auth0.connection,
      baseURL: auth0.issuer,
      fetch,
      timeoutMs: upstreamTimeoutMs,
    },
    sessions: {
      issued: {
        verifyAccessToken: tokens.verify,
        readAccessToken: (token) => readAccessToken(token, rules),
        verifyIdToken: idTokenVerifier(rules),
        readIdToken: (token) => readIdToken(token, rules),
        rolesClaim,
        log,
      },
      revocations: revoked,
      emailClaims: claims,
      readProfile: profileReader(now),
    },
    log,
  };
}
