import { z } from 'zod';
import { contradictions, mistakesInProduction } from './contradictions.ts';
import {
  domain,
  flag,
  isOrigin,
  isRange,
  port,
  realms,
  required,
  seconds,
  url,
  words,
} from './values.ts';
import { readServices, type ServiceConfig } from './services.ts';

/** Where the gateway runs. Only `development` shows an explorer and may start the local tenant. */
export type Environment = 'development' | 'test' | 'production';

/** The gateway's whole configuration: typed, checked, complete. */
export interface Config {
  environment: Environment;
  /** Address to listen on. */
  host: string;
  /** TCP port; 0 lets the system choose. */
  port: number;
  auth0: Auth0Config;
  jwks: JwksConfig;
  claims: ClaimsConfig;
  /** CIDR ranges of the reverse proxies whose `X-Forwarded-For` is believed. */
  trustedProxies: string[];
  /** Origins whose browsers may read answers, exactly as the `Origin` header spells them. */
  corsOrigins: string[];
  logLevel: LogLevel;
  /** The micro-services behind the gateway, by name. */
  services: Record<string, ServiceConfig>;
  /** URL of the gateway itself, as its services know it, with its trailing slash; absent: where it listens. */
  gatewayUrl?: string;
  /** Where replicas share what they know; absent: each knows its own. `redis://` or `rediss://`, with the password in it. */
  redisUrl?: string;
  /** Folder for what must outlive the process. */
  stateDir: string;
  /** TCP port of the metrics, which are not served without; 0 lets the system choose. */
  metricsPort?: number;
}

/** The tenant and our application in it. */
export interface Auth0Config {
  /** Base URL and issuer in one: ends with a slash, for example `https://team.eu.auth0.com/`. */
  issuer: string;
  clientId: string;
  clientSecret: string;
  /** Identifier of the API that access tokens are for, compared exactly. */
  audience: string;
  /**
   * The directories of accounts, by the names that clients give them, one at least. One without a connection is the tenant's
   * default directory, in which nobody can sign up.
   */
  realms: RealmConfig[];
  /** Base URL of the tenant's canonical domain: the issuer, unless that is a custom domain. */
  tenantUrl: string;
  /** The machine-to-machine application that may call the Management API. */
  management?: { clientId: string; clientSecret: string };
  /** Whether nobody gets a session before their e-mail address is verified. */
  requireVerifiedEmail: boolean;
  /** What a sign-in asks for. */
  scopes: string[];
  /** Clients (`azp`, `client_id`) whose access tokens are taken. */
  allowedClients: string[];
  /** JWS algorithms of access and ID tokens. */
  algorithms: string[];
}

/** How the gateway gets by while the issuer's keys cannot be fetched. */
export interface JwksConfig {
  /** Seconds; older keys verify nothing. */
  maxAge: number;
  /** A key set that the operator downloaded. */
  file?: string;
  /** Whether the issuer is never asked, since the operator takes care of the file. */
  fileOnly: boolean;
}

/** A directory of accounts and the database connection behind it. */
export interface RealmConfig {
  name: string;
  connection: string | undefined;
}

/** Names of the custom claims that the post-login Action sets. */
export interface ClaimsConfig {
  roles: string;
  email: string;
  emailVerified: string;
}

const logLevels = ['trace', 'debug', 'info', 'warn', 'error', 'fatal', 'silent'] as const;
/** As pino names them. */
export type LogLevel = (typeof logLevels)[number];

/** The environment cannot be turned into a {@link Config}. `mistakes` has one line each, named by variable, no values. */
export class ConfigurationError extends Error {
  override name = 'ConfigurationError';
  readonly mistakes: string[];
  constructor(mistakes: string[]) {
    super(`The configuration has ${mistakes.length} mistake(s):\n  ${mistakes.join('\n  ')}`);
    this.mistakes = mistakes;
  }
}

const asymmetricAlgorithms = ['RS256', 'RS384', 'RS512', 'PS256', 'PS384', 'PS512', 'ES256'];

const environmentSchema = z.object({
  NODE_ENV: z
    .enum(['development', 'test', 'production'], {
      error: 'must be development, test or production',
    })
    .default('production'),
  HOST: required.default('localhost'),
  PORT: port.default(4000),
  AUTH0_DOMAIN: domain,
  AUTH0_CLIENT_ID: required,
  AUTH0_CLIENT_SECRET: required,
  AUTH0_AUDIENCE: required,
  AUTH0_CONNECTION: z.string().trim().optional(),
  AUTH0_REALMS: realms.optional(),
  AUTH0_TENANT_DOMAIN: domain.optional(),
  AUTH0_MANAGEMENT_CLIENT_ID: required.optional(),
  AUTH0_MANAGEMENT_CLIENT_SECRET: required.optional(),
  REQUIRE_VERIFIED_EMAIL: flag.default(false),
  AUTH0_SCOPES: words
    .refine((scopes) => scopes.length > 0, { error: 'names no scope' })
    .default(['openid', 'profile', 'email', 'offline_access']),
  AUTH0_ALLOWED_CLIENTS: words.optional(),
  AUTH0_SIGNING_ALGORITHMS: words
    .refine(
      (names) => names.length > 0 && names.every((name) => asymmetricAlgorithms.includes(name)),
      {
        error: `must be some of ${asymmetricAlgorithms.join(' ')}`,
      },
    )
    .default(['RS256']),
  ROLES_CLAIM: required.default('https://gatehouse.example/roles'),
  EMAIL_CLAIM: required.default('https://gatehouse.example/email'),
  JWKS_MAX_AGE: seconds
    .refine((age) => age >= 60, { error: 'must be 60 seconds at least' })
    .default(86_400),
  JWKS_FILE: required.optional(),
  JWKS_FILE_ONLY: flag.default(false),
  METRICS_PORT: port.optional(),
  TRUSTED_PROXIES: words
    .refine((ranges) => ranges.every(isRange), {
      error: 'must be addresses or CIDR ranges such as 10.0.0.0/8, separated by commas',
    })
    .default([]),
  CORS_ORIGINS: words
    .refine((origins) => origins.every(isOrigin), {
      error: 'must be origins such as https://app.example.com, separated by commas; * is not one',
    })
    .optional(),
  GATEWAY_URL: url.optional(),
  REDIS_URL: z
    .url({ protocol: /^rediss?$/, error: 'must be a URL such as rediss://:password@host:6379' })
    .optional(),
  STATE_DIR: required.optional(),
  LOG_LEVEL: z.enum(logLevels, { error: `must be one of ${logLevels.join(' ')}` }).default('info'),
});

const developmentOrigins = ['http://localhost:5173', 'http://localhost:3000'];

/**
 * Reads the environment. The only reader of it in the gateway.
 *
 * @param env - variables as strings; an empty one counts as unset, but for `AUTH0_CONNECTION`, where empty has a meaning
 * @param serviceNames - of the micro-services that the gateway has: `orders` has `SERVICE_ORDERS_URL`
 * @throws {@link ConfigurationError} with every mistake at once
 */
export function readConfig(
  env: Record<string, string | undefined>,
  serviceNames: readonly string[] = [],
): Config {
  const variables = Object.entries(env).filter(
    ([name, value]) => value !== '' || name === 'AUTH0_CONNECTION',
  );
  const set = Object.fromEntries(variables);
  const parsed = environmentSchema.safeParse(set);
  const services = readServices(set, serviceNames);
  const mistakes = (parsed.error?.issues ?? []).map(
    ({ path, message }) => `${path.join('.')} ${message}`,
  );
  mistakes.push(...contradictions(set), ...services.mistakes);
  if ((set['NODE_ENV'] ?? 'production') === 'production') {
    mistakes.push(...mistakesInProduction(set, services.config));
  }
  if (!parsed.success || mistakes.length > 0) throw new ConfigurationError(mistakes);
  return toConfig(parsed.data, services.config);
}

function toConfig(env: z.output<typeof environmentSchema>, services: Config['services']): Config {
  return {
    environment: env.NODE_ENV,
    host: env.HOST,
    port: env.PORT,
    auth0: {
      issuer: env.AUTH0_DOMAIN,
      clientId: env.AUTH0_CLIENT_ID,
      clientSecret: env.AUTH0_CLIENT_SECRET,
      audience: env.AUTH0_AUDIENCE,
      realms: env.AUTH0_REALMS ?? [
        { name: 'default', connection: connectionOf(env.AUTH0_CONNECTION) },
      ],
      tenantUrl: env.AUTH0_TENANT_DOMAIN ?? env.AUTH0_DOMAIN,
      ...(env.AUTH0_MANAGEMENT_CLIENT_ID &&
        env.AUTH0_MANAGEMENT_CLIENT_SECRET && {
          management: {
            clientId: env.AUTH0_MANAGEMENT_CLIENT_ID,
            clientSecret: env.AUTH0_MANAGEMENT_CLIENT_SECRET,
          },
        }),
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
    },
    trustedProxies: env.TRUSTED_PROXIES,
    corsOrigins: env.CORS_ORIGINS ?? (env.NODE_ENV === 'production' ? [] : developmentOrigins),
    logLevel: env.LOG_LEVEL,
    services,
    ...(env.GATEWAY_URL && { gatewayUrl: env.GATEWAY_URL }),
    ...(env.REDIS_URL && { redisUrl: env.REDIS_URL }),
    stateDir: env.STATE_DIR ?? '.state',
    ...(env.METRICS_PORT !== undefined && { metricsPort: env.METRICS_PORT }),
  };
}

/** Auth0's own name for the connection that it gives a new tenant is the default; empty means none. */
function connectionOf(variable: string | undefined): string | undefined {
  return (variable ?? 'Username-Password-Authentication') || undefined;
}
