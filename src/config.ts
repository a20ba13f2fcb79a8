import { isIP } from 'node:net';
import ipaddr from 'ipaddr.js';
import { z } from 'zod';

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
  claims: ClaimsConfig;
  /** CIDR ranges of the reverse proxies whose `X-Forwarded-For` is believed. */
  trustedProxies: string[];
  /** Origins whose browsers may read answers, exactly as the `Origin` header spells them. */
  corsOrigins: string[];
  logLevel: LogLevel;
}

/** The tenant and our application in it. */
export interface Auth0Config {
  /** Base URL and issuer in one: ends with a slash, for example `https://team.eu.auth0.com/`. */
  issuer: string;
  clientId: string;
  clientSecret: string;
  /** Identifier of the API that access tokens are for, compared exactly. */
  audience: string;
  /** Database connection of sign-up and sign-in; absent: the tenant's default directory, and no sign-up. */
  connection?: string;
  /** What a sign-in asks for. */
  scopes: string[];
  /** Clients (`azp`, `client_id`) whose access tokens are taken. */
  allowedClients: string[];
  /** JWS algorithms of access and ID tokens. */
  algorithms: string[];
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

/** Secrets that ship with the local tenant carry this mark; production refuses them. */
const localSecretMark = 'NOT-FOR-PRODUCTION';

const asymmetricAlgorithms = ['RS256', 'RS384', 'RS512', 'PS256', 'PS384', 'PS512', 'ES256'];

const required = z
  .string({ error: 'is missing' })
  .refine((value) => value === value.trim(), { error: 'has white space around it', abort: true });

const port = z
  .string()
  .regex(/^\d{1,5}$/, { error: 'must be a port number, 0 to 65535', abort: true })
  .transform(Number)
  .refine((value) => value <= 65535, { error: 'must be a port number, 0 to 65535' });

const words = z.string().transform((value) => value.split(/[\s,]+/).filter(Boolean));

const domain = required.transform((value, context) => {
  const issuer = issuerOf(value);
  if (issuer) return issuer;
  context.addIssue(
    'must be a host such as team.eu.auth0.com (on loopback also http://localhost:4010)',
  );
  return z.NEVER;
});

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
  AUTH0_CONNECTION: z.string().trim().default('Username-Password-Authentication'),
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
  LOG_LEVEL: z.enum(logLevels, { error: `must be one of ${logLevels.join(' ')}` }).default('info'),
});

const developmentOrigins = ['http://localhost:5173', 'http://localhost:3000'];

/**
 * Reads the environment. The only reader of it in the gateway.
 *
 * @param env - variables as strings; an empty one counts as unset, but for `AUTH0_CONNECTION`, where empty has a meaning
 * @throws {@link ConfigurationError} with every mistake at once
 */
export function readConfig(env: Record<string, string | undefined>): Config {
  const variables = Object.entries(env).filter(
    ([name, value]) => value !== '' || name === 'AUTH0_CONNECTION',
  );
  const parsed = environmentSchema.safeParse(Object.fromEntries(variables));
  const mistakes = (parsed.error?.issues ?? []).map(
    ({ path, message }) => `${path.join('.')} ${message}`,
  );
  if ((env['NODE_ENV'] ?? 'production') === 'production') {
    if (env['AUTH0_CLIENT_SECRET']?.includes(localSecretMark)) {
      mistakes.push('AUTH0_CLIENT_SECRET is the one of the local tenant; production refuses it');
    }
  }
  if (!parsed.success || mistakes.length > 0) throw new ConfigurationError(mistakes);
  return toConfig(parsed.data);
}

function toConfig(env: z.output<typeof environmentSchema>): Config {
  return {
    environment: env.NODE_ENV,
    host: env.HOST,
    port: env.PORT,
    auth0: {
      issuer: env.AUTH0_DOMAIN,
      clientId: env.AUTH0_CLIENT_ID,
      clientSecret: env.AUTH0_CLIENT_SECRET,
      audience: env.AUTH0_AUDIENCE,
      ...(env.AUTH0_CONNECTION && { connection: env.AUTH0_CONNECTION }),
      scopes: env.AUTH0_SCOPES,
      allowedClients: env.AUTH0_ALLOWED_CLIENTS ?? [env.AUTH0_CLIENT_ID],
      algorithms: env.AUTH0_SIGNING_ALGORITHMS,
    },
    claims: {
      roles: env.ROLES_CLAIM,
      email: env.EMAIL_CLAIM,
      emailVerified: `${env.EMAIL_CLAIM}_verified`,
    },
    trustedProxies: env.TRUSTED_PROXIES,
    corsOrigins: env.CORS_ORIGINS ?? (env.NODE_ENV === 'production' ? [] : developmentOrigins),
    logLevel: env.LOG_LEVEL,
  };
}

/** A host means https; an http base URL is taken on loopback alone. The issuer is the base URL, slash included. */
function issuerOf(value: string): string | undefined {
  const text = value.includes('://') ? value.replace(/\/$/, '') : `https://${value}`;
  if (!URL.canParse(text)) return undefined;
  const { origin, protocol, hostname, href } = new URL(text);
  const isBare = origin === text.toLowerCase();
  const isAllowed = value.includes('://')
    ? protocol === 'http:' && /^(localhost|127(\.\d+){3}|\[::1\])$/.test(hostname)
    : true;
  return isBare && isAllowed ? href : undefined;
}

/** An IPv4-mapped range would match nothing: such addresses are compared as the IPv4 addresses they are. */
function isRange(range: string): boolean {
  const [address = '', prefix] = range.split('/');
  if (isIP(address) === 0) return false; // ipaddr.js alone would read 010.0.0.0 as octal, and 10/8 as 0.0.0.10/8
  return prefix === undefined || (ipaddr.isValidCIDR(range) && !isMapped(address));
}

function isMapped(address: string): boolean {
  const parsed = ipaddr.parse(address);
  return parsed instanceof ipaddr.IPv6 && parsed.isIPv4MappedAddress();
}

function isOrigin(value: string): boolean {
  return /^https?:/.test(value) && URL.canParse(value) && new URL(value).origin === value;
}
