import { z } from 'zod';
import { url } from './values.ts';
import { describeVariable } from './variable-description.ts';

/** Configuration of one micro-service. */
export interface ServiceConfig {
  /** Base URL of the service, with a trailing slash. */
  url: string;
  /** Token for the service: an internal token of the gateway (`internal`), or the caller's access token (`bearer`). */
  auth: 'internal' | 'bearer';
}

/** Schema of a micro-service's variables, with their descriptions. */
export const serviceSchema = z.object({
  url: describeVariable(url, {
    group: 'Micro-services',
    task: 'say where a service is',
    meaning:
      "The base URL of a micro-service that is in [src/services/services.ts](../src/services/services.ts). `<NAME>` is the service's name in capitals: `orderHistory` has `SERVICE_ORDER_HISTORY_URL`.",
    format: 'an `http` or `https` URL, without user name, query or fragment',
    default: 'none; required for each micro-service',
    whenWrong: "The service's fields answer `SERVICE_UNAVAILABLE`; the log says why.",
    example: 'http://orders.internal:8080',
  }),
  auth: describeVariable(
    z.enum(['internal', 'bearer'], { error: 'must be internal or bearer' }).default('internal'),
    {
      group: 'Micro-services',
      task: 'choose the token that a service receives',
      meaning:
        "`internal`: the service receives [internal tokens](services.md), which the gateway signs. `bearer`: the service receives [the caller's own access token](services.md#the-callers-own-token-instead).",
      format: '`internal` or `bearer`',
      whenWrong: 'The service refuses the token, and its fields answer `SERVICE_UNAVAILABLE`.',
      example: 'internal',
    },
  ),
});

/** Returns the names of a micro-service's variables. For example, those of `orderHistory` start with `SERVICE_ORDER_HISTORY_`. */
export function nameServiceVariables(service: string): Record<keyof ServiceConfig, string> {
  const prefix = `SERVICE_${service.replaceAll(/(?=[A-Z])/g, '_').toUpperCase()}`;
  return { url: `${prefix}_URL`, auth: `${prefix}_AUTH` };
}

/** Reads the variables of all micro-services. Each mistake is one line that names the variable. */
export function readServices(env: Record<string, string | undefined>, names: readonly string[]) {
  const config: Record<string, ServiceConfig> = {};
  const mistakes: string[] = [];
  for (const name of names) {
    const variables = nameServiceVariables(name);
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
