import { BrowserTab } from './browser-tab.ts';
import { startLocal, type Local, type LocalOptions } from './local.ts';

/** Differences from a gateway whose tests are about sessions in cookies. */
export interface CookieSessionsOptions extends LocalOptions {
  /** Folder in which the gateway saves its sessions. */
  stateDir: string;
  /** Seconds for which access tokens live. Default: a day. */
  life?: number;
}

/** Starts the local tenant with a gateway that saves its sessions in a folder. `tab` is a browser without a session. */
export async function startWithFolder({
  stateDir,
  life = 86_400,
  env,
  settings,
  ...options
}: CookieSessionsOptions): Promise<{ local: Local; tab: BrowserTab }> {
  const local = await startLocal({
    ...options,
    env: { STATE_DIR: stateDir, ...env },
    settings: (all) => {
      for (const api of all.resource_servers) api.token_lifetime = life;
      settings?.(all);
    },
  });
  return { local, tab: new BrowserTab(local.gateway) };
}

/** Makes the tenant's token endpoint fail in a way, until {@link healTokens}. */
export function breakTokens({ tenant }: Local, fault: object): Promise<Response> {
  return fetch(`${tenant.url}/control/faults/token`, {
    method: 'PUT',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(fault),
  });
}

/** Ends the fault of the tenant's token endpoint. */
export function healTokens({ tenant }: Local): Promise<Response> {
  return fetch(`${tenant.url}/control/faults/token`, { method: 'DELETE' });
}

/** Counts the refresh tokens that the tenant has exchanged. */
export async function countExchanges({ tenantLog }: Local): Promise<number> {
  return (await tenantLog()).filter(({ type }) => type === 'sertft').length;
}
