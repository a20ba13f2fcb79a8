import type { z } from 'zod';
import {
  findContradictions,
  findProductionMistakes,
  findRehearsalMistakes,
} from './contradictions.ts';
import { findProxySpellings } from './proxy-spellings.ts';
import { toMailConfig, type MailConfig } from './mail.ts';
import { toRedisConfig, type RedisConfig } from './redis.ts';
import { readServices, type ServiceConfig } from './services.ts';
import { environmentSchema, type logLevels } from './variables.ts';

/** Values of `NODE_ENV`. Explorers and introspection exist only in `development`. */
export type Environment = 'development' | 'test' | 'production';

/** The whole configuration of the gateway, checked and with defaults. `docs/configuration.md` describes each variable. */
export interface Config {
  environment: Environment;
  /** Whether the gateway rehearses production with a local tenant on the same machine. Default: false. */
  isRehearsal?: boolean;
  /** Address to listen at. */
  host: string;
  /** TCP port of the gateway. 0 lets the system choose one. */
  port: number;
  auth0: Auth0Config;
  jwks: JwksConfig;
  claims: ClaimsConfig;
  /** Addresses and CIDR ranges of the reverse proxies whose `clientIpHeader` is trusted. */
  trustedProxies: string[];
  /** Header in which trusted proxies send the user's address: `X-Forwarded-For`, or a header with a single address. */
  clientIpHeader: string;
  /** The HTTP proxy between the gateway and Auth0. Default: none, so that connections are direct. */
  proxy?: ProxyConfig;
  /** Origins of front ends, spelled as in the `Origin` header. Outside of production, pages of this machine may call too. */
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
  /** URL at which services reach the gateway, with a trailing slash. Default: the URL at which it listens. */
  gatewayUrl?: string;
  /** The Redis in which replicas share sessions. Default: none, so that sessions are saved in `stateDir`, for one process. */
  redis?: RedisConfig;
  /** Seconds for which the process stays ready without Redis. Infinity means forever. */
  storeGrace: number;
  /** Folder of the files that outlive the process. */
  stateDir: string;
  /** Secrets for saved and sealed state, newest first. Keys are derived from them. */
  stateSecrets: readonly [string, ...string[]];
  /**
   * Seconds for which the gateway repeats its answer to an exchanged refresh token, even if a client has already presented the
   * successor.
   */
  refreshWindow: number;
  cookies: CookieConfig;
  /** Mails that the gateway sends itself. Default: none. */
  mail?: MailConfig;
  /** URL of the front end, to which links in mails lead, with a trailing slash. Default: the gateway's own URL. */
  webUrl?: string;
  audit: AuditConfig;
  /** TCP port of the metrics. 0 lets the system choose one. Default: no metrics. */
  metricsPort?: number;
}

/** Transport of a session. With `TOKENS` the client receives the tokens. With `COOKIE` a cookie holds the session. */
export type Transport = 'TOKENS' | 'COOKIE';

/** Configuration of sessions in cookies. */
export interface CookieConfig {
  /** The transports that a client may choose, at least one. */
  transports: readonly Transport[];
  /** Transport for a client that names none. */
  defaultTransport: Transport;
  sameSite: 'strict' | 'lax';
  /** A session ends this many seconds after its last request. */
  idle: number;
  /** A session ends this many seconds after its login, even if it is in use. */
  lifetime: number;
}

/** Limits of the saved audit trail. */
export interface AuditConfig {
  /** Maximum number of successful administrative acts, and of all other events. */
  events: number;
  /** Days for which an event is saved. */
  days: number;
}

/** An HTTP proxy between the gateway and Auth0. */
export interface ProxyConfig {
  /** URL of the proxy, including the user name and password if it requires them. */
  url: string;
  /** Name of the environment variable that names the proxy, in the spelling that is set. */
  variable: string;
  /** Hosts that are reached without the proxy. */
  exceptions: string[];
}

/** The Auth0 tenant, and the gateway's application in it. */
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
  /** One or two secrets for signing calls of the hook. Default: none, so that there is no hook. */
  hookSecrets?: readonly string[];
  /** Whether a user must verify the e-mail address before the gateway starts a session. */
  requireVerifiedEmail: boolean;
  /** Scopes that a login requests. */
  scopes: string[];
  /** Clients (`azp` or `client_id`) whose access tokens the gateway accepts. */
  allowedClients: string[];
  /** JWS algorithms that the gateway accepts for access tokens and ID tokens. */
  algorithms: string[];
}

/** Settings for the issuer's keys, in particular for outages in which the gateway cannot fetch them. */
export interface JwksConfig {
  /** Seconds since the last successful fetch after which keys no longer verify tokens. */
  maxAge: number;
  /** Path of a key set that an operator has downloaded. Default: none. */
  file?: string;
  /** Whether `file` is the only source of keys, so that the gateway never fetches them. */
  fileOnly: boolean;
}

/** A realm: a directory of accounts, and the name of the Auth0 database connection that holds them. */
export interface RealmConfig {
  /** Name that clients use for the realm. */
  name: string;
  /** Name of the database connection. Undefined for the tenant's default directory, in which users cannot sign up. */
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
 * The environment is not a valid configuration. Each of the `mistakes` is one line, with the variable's name but not its value.
 */
export class ConfigurationError extends Error {
  override name = 'ConfigurationError';
  readonly mistakes: string[];
  constructor(mistakes: string[]) {
    super(
      `The configuration has ${mistakes.length} ${mistakes.length === 1 ? 'mistake' : 'mistakes'}:\n  ${mistakes.join('\n  ')}\nSee docs/configuration.md.`,
    );
    this.mistakes = mistakes;
  }
}

/**
 * Converts the environment to the configuration. No other function of the gateway reads the environment.
 *
 * @param env - variables as strings. An empty variable counts as not set, except `AUTH0_CONNECTION`: empty means the default
 *   directory
 * @param serviceNames - names of the gateway's micro-services. For example, `orders` has the variable `SERVICE_ORDERS_URL`
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
  const mail = toMailConfig(env);
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
    ...(mail && { mail }),
    ...(env.WEB_URL && { webUrl: env.WEB_URL }),
    audit: { events: env.AUDIT_EVENTS, days: env.AUDIT_DAYS },
    ...(env.METRICS_PORT !== undefined && { metricsPort: env.METRICS_PORT }),
  };
}
