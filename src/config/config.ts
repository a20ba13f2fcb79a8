import type { z } from 'zod';
import {
  findContradictions,
  findProductionMistakes,
  findRehearsalMistakes,
} from './contradictions.ts';
import { findProxySpellings } from './proxy-spellings.ts';
import { toRedisConfig, type RedisConfig } from './redis.ts';
import { readServices, type ServiceConfig } from './services.ts';
import { environmentSchema, type logLevels } from './variables.ts';

/** Values of `NODE_ENV`. Explorers and introspection exist only in `development`. */
export type Environment = 'development' | 'test' | 'production';

/** The whole configuration of the gateway, checked, with its defaults. `docs/configuration.md` describes each variable. */
export interface Config {
  environment: Environment;
  /** True if the gateway rehearses production before a local tenant, all on one machine. Default: false. */
  isRehearsal?: boolean;
  /** Address to listen at. */
  host: string;
  /** TCP port of the gateway. 0 lets the system choose one. */
  port: number;
  auth0: Auth0Config;
  jwks: JwksConfig;
  claims: ClaimsConfig;
  /** Addresses and CIDR ranges of the reverse proxies whose `clientIpHeader` is believed. */
  trustedProxies: string[];
  /** Header in which trusted proxies send the user's address: `X-Forwarded-For`, or one that holds a single address. */
  clientIpHeader: string;
  /** The HTTP proxy between the gateway and Auth0. Default: none, connections are direct. */
  proxy?: ProxyConfig;
  /** Origins of front ends, spelled as in the `Origin` header. Outside production, pages of this machine may call too. */
  corsOrigins: string[];
  /** Whether to serve the app of `dist/web/`. */
  servesWeb: boolean;
  /** Seconds for which an idle connection stays open. */
  idleTimeout: number;
  /** Seconds for which a stopping process reports "not ready" before it stops listening. */
  shutdownDelay: number;
  logLevel: LogLevel;
  /** Configuration of each micro-service behind the gateway, by name. */
  services: Record<string, ServiceConfig>;
  /** URL of the gateway for its services, with a trailing slash. Default: the URL at which it listens. */
  gatewayUrl?: string;
  /** The Redis in which replicas share sessions. Default: none; sessions are then in `stateDir`, for one process. */
  redis?: RedisConfig;
  /** Seconds for which the process stays ready without Redis. Infinity: for ever. */
  storeGrace: number;
  /** Folder of the files that outlive the process. */
  stateDir: string;
  /** The secrets from which keys for saved and sealed state are derived, newest first. */
  stateSecrets: readonly [string, ...string[]];
  /** Seconds for which an exchanged refresh token gets its successor, even once a client has used the successor. */
  refreshWindow: number;
  cookies: CookieConfig;
  /** TCP port of the metrics. 0 lets the system choose one. Default: no metrics. */
  metricsPort?: number;
}

/** How a session travels: its tokens go to the client, or it is in a cookie. */
export type Transport = 'TOKENS' | 'COOKIE';

/** Settings for sessions in cookies. */
export interface CookieConfig {
  /** The transports that a client may choose, at least one. */
  transports: readonly Transport[];
  /** The transport of a client that names none. */
  defaultTransport: Transport;
  sameSite: 'strict' | 'lax';
  /** Seconds after its last request at which a session ends. */
  idle: number;
  /** Seconds after its sign-in at which a session ends. */
  lifetime: number;
}

/** An HTTP proxy between the gateway and Auth0. */
export interface ProxyConfig {
  /** The URL of the proxy, with the user name and the password if it asks for them. */
  url: string;
  /** The variable that names the proxy, as it is spelled in the environment. */
  variable: string;
  /** The hosts that are reached without the proxy. */
  exceptions: string[];
}

/** The Auth0 tenant, and the gateway's application there. */
export interface Auth0Config {
  /**
   * URL of the issuer, for example `https://team.eu.auth0.com/`, with a trailing slash. It is also the base URL of the
   * Authentication API.
   */
  issuer: string;
  clientId: string;
  clientSecret: string;
  /** Identifier of the API for which access tokens are issued, compared exactly. */
  audience: string;
  /** Directories of accounts, at least one. */
  realms: RealmConfig[];
  /** Base URL of the tenant's canonical domain, with a trailing slash. Default: the issuer. */
  tenantUrl: string;
  /** Machine-to-machine application that may call the Management API. Default: none. */
  management?: { clientId: string; clientSecret: string };
  /** The secrets that sign calls of the hook, one or two. Default: none, and there is no hook. */
  hookSecrets?: readonly string[];
  /** Whether a user must verify the e-mail address before the gateway starts a session. */
  requireVerifiedEmail: boolean;
  /** Scopes that a login asks for. */
  scopes: string[];
  /** Clients (`azp` or `client_id`) whose access tokens the gateway accepts. */
  allowedClients: string[];
  /** JWS algorithms that the gateway accepts for access tokens and ID tokens. */
  algorithms: string[];
}

/** Settings for the issuer's keys, in particular for the time when the gateway cannot fetch them. */
export interface JwksConfig {
  /** Seconds after the last successful fetch from which keys verify no token. */
  maxAge: number;
  /** Path of a key set that the operator downloaded. Default: none. */
  file?: string;
  /** Whether `file` is the only source of keys, so that the gateway never fetches them. */
  fileOnly: boolean;
}

/** A directory of accounts, and the database connection behind it. */
export interface RealmConfig {
  /** Name that clients use for the realm. */
  name: string;
  /** Name of the database connection. Undefined for the tenant's default directory, where no user can sign up. */
  connection: string | undefined;
}

/** Names of the custom claims that the post-login Action sets. */
export interface ClaimsConfig {
  roles: string;
  email: string;
  emailVerified: string;
  password: string;
}

/** Log level, with pino's names. */
export type LogLevel = (typeof logLevels)[number];

/**
 * Thrown when the environment is not a valid configuration. Each of the `mistakes` is one line, which has the variable's name but
 * not its value.
 */
export class ConfigurationError extends Error {
  override name = 'ConfigurationError';
  readonly mistakes: string[];
  constructor(mistakes: string[]) {
    super(
      `The configuration has ${mistakes.length} mistake(s):\n  ${mistakes.join('\n  ')}\nSee docs/configuration.md.`,
    );
    this.mistakes = mistakes;
  }
}

/**
 * Turns the environment into the configuration. No other function of the gateway reads the environment.
 *
 * @param env - variables as strings. An empty one counts as not set, except `AUTH0_CONNECTION`, where empty means the default
 *   directory
 * @param serviceNames - names of the gateway's micro-services. `orders` has the variable `SERVICE_ORDERS_URL`, for example
 * @param found - mistakes that were found before, for example in `.env`
 * @throws {@link ConfigurationError} with all mistakes at once
 */
export function readConfig(
  env: Record<string, string | undefined>,
  serviceNames: readonly string[] = [],
  found: readonly string[] = [],
): Config {
  const variables = Object.entries(env).filter(
    ([name, value]) => value !== '' || name === 'AUTH0_CONNECTION',
  );
  const set = Object.fromEntries(variables);
  const spellings = findProxySpellings(set);
  for (const [name, spelling] of Object.entries(spellings)) set[name] = set[spelling];
  const parsed = environmentSchema.safeParse(set);
  const services = readServices(set, serviceNames);
  const mistakes = [...found];
  mistakes.push(
    ...(parsed.error?.issues ?? []).map(
      ({ path: [name = ''], message }) => `${spellings[String(name)] ?? String(name)} ${message}`,
    ),
  );
  mistakes.push(...findContradictions(set), ...services.mistakes);
  mistakes.push(...findRehearsalMistakes(set, services.config));
  if ((set['NODE_ENV'] ?? 'production') === 'production') {
    mistakes.push(...findProductionMistakes(set, services.config));
  }
  if (!parsed.success || mistakes.length > 0) throw new ConfigurationError(mistakes);
  return toConfig(parsed.data, services.config, spellings);
}

function toConfig(
  env: z.output<typeof environmentSchema>,
  services: Config['services'],
  spellings: Record<string, string>,
): Config {
  const proxyVariable = env.HTTPS_PROXY ? 'HTTPS_PROXY' : 'HTTP_PROXY';
  const proxyUrl = env[proxyVariable];
  return {
    environment: env.NODE_ENV,
    ...(env.REHEARSAL && { isRehearsal: true }),
    host: env.HOST,
    port: env.PORT,
    auth0: {
      issuer: env.AUTH0_DOMAIN,
      clientId: env.AUTH0_CLIENT_ID,
      clientSecret: env.AUTH0_CLIENT_SECRET,
      audience: env.AUTH0_AUDIENCE,
      realms: env.AUTH0_REALMS ?? [
        { name: 'default', connection: env.AUTH0_CONNECTION || undefined },
      ],
      tenantUrl: env.AUTH0_TENANT_DOMAIN ?? env.AUTH0_DOMAIN,
      ...(env.AUTH0_MANAGEMENT_CLIENT_ID &&
        env.AUTH0_MANAGEMENT_CLIENT_SECRET && {
          management: {
            clientId: env.AUTH0_MANAGEMENT_CLIENT_ID,
            clientSecret: env.AUTH0_MANAGEMENT_CLIENT_SECRET,
          },
        }),
      ...(env.AUTH0_HOOK_SECRET && { hookSecrets: env.AUTH0_HOOK_SECRET }),
      requireVerifiedEmail: env.REQUIRE_VERIFIED_EMAIL,
      scopes: env.AUTH0_SCOPES,
      allowedClients: env.AUTH0_ALLOWED_CLIENTS ?? [env.AUTH0_CLIENT_ID],
      algorithms: env.AUTH0_SIGNING_ALGORITHMS,
    },
    jwks: {
      maxAge: env.JWKS_MAX_AGE,
      fileOnly: env.JWKS_FILE_ONLY,
      ...(env.JWKS_FILE && { file: env.JWKS_FILE }),
    },
    claims: {
      roles: env.ROLES_CLAIM,
      email: env.EMAIL_CLAIM,
      emailVerified: `${env.EMAIL_CLAIM}_verified`,
      password: env.PASSWORD_CLAIM,
    },
    trustedProxies: env.TRUSTED_PROXIES,
    clientIpHeader: env.CLIENT_IP_HEADER,
    ...(proxyUrl && {
      proxy: {
        url: proxyUrl,
        variable: spellings[proxyVariable] ?? proxyVariable,
        exceptions: env.NO_PROXY,
      },
    }),
    corsOrigins: env.CORS_ORIGINS,
    servesWeb: env.SERVE_WEB,
    idleTimeout: env.IDLE_TIMEOUT,
    shutdownDelay: env.SHUTDOWN_DELAY ?? (env.NODE_ENV === 'production' ? 5 : 0),
    logLevel: env.LOG_LEVEL,
    services,
    ...(env.GATEWAY_URL && { gatewayUrl: env.GATEWAY_URL }),
    ...(env.REDIS_URL && { redis: toRedisConfig(env.REDIS_URL, env) }),
    storeGrace: env.STORE_GRACE,
    stateDir: env.STATE_DIR,
    stateSecrets: env.STATE_SECRETS ?? [env.AUTH0_CLIENT_SECRET],
    refreshWindow: env.REFRESH_WINDOW,
    cookies: {
      transports: env.ALLOWED_TRANSPORTS,
      defaultTransport: env.DEFAULT_TRANSPORT ?? env.ALLOWED_TRANSPORTS[0] ?? 'TOKENS',
      sameSite: env.COOKIE_SAMESITE,
      idle: env.SESSION_IDLE,
      lifetime: env.SESSION_LIFETIME,
    },
    ...(env.METRICS_PORT !== undefined && { metricsPort: env.METRICS_PORT }),
  };
}
