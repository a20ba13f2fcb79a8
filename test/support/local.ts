import type { GatewaySeams } from '../../src/gateway.ts';
import type { TenantSettings } from '../../src/tenant/settings/settings.ts';
import { defaultSettingsFile, readSettingsFile } from '../../src/tenant/settings/settings-file.ts';
import { startTenant, type RunningTenant } from '../../src/tenant/tenant.ts';
import { startTestGateway, type TestGateway } from './gateway.ts';
import { sharedTokenKeys } from './token-keys.ts';

/** Differences from `npm start`. */
export interface LocalOptions {
  /** Changes the settings of the tenant before it starts. */
  settings?: (settings: TenantSettings) => void;
  /** Variables of the gateway that replace the default ones. */
  env?: Record<string, string>;
  seams?: GatewaySeams;
  /** Whether there is a development bar, for the seeded accounts. Default: false. */
  hasBar?: boolean;
  /** Folder of the tenant's state. Default: none, the state is only in memory. */
  state?: string;
  /** Port of the tenant. Default: a free one. */
  tenantPort?: number;
  /** The clock under the tenant's own clock, which the gateway uses too. Default: the machine's. */
  now?: () => Date;
}

/** The local tenant with a gateway in front of it, as in `npm start`, on free ports. */
export interface Local {
  tenant: RunningTenant;
  gateway: TestGateway;
  /** Reads the tenant's log with the Management API, newest record first. */
  tenantLog: () => Promise<Record<string, unknown>[]>;
  /** Returns the newest mail or SMS to an address or number. */
  lastMessage: (to: string) => Promise<OutboxMessage>;
  /** Starts another gateway in front of the same tenant, with other variables. The test must close it. */
  anotherGateway: (env: Record<string, string>) => Promise<TestGateway>;
  /** Calls the tenant's Management API as an administrator. */
  manage: (method: string, path: string, body?: object) => Promise<unknown>;
  close: () => Promise<void>;
}

/** A mail or SMS in the outbox. */
export interface OutboxMessage {
  template: string;
  text: string;
  link?: string;
  code?: string;
  /** Links of a mail that came by SMTP, like the members below. */
  links?: string[];
  from?: string;
  subject?: string;
  html?: string;
}

/** Password of the accounts in the default settings file. */
export const seededPassword = 'Correct-Horse-7-Battery';

const seededSettings = readSettingsFile(defaultSettingsFile);

export async function startLocal({
  settings,
  env,
  seams,
  hasBar = false,
  state,
  tenantPort = 0,
  now = () => new Date(),
}: LocalOptions = {}): Promise<Local> {
  const tenantSettings = structuredClone(seededSettings);
  settings?.(tenantSettings);
  const host = '127.0.0.1';
  const keys = sharedTokenKeys();
  const tenant = await startTenant({
    ...{ settings: tenantSettings, port: tenantPort, host, keys, now, state, smtp: { port: 0 } },
  });
  const accounts = async () =>
    (await tenant.currentUsers()).flatMap(({ email, password, roles }) =>
      password === undefined ? [] : [{ email, password, roles }],
    );
  const bar = hasBar && { bar: { tenantUrl: tenant.issuer, accounts } };
  const start = (more: Record<string, string>) => {
    const all: Record<string, string> = { ...variables, ...more };
    // In production, mails need it. Elsewhere it is the gateway's own URL.
    if (all['NODE_ENV'] === 'production') all['WEB_URL'] ??= 'https://app.gatehouse.example';
    return startTestGateway(all, { now: tenant.now, ...bar, ...seams });
  };
  const variables = {
    AUTH0_DOMAIN: tenant.url,
    AUTH0_CLIENT_ID: 'gatehouse-local',
    AUTH0_CLIENT_SECRET: 'local-tenant-secret-NOT-FOR-PRODUCTION',
    AUTH0_AUDIENCE: 'https://api.gatehouse.example',
    AUTH0_MANAGEMENT_CLIENT_ID: 'gatehouse-local-management',
    AUTH0_MANAGEMENT_CLIENT_SECRET: 'local-management-secret-NOT-FOR-PRODUCTION',
    AUTH0_HOOK_SECRET: 'local-hook-secret-NOT-FOR-PRODUCTION',
    SMTP_URL: tenant.smtpUrl ?? '',
    MAIL_FROM: 'Gatehouse <gatehouse@gatehouse.example>',
    ...env,
  };
  const gateway = await start({});
  if (gateway.hookUrl !== undefined) tenant.useHook(gateway.hookUrl);
  return {
    tenant,
    gateway,
    tenantLog: async () =>
      (await manage(tenant, 'GET', 'logs?per_page=100')) as Record<string, unknown>[],
    lastMessage: (to) => lastMessage(tenant, to),
    anotherGateway: start,
    manage: (method, path, body) => manage(tenant, method, path, body),
    close: async () => {
      await gateway.close();
      await tenant.close();
    },
  };
}

async function lastMessage({ issuer }: RunningTenant, to: string): Promise<OutboxMessage> {
  const query = new URLSearchParams({ to }).toString();
  const response = await fetch(`${issuer}outbox?${query}`, {
    headers: { accept: 'application/json' },
  });
  const { messages } = (await response.json()) as { messages: OutboxMessage[] };
  const last = messages.at(-1);
  if (!last) throw new Error(`nothing was sent to ${to}`);
  return last;
}

async function manage(
  { issuer, settings }: RunningTenant,
  method: string,
  path: string,
  body?: object,
): Promise<unknown> {
  const client = settings.clients.find(({ grant_types }) =>
    grant_types.includes('client_credentials'),
  );
  const token = await fetch(`${issuer}oauth/token`, {
    method: 'POST',
    body: new URLSearchParams({
      grant_type: 'client_credentials',
      client_id: client?.client_id ?? '',
      client_secret: client?.client_secret ?? '',
      audience: `${issuer}api/v2/`,
    }),
  });
  const { access_token } = (await token.json()) as { access_token: string };
  const response = await fetch(`${issuer}api/v2/${path}`, {
    method,
    headers: {
      authorization: `Bearer ${access_token}`,
      ...(body && { 'content-type': 'application/json' }),
    },
    ...(body && { body: JSON.stringify(body) }),
  });
  const text = await response.text();
  if (!response.ok) throw new Error(`${method} ${path}: ${text}`);
  return text === '' ? undefined : JSON.parse(text);
}
