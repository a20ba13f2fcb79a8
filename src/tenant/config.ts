import { createPrivateKey, X509Certificate } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { findActionMistake } from './actions/action-script.ts';
import { TenantConfigurationError } from './configuration-error.ts';
import { defaultSettingsFile, readSettingsFile } from './settings/settings-file.ts';
import type { TenantSettings } from './settings/settings.ts';
import type { SmtpOptions } from './smtp/start-mail-server.ts';
import { tenantVariables } from './variables.ts';

/** Configuration of the local tenant. */
export interface TenantConfig {
  /** `TENANT_PORT`. Default: 4010. 0 takes a free port. */
  port: number;
  /** `HOST`. Default: `localhost`. */
  host: string;
  /** `TENANT_SMTP_PORT`. Default: port 4025, or a free port if `TENANT_PORT` is 0. Undefined for `off`. */
  smtp: SmtpOptions | undefined;
  /** `TENANT_URL`: URL at which others reach the tenant, without a trailing slash. Default: the address of the tenant. */
  publicUrl: string | undefined;
  /** Contents of the files that `TENANT_TLS_CERT` and `TENANT_TLS_KEY` name. Undefined for http. */
  tls: { cert: string; key: string } | undefined;
  /** `TENANT_STATE`: folder of the state that survives a restart. Undefined for `memory`. */
  state: string | undefined;
  /** Content of the file that `TENANT_FILE` names. Default: the content of `tenant.yaml`. */
  settings: TenantSettings;
}

/** Environment variables by name, as in `process.env`. */
export type Environment = Record<string, string | undefined>;

const integer = z.string().regex(/^\d+$/, { error: 'must be a whole number' }).transform(Number);
const portNumber = integer.pipe(z.number().max(65_535, { error: 'must be at most 65535' }));

const settings = z.string().transform((file, context) => {
  try {
    return readSettingsFile(file, findActionMistake);
  } catch (error) {
    if (!(error instanceof TenantConfigurationError)) throw error;
    for (const mistake of error.mistakes) context.addIssue(mistake);
    return z.NEVER;
  }
});

/** Schema of the URL of a site: no path, no query, no credentials. */
const siteUrl = z.string().transform((text, context) => {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (url && /^https?:$/.test(url.protocol) && url.href === `${url.origin}/`) return url.origin;
  context.addIssue('must be a URL without a path, such as https://tenant.example');
  return z.NEVER;
});

/** Schema of the path of a PEM file, which it replaces by the content. */
const pemFile = z.string().transform((path, context) => {
  try {
    return readFileSync(path, 'utf8');
  } catch (error) {
    context.addIssue(`names a file that cannot be read (${(error as { code: string }).code})`);
    return z.NEVER;
  }
});

const refusal = 'is production: the local tenant is for development only';

const environmentSchema = z.object({
  NODE_ENV: z
    .string()
    .optional()
    .refine((value) => value !== 'production', { error: refusal }),
  TENANT_PORT: portNumber.prefault(tenantVariables.TENANT_PORT.default),
  TENANT_SMTP_PORT: z
    .union([z.literal('off'), portNumber], { error: 'must be a port number up to 65535, or off' })
    .optional(),
  TENANT_URL: siteUrl.optional(),
  TENANT_TLS_CERT: pemFile.optional(),
  TENANT_TLS_KEY: pemFile.optional(),
  HOST: z.string().prefault('localhost'),
  TENANT_FILE: settings.prefault(defaultSettingsFile),
});

const wholeSchema = environmentSchema.superRefine(
  ({ TENANT_TLS_CERT, TENANT_TLS_KEY }, context) => {
    const addIssue = (name: string, message: string) => {
      context.addIssue({ code: 'custom', path: [name], message });
    };
    if (TENANT_TLS_CERT === undefined && TENANT_TLS_KEY === undefined) return;
    if (TENANT_TLS_CERT === undefined)
      addIssue('TENANT_TLS_CERT', 'must be set with TENANT_TLS_KEY');
    else if (TENANT_TLS_KEY === undefined)
      addIssue('TENANT_TLS_KEY', 'must be set with TENANT_TLS_CERT');
    else if (!isPair(TENANT_TLS_CERT, TENANT_TLS_KEY))
      addIssue('TENANT_TLS_KEY', 'is not the private key of TENANT_TLS_CERT, both as PEM');
  },
);

function isPair(cert: string, key: string): boolean {
  try {
    return new X509Certificate(cert).checkPrivateKey(createPrivateKey(key));
  } catch {
    return false;
  }
}

/**
 * Reads the tenant's variables and its settings file. An empty variable counts as not set.
 *
 * @throws {@link TenantConfigurationError} that names every wrong variable and every mistake in the file; also if `NODE_ENV` is
 *   `production`
 */
export function readTenantConfig(env: Environment): TenantConfig {
  const { success, data, error } = wholeSchema.safeParse(withoutEmpty(env));
  if (!success) {
    throw new TenantConfigurationError(
      error.issues.map(({ path, message }) => `${path.join('.')} ${message}`),
    );
  }
  const { TENANT_PORT: port, HOST: host, TENANT_TLS_CERT: cert, TENANT_TLS_KEY: key } = data;
  return {
    ...{ port, host, publicUrl: data.TENANT_URL },
    tls: cert !== undefined && key !== undefined ? { cert, key } : undefined,
    smtp: smtpOptions(data.TENANT_SMTP_PORT, port),
    state: stateFolder(env),
    settings: data.TENANT_FILE,
  };
}

const defaultSmtpPort = 4025;

/** Returns the options of the mail server. A default port that is in use stops no start. */
function smtpOptions(smtpPort: number | 'off' | undefined, port: number): SmtpOptions | undefined {
  if (smtpPort === 'off') return undefined;
  if (smtpPort !== undefined) return { port: smtpPort };
  return { port: port === 0 ? 0 : defaultSmtpPort, isOptional: true };
}

/**
 * Reads the folder of the state. Default: `local-tenant` in `STATE_DIR`. With `NODE_ENV=test` there is none.
 *
 * @returns undefined if the state is in memory only
 */
export function stateFolder(env: Environment): string | undefined {
  const { TENANT_STATE, STATE_DIR = '.state', NODE_ENV } = withoutEmpty(env);
  if (TENANT_STATE === undefined && NODE_ENV === 'test') return undefined;
  return TENANT_STATE === 'memory' ? undefined : (TENANT_STATE ?? join(STATE_DIR, 'local-tenant'));
}

function withoutEmpty(env: Environment): Environment {
  return Object.fromEntries(Object.entries(env).filter(([, value]) => value !== ''));
}

/**
 * Refuses to run with `NODE_ENV=production`, because the local tenant's users, passwords and secrets are public.
 *
 * @throws {@link TenantConfigurationError} if `NODE_ENV` is `production`
 */
export function refuseProduction(env: Environment): void {
  if (env['NODE_ENV'] === 'production') {
    throw new TenantConfigurationError([`NODE_ENV ${refusal}`]);
  }
}
