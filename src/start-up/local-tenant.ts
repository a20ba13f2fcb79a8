import { ConfigurationError, readConfig } from '../config/config.ts';
import type { TenantConfig } from '../tenant/config.ts';
import type { TenantSettings } from '../tenant/settings/settings.ts';
import type { RunningTenant } from '../tenant/tenant.ts';

type Env = Record<string, string | undefined>;

/** Starts a local tenant in this process, or finds it in another one. */
export type StartTenant = (config: TenantConfig) => Promise<RunningTenant>;

/** The local tenant, and the variables that point a gateway at it. The gateway shares the tenant's clock. */
export interface LocalTenant {
  tenant: RunningTenant;
  environment: Record<string, string>;
}

/**
 * Starts the local tenant, for development without an Auth0 account. The function checks both configurations first, and reports
 * every mistake at once.
 *
 * @throws {@link ConfigurationError} for mistakes in either configuration
 * @throws the error of listening, unchanged
 */
export async function startLocalTenant(
  env: Env,
  serviceNames: readonly string[],
  startTenant: StartTenant,
): Promise<LocalTenant> {
  const { readTenantConfig } = await import('../tenant/config.ts');

  const mistakes = halfSet(env);
  const tenantConfig = collect(mistakes, () => readTenantConfig(env));
  const environment =
    tenantConfig && collect(mistakes, () => environmentFor(tenantConfig.settings, env));
  const config = collect(mistakes, () =>
    readConfig({ ...env, ...anywhere, ...environment }, serviceNames),
  );
  if (config && tenantConfig && config.port !== 0 && config.port === tenantConfig.port)
    mistakes.push('PORT and TENANT_PORT are the same: give the tenant a port of its own');
  if (!tenantConfig || mistakes.length > 0) throw new ConfigurationError([...new Set(mistakes)]);

  const tenant = await startTenant(tenantConfig);
  // The tenant makes its keys at the first request for them. This request spares the first login that wait.
  await fetch(`${tenant.issuer}.well-known/jwks.json`);
  return { tenant, environment: { ...environment, AUTH0_DOMAIN: tenant.url } };
}

/**
 * Starts the tenant in this process. Its server and its dependencies are loaded here, so that a start with mistakes does not wait
 * for them.
 */
export const startTenantHere: StartTenant = async (config) =>
  (await import('../tenant/tenant.ts')).startTenant(config);

/** Placeholders for the check of the gateway's configuration before the tenant runs. */
const anywhere = {
  AUTH0_DOMAIN: 'http://localhost:1',
  AUTH0_CLIENT_ID: 'any',
  AUTH0_CLIENT_SECRET: 'any',
  AUTH0_AUDIENCE: 'any',
};

function halfSet(env: Env): string[] {
  return ['AUTH0_CLIENT_ID', 'AUTH0_CLIENT_SECRET', 'AUTH0_AUDIENCE']
    .filter((name) => env[name])
    .map(
      (name) =>
        `${name} is set, but AUTH0_DOMAIN is not: set AUTH0_DOMAIN, or unset ${name} to use the local tenant`,
    );
}

function environmentFor({ clients, resource_servers, connections }: TenantSettings, env: Env) {
  const client = clients.find(({ grant_types }) =>
    grant_types.some((type) => type.includes('password')),
  );
  const [api] = resource_servers;
  if (!client?.client_secret || !api) {
    throw new ConfigurationError([
      'TENANT_FILE must have a client with a secret and a password grant, and a resource server',
    ]);
  }
  const management = clients.find(({ grant_types }) => grant_types.includes('client_credentials'));
  return {
    AUTH0_CLIENT_ID: client.client_id,
    AUTH0_CLIENT_SECRET: client.client_secret,
    AUTH0_AUDIENCE: api.identifier,
    ...(management?.client_secret && {
      AUTH0_MANAGEMENT_CLIENT_ID: management.client_id,
      AUTH0_MANAGEMENT_CLIENT_SECRET: management.client_secret,
    }),
    ...connectionFor(connections, env),
  };
}

/** Chooses the connection: the environment's, or by default the tenant's first. */
function connectionFor(connections: TenantSettings['connections'], env: Env) {
  if (env['AUTH0_REALMS']) return {};
  const names = connections.map(({ name }) => name);
  const connection = env['AUTH0_CONNECTION']?.trim() ?? names[0];
  if (connection && !names.includes(connection)) {
    throw new ConfigurationError([
      `AUTH0_CONNECTION must be a connection of the local tenant: ${names.join(', ') || 'it has none'}`,
    ]);
  }
  return { ...(connection !== undefined && { AUTH0_CONNECTION: connection }) };
}

function collect<Value>(mistakes: string[], read: () => Value): Value | undefined {
  try {
    return read();
  } catch (error) {
    if (!hasMistakes(error)) throw error;
    mistakes.push(...error.mistakes);
    return undefined;
  }
}

/** Recognizes a configuration error of the gateway or the tenant by its shape, without loading the tenant's class. */
export function hasMistakes(error: unknown): error is Error & { mistakes: string[] } {
  return error instanceof Error && 'mistakes' in error;
}
