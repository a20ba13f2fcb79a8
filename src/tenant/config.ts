import { z } from 'zod';
import { defaultSettingsFile } from './settings.ts';

/** How to run the local tenant. */
export interface TenantConfig {
  /** `TENANT_PORT`, 4010 by default; 0 takes a free one. */
  port: number;
  /** `HOST`, `localhost` by default. */
  host: string;
  /** `TENANT_FILE`, the seeded tenant by default. */
  settingsFile: string;
}

/** What `process.env` is: names and strings. */
export type Environment = Record<string, string | undefined>;

const integer = z.string().regex(/^\d+$/, { error: 'must be a whole number' }).transform(Number);

const refusal = 'the local tenant does not run in production';

const environmentSchema = z.object({
  NODE_ENV: z
    .string()
    .optional()
    .refine((value) => value !== 'production', { error: refusal }),
  TENANT_PORT: integer
    .pipe(z.number().max(65_535, { error: 'must be at most 65535' }))
    .prefault('4010'),
  HOST: z.string().prefault('localhost'),
  TENANT_FILE: z.string().prefault(defaultSettingsFile),
});

/**
 * Reads the tenant's variables. An empty variable counts as not set.
 *
 * @throws Error that names every wrong variable, one a line; NODE_ENV=production is one
 */
export function readTenantConfig(env: Environment): TenantConfig {
  const set = Object.fromEntries(Object.entries(env).filter(([, value]) => value !== ''));
  const { success, data, error } = environmentSchema.safeParse(set);
  if (!success) {
    const mistakes = error.issues.map(({ path, message }) => `${path.join('.')}: ${message}`);
    throw new Error(mistakes.join('\n'));
  }
  return { port: data.TENANT_PORT, host: data.HOST, settingsFile: data.TENANT_FILE };
}

/**
 * Stops with NODE_ENV=production: its users, passwords and secrets are public.
 *
 * @throws Error with that one sentence
 */
export function refuseProduction(env: Environment): void {
  if (env['NODE_ENV'] === 'production') {
    throw new Error(`NODE_ENV: ${refusal}`);
  }
}
