import { z } from 'zod';
import { TenantConfigurationError } from './configuration-error.ts';
import { defaultSettingsFile, readSettingsFile } from './settings/settings-file.ts';
import type { TenantSettings } from './settings/settings.ts';
import { tenantVariables } from './variables.ts';

/** How to run the local tenant. */
export interface TenantConfig {
  /** `TENANT_PORT`, 4010 by default; 0 takes a free one. */
  port: number;
  /** `HOST`, `localhost` by default. */
  host: string;
  /** What `TENANT_FILE` says, the seeded tenant by default. */
  settings: TenantSettings;
}

/** What `process.env` is: names and strings. */
export type Environment = Record<string, string | undefined>;

const integer = z.string().regex(/^\d+$/, { error: 'must be a whole number' }).transform(Number);

const settings = z.string().transform((file, context) => {
  try {
    return readSettingsFile(file);
  } catch (error) {
    if (!(error instanceof TenantConfigurationError)) throw error;
    for (const mistake of error.mistakes) context.addIssue(mistake);
    return z.NEVER;
  }
});

const refusal = 'is production: the local tenant does not run there';

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
 * Reads the tenant's variables, and its settings file. An empty variable counts as not set.
 *
 * @throws {@link TenantConfigurationError} that names every wrong variable, and every mistake in the file; NODE_ENV=production is one
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
 * Stops with NODE_ENV=production: its users, passwords and secrets are public.
 *
 * @throws {@link TenantConfigurationError} with that one sentence
 */
export function refuseProduction(env: Environment): void {
  if (env['NODE_ENV'] === 'production') {
    throw new TenantConfigurationError([`NODE_ENV ${refusal}`]);
  }
}
