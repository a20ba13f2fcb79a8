import { z } from 'zod';
import { url } from './values.ts';

/** One micro-service. */
export interface ServiceConfig {
  /** Base URL, with its trailing slash. */
  url: string;
  /** Who asks, told by a token of the gateway's own (`internal`), or by the caller's access token (`bearer`). */
  auth: 'internal' | 'bearer';
}

const serviceSchema = z.object({
  url,
  auth: z.enum(['internal', 'bearer'], { error: 'must be internal or bearer' }).default('internal'),
});

/** Which variables say what of a service: `orderHistory` has `SERVICE_ORDER_HISTORY_URL`. */
export function serviceVariables(name: string): Record<keyof ServiceConfig, string> {
  const prefix = `SERVICE_${name.replaceAll(/(?=[A-Z])/g, '_').toUpperCase()}`;
  return { url: `${prefix}_URL`, auth: `${prefix}_AUTH` };
}

/** Reads what the environment says of each micro-service; every mistake is a line, named by variable. */
export function readServices(env: Record<string, string | undefined>, names: readonly string[]) {
  const config: Record<string, ServiceConfig> = {};
  const mistakes: string[] = [];
  for (const name of names) {
    const variables = serviceVariables(name);
    const parsed = serviceSchema.safeParse({
      url: env[variables.url],
      auth: env[variables.auth],
    });
    if (parsed.success) config[name] = parsed.data;
    for (const { path, message } of parsed.error?.issues ?? []) {
      mistakes.push(`${variables[path[0] as keyof ServiceConfig]} ${message}`);
    }
  }
  return { config, mistakes };
}
