import { z } from 'zod';
import { findActionMistake } from './actions/action-script.ts';
import { TenantConfigurationError } from './configuration-error.ts';
import { defaultSettingsFile, readSettingsFile } from './settings/settings-file.ts';
import type { TenantSettings } from './settings/settings.ts';
import { tenantVariables } from './variables.ts';

/** Configuration of the local tenant. */
export interface TenantConfig {
  /** `TENANT_PORT`. Default: 4010. 0 takes a free port. */
  port: number;
  /** `HOST`. Default: `localhost`. */
  host: string;
  /** Content of the file that `TENANT_FILE` names. Default: the content of `tenant.yaml`. */
  settings: TenantSettings;
}

/** Environment variables by name, as in `process.env`. */
export type Environment = Record<string, string | undefined>;

const integer = z.string().regex(/^\d+$/, { error: 'must be a whole number' }).transform(Number);

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
  TENANT_PORT: integer
    .pipe(z.number().max(65_535, { error: 'must be at most 65535' }))
    .prefault(tenantVariables.TENANT_PORT.default),
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
  const set = Object.fromEntries(Object.entries(env).filter(([, value]) => value !== ''));
  const { success, data, error } = environmentSchema.safeParse(set);
  if (!success) {
    throw new TenantConfigurationError(
      error.issues.map(({ path, message }) => `${path.join('.')} ${message}`),
    );
  }
  return { port: data.TENANT_PORT, host: data.HOST, settings: data.TENANT_FILE };
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
