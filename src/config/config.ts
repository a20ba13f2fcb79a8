import type { z } from 'zod';
import {
  findContradictions,
  findProductionMistakes,
  findRehearsalMistakes,
} from './contradictions.ts';
import { readServices, type ServiceConfig } from './services.ts';
import { environmentSchema, type logLevels } from './variables.ts';

/** The value of `NODE_ENV`. Only `development` has an explorer and introspection. */
export type Environment = 'development' | 'test' | 'production';

/** The gateway's whole configuration, checked, with its defaults filled in. `docs/configuration.md` describes each variable. */
export interface Config {
  environment: Environment;
  /** True if the gateway rehearses production before a local tenant, all on one machine. Default: false. */
  isRehearsal?: boolean;
  /** The address to listen on. */
  host: string;
  /** The TCP port of the gateway; 0 lets the system choose one. */
  port: number;
  auth0: Auth0Config;
  jwks: JwksConfig;
  claims: ClaimsConfig;
  /** Addresses and CIDR ranges of the reverse proxies whose `clientIpHeader` the gateway believes. */
  trustedProxies: string[];
  /** The header in which trusted proxies send the user's address: `X-Forwarded-For`, or one that holds a single address. */
  clientIpHeader: string;
  /** Origins of front ends, exactly as the `Origin` header spells them. Outside production, pages of this machine may call too. */
  corsOrigins: string[];
  /** Seconds for which an idle connection stays open. */
  idleTimeout: number;
  /** Seconds between "not ready" and the end of listening, when the process is told to stop. */
  shutdownDelay: number;
  logLevel: LogLevel;
  /** The micro-services behind the gateway, by name. */
  services: Record<string, ServiceConfig>;
  /** The gateway's own URL, as its services reach it, with its trailing slash. Default: the URL where it listens. */
  gatewayUrl?: string;
  /** The Redis in which replicas share sessions, as a `redis://` or `rediss://` URL with the password. Default: none, `stateDir` serves one process. */
  redisUrl?: string;
  /** The folder of what outlives the process. */
  stateDir: string;
  /** The TCP port of the metrics; 0 lets the system choose one. Default: the gateway serves no metrics. */
  metricsPort?: number;
}

/** The Auth0 tenant, and the gateway's application in it. */
export interface Auth0Config {
  /** The issuer, which is the tenant's base URL too. It ends with a slash, for example `https://team.eu.auth0.com/`. */
  issuer: string;
  clientId: string;
  clientSecret: string;
  /** The identifier of the API that access tokens are for, compared exactly. */
  audience: string;
  /** The directories of accounts, at least one. */
  realms: RealmConfig[];
  /** The base URL of the tenant's canonical domain. Default: the issuer. */
  tenantUrl: string;
  /** The machine-to-machine application that may call the Management API. Default: none. */
  management?: { clientId: string; clientSecret: string };
  /** True if a user gets a session only after the e-mail address is verified. */
  requireVerifiedEmail: boolean;
  /** The scopes that a sign-in asks for. */
  scopes: string[];
  /** The clients (`azp` or `client_id`) whose access tokens the gateway accepts. */
  allowedClients: string[];
  /** The JWS algorithms that access and ID tokens may be signed with. */
  algorithms: string[];
}

/** The use of the issuer's keys while the gateway cannot fetch them. */
export interface JwksConfig {
  /** Seconds since the last successful fetch after which keys no longer verify tokens. */
  maxAge: number;
  /** The path of a key set that the operator downloaded. */
  file?: string;
  /** True if `file` is the only source of keys, so that the gateway never fetches keys. */
  fileOnly: boolean;
}

/** A directory of accounts, and the database connection behind it. */
export interface RealmConfig {
  /** The name that clients give it. */
  name: string;
  /** Undefined: the tenant's default directory, which has no sign-up. */
  connection: string | undefined;
}

/** The names of the custom claims that the post-login Action sets. */
export interface ClaimsConfig {
  roles: string;
  email: string;
  emailVerified: string;
}

/** A log level, as pino names it. */
export type LogLevel = (typeof logLevels)[number];

/**
 * The environment does not make a valid {@link Config}. Each of the `mistakes` is one line, with the variable's name but never
 * its value.
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
 * Turns the environment into the configuration. Nothing else in the gateway reads the environment.
 *
 * @param env - variables as strings; an empty one counts as unset, except `AUTH0_CONNECTION`, where empty has a meaning
 * @param serviceNames - names of the gateway's micro-services; `orders` has `SERVICE_ORDERS_URL`
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
  mistakes.push(...findContradictions(set), ...services.mistakes);
  mistakes.push(...findRehearsalMistakes(set, services.config));
  if ((set['NODE_ENV'] ?? 'production') === 'production') {
    mistakes.push(...findProductionMistakes(set, services.config));
  }
  if (!parsed.success || mistakes.length > 0) throw new ConfigurationError(mistakes);
  return toConfig(parsed.data, services.config);
}

function toConfig(env: z.output<typeof environmentSchema>, services: Config['services']): Config {
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
    clientIpHeader: env.CLIENT_IP_HEADER,
    corsOrigins: env.CORS_ORIGINS,
    idleTimeout: env.IDLE_TIMEOUT,
    shutdownDelay: env.SHUTDOWN_DELAY ?? (env.NODE_ENV === 'production' ? 5 : 0),
    logLevel: env.LOG_LEVEL,
    services,
    ...(env.GATEWAY_URL && { gatewayUrl: env.GATEWAY_URL }),
    ...(env.REDIS_URL && { redisUrl: env.REDIS_URL }),
    stateDir: env.STATE_DIR,
    ...(env.METRICS_PORT !== undefined && { metricsPort: env.METRICS_PORT }),
  };
}
