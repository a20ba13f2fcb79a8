import { ConfigurationError, type Auth0Config, type Config } from '../config/config.ts';
import {
  findGatewayClient,
  findGatewayConnection,
  listUsers,
  type Account,
} from '../tenant/accounts.ts';
import type { TenantConfig } from '../tenant/config.ts';
import type { TenantSettings } from '../tenant/settings/settings.ts';
import type { RunningTenant } from '../tenant/tenant.ts';
import type { CurrentUser } from '../tenant/users/seeded-users.ts';
import { collectMistakes } from './mistakes.ts';
import { readWholeConfig } from './whole-config.ts';

type Env = Record<string, string | undefined>;

/** Starts a local tenant in this process, or finds the tenant of another process. */
export type StartTenant = (config: TenantConfig) => Promise<RunningTenant>;

/** A running local tenant, and the configuration of a gateway for it. The gateway shares the tenant's clock. */
export interface LocalTenant {
  tenant: RunningTenant;
  config: Config;
  /** Environment variables that connect any gateway to the tenant. */
  environment: Record<string, string>;
  /** Lists the seeded users who can sign in at the gateway, as they are at present. */
  accounts: () => Promise<Account[]>;
}

/**
 * Starts the local tenant, for development without an Auth0 account. Checks both configurations first, and reports all mistakes
 * at once.
 *
 * @param found - mistakes that were found before
 * @param startTenant - starts the tenant. Default: in this process
 * @throws {@link ConfigurationError} for mistakes in either configuration, and for those found before
 * @throws the error of listening, unchanged
 */
export async function startLocalTenant(
  env: Env,
  serviceNames: readonly string[],
  found: readonly string[] = [],
  startTenant: StartTenant = startTenantHere,
): Promise<LocalTenant> {
  const { readTenantConfig } = await import('../tenant/config.ts');

  const mistakes = [...found, ...halfSet(env)];
  const tenantConfig = collectMistakes(mistakes, () => readTenantConfig(env));
  const settings = tenantConfig && environmentFor(tenantConfig.settings, env);
  mistakes.push(...(settings?.mistakes ?? []), ...findSharedPorts(env, tenantConfig));
  const environment = settings?.environment ?? {};
  const config = await readWholeConfig(
    { ...env, ...anywhere, ...placeholdersOfMail(env), ...environment },
    serviceNames,
    mistakes,
  );
  if (!tenantConfig) throw new ConfigurationError(mistakes);

  const tenant = await startTenant(tenantConfig);
  // The tenant generates its keys at the first request for them. This request saves the first login from waiting.
  await fetch(`${tenant.issuer}.well-known/jwks.json`);
  return {
    tenant,
    config: {
      ...withMailServer(config, tenant, env),
      auth0: { ...config.auth0, ...urlsOf(tenant, env) },
    },
    environment: { ...environment, AUTH0_DOMAIN: tenant.url },
    accounts: async () => listAccounts(tenant.settings, await tenant.currentUsers(), config.auth0),
  };
}

/**
 * Starts the tenant in this process. Imports the tenant's server only now, so that a start with mistakes does not wait for the
 * import.
 */
async function startTenantHere(config: TenantConfig): Promise<RunningTenant> {
  const { startTenant } = await import('../tenant/tenant.ts');
  return startTenant(config);
}

/** Lists the users of the gateway's realms. A user may be in several realms. */
function listAccounts(
  settings: TenantSettings,
  users: readonly CurrentUser[],
  { clientId, realms, requireVerifiedEmail }: Auth0Config,
): Account[] {
  const client = settings.clients.find(({ client_id }) => client_id === clientId);
  if (!client) return [];
  return realms.flatMap(({ name, connection }) =>
    listUsers({ settings, users }, client, connection)
      .filter(({ email_verified }) => email_verified || !requireVerifiedEmail)
      .map((user) => ({ user, ...(realms.length > 1 && { realm: name }) })),
  );
}

/**
 * Returns the variables with the tenant's URLs. The issuer comes from the tenant itself, because AUTH0_DOMAIN accepts some values
 * of `HOST` only with https.
 */
function urlsOf({ issuer }: RunningTenant, env: Env) {
  return { issuer, ...(!env['AUTH0_TENANT_DOMAIN'] && { tenantUrl: issuer }) };
}

/** Lets the gateway send its mails to the tenant's mail server, unless the environment names a server. */
function withMailServer({ mail, ...config }: Config, { smtpUrl }: RunningTenant, env: Env): Config {
  if (!mail || env['SMTP_URL']) return { ...config, ...(mail && { mail }) };
  return { ...config, ...(smtpUrl !== undefined && { mail: { ...mail, server: smtpUrl } }) };
}

/** Placeholders for checking the gateway's configuration before the tenant runs. */
const anywhere = {
  AUTH0_DOMAIN: 'http://localhost:1',
  AUTH0_CLIENT_ID: 'any',
  AUTH0_CLIENT_SECRET: 'any',
  AUTH0_AUDIENCE: 'any',
};

/** Placeholder for the tenant's mail server, and the sender of mails in development. Nothing if the environment names a server. */
function placeholdersOfMail({ SMTP_URL, MAIL_FROM }: Env): Env {
  if (SMTP_URL) return {};
  const isNamed = MAIL_FROM !== undefined && MAIL_FROM !== '';
  const from = isNamed ? MAIL_FROM : 'Gatehouse <gatehouse@gatehouse.example>';
  return { SMTP_URL: 'smtp://localhost:1', MAIL_FROM: from };
}

function halfSet(env: Env): string[] {
  return ['AUTH0_CLIENT_ID', 'AUTH0_CLIENT_SECRET', 'AUTH0_AUDIENCE']
    .filter((name) => env[name])
    .map(
      (name) =>
        `${name} is set, but AUTH0_DOMAIN is not: set AUTH0_DOMAIN, or unset ${name} to use the local tenant`,
    );
}

/** Finds ports that the tenant and the gateway would both listen at. */
function findSharedPorts(env: Env, tenant: TenantConfig | undefined): string[] {
  if (!tenant) return [];
  const { PORT = '', METRICS_PORT } = env;
  const ports = [
    ['PORT', PORT === '' ? '4000' : PORT],
    ['METRICS_PORT', METRICS_PORT],
    ['TENANT_PORT', String(tenant.port)],
    ['TENANT_SMTP_PORT', String(tenant.smtp?.port ?? '')],
  ] as const;
  const taken = ports.filter(([, port]) => port !== '' && port !== '0');
  return taken.flatMap(([name, port], index) =>
    taken
      .slice(index + 1)
      .filter(([other, otherPort]) => other.startsWith('TENANT_') && otherPort === port)
      .map(([other]) => `${name} and ${other} are the same: give the tenant a port of its own`),
  );
}

/**
 * Returns the variables that connect a gateway to the tenant, and the mistakes in the tenant's settings that make this
 * impossible.
 */
function environmentFor(settings: TenantSettings, env: Env) {
  const { clients, resource_servers } = settings;
  const client = findGatewayClient(settings);
  const [api] = resource_servers;
  const management = clients.find(({ grant_types }) => grant_types.includes('client_credentials'));
  const mistakes = findConnectionMistakes(settings, env);
  if (!client?.client_secret || !api) {
    mistakes.push(
      'TENANT_FILE must have a client with a secret and a password grant, and a resource server',
    );
  }
  const connection = findGatewayConnection(settings, client);
  const namesNone = !env['AUTH0_REALMS'] && env['AUTH0_CONNECTION'] === undefined;
  const environment: Record<string, string> = {
    ...(client?.client_secret !== undefined && {
      AUTH0_CLIENT_ID: client.client_id,
      AUTH0_CLIENT_SECRET: client.client_secret,
    }),
    ...(api && { AUTH0_AUDIENCE: api.identifier }),
    ...(management?.client_secret && {
      AUTH0_MANAGEMENT_CLIENT_ID: management.client_id,
      AUTH0_MANAGEMENT_CLIENT_SECRET: management.client_secret,
    }),
    ...(settings.actions.secrets['GATEHOUSE_HOOK_SECRET'] && {
      AUTH0_HOOK_SECRET: settings.actions.secrets['GATEHOUSE_HOOK_SECRET'],
    }),
    ...(namesNone && connection && { AUTH0_CONNECTION: connection.name }),
  };
  return { environment, mistakes };
}

/** Finds connections that the environment names but the tenant does not have. */
function findConnectionMistakes({ connections }: TenantSettings, env: Env): string[] {
  const names = connections.map(({ name }) => name);
  const isKnown = (name: string | undefined) => !name || names.includes(name);
  const listed = names.join(', ') || 'it has none';
  const inRealms = (env['AUTH0_REALMS'] ?? '').split(/[\s,]+/).map((pair) => pair.split(':')[1]);
  return [
    ...(isKnown(env['AUTH0_CONNECTION']?.trim())
      ? []
      : [`AUTH0_CONNECTION must be a connection of the local tenant: ${listed}`]),
    ...(inRealms.every(isKnown)
      ? []
      : [`AUTH0_REALMS must have connections of the local tenant: ${listed}`]),
  ];
}
