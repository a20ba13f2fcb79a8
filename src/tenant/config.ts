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
  HOST: z.string().prefault('localhost'),
  TENANT_FILE: settings.prefault(defaultSettingsFile),
});

/**
 * Reads the tenant's variables and its settings file. An empty variable counts as not set.
 *
 * @throws {@link TenantConfigurationError} that names every wrong variable and every mistake in the file; also if `NODE_ENV` is
 *   `production`
 */
export function readTenantConfig(env: Environment): TenantConfig {
  const { success, data, error } = environmentSchema.safeParse(withoutEmpty(env));
  if (!success) {
    throw new TenantConfigurationError(
      error.issues.map(({ path, message }) => `${path.join('.')} ${message}`),
    );
  }
  const { TENANT_PORT: port, HOST: host, TENANT_SMTP_PORT: smtpPort, TENANT_FILE } = data;
  const smtp = smtpOptions(smtpPort, port);
  return { port, host, smtp, state: stateFolder(env), settings: TENANT_FILE };
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
