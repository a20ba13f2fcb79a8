import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { defaultSettingsFile, readSettingsFile } from '../../src/tenant/settings/settings-file.ts';
import { startTenant, type RunningTenant } from '../../src/tenant/tenant.ts';

export const password = 'Correct-Horse-7-Battery';

/** A local tenant with any number of accounts, and the variables of a gateway that uses it. */
export interface Scene {
  tenant: RunningTenant;
  environment: Record<string, string>;
  usernames: string[];
  /** Changes a switch of the tenant. */
  control: (method: string, path: string, body?: object) => Promise<ControlState>;
  close: () => Promise<void>;
}

/** Part of the switches' state that the benchmark reads. */
export interface ControlState {
  keys: { kid: string; state: string }[];
}

/** Options of a scene. */
export interface SceneOptions {
  /** Lifetime of access tokens (seconds). Default: one week. */
  tokenLifetime?: number;
  /** Seconds for which the tenant accepts an exchanged refresh token again. Default: the value in the settings file. */
  overlap?: number;
}

export async function startScene(accounts: number, options: SceneOptions = {}): Promise<Scene> {
  const settings = readSettingsFile(defaultSettingsFile);
  const [template] = settings.users;
  const [client] = settings.clients;
  const [api] = settings.resource_servers;
  if (!template || !client?.client_secret || !api) throw new Error('the seed is empty');
  const usernames = Array.from({ length: accounts }, (_, index) => `chaos-${index}@example.com`);
  settings.users.push(
    ...usernames.map((email, index) => ({
      ...structuredClone(template),
      user_id: `auth0|${String(index).padStart(24, 'c')}`,
      email,
    })),
  );
  // Longer than the hard age of a key set, so that a refusal is caused by the keys and not by an expired token.
  api.token_lifetime = options.tokenLifetime ?? 7 * 86_400;
  if (options.overlap !== undefined) client.refresh_token.leeway = options.overlap;
  const tenant = await startTenant({ settings, port: 0, host: '127.0.0.1' });
  const stateDir = await mkdtemp(join(tmpdir(), 'gatehouse-chaos-'));
  return {
    tenant,
    usernames,
    environment: {
      NODE_ENV: 'test',
      HOST: '127.0.0.1',
      PORT: '0',
      LOG_LEVEL: 'silent',
      STATE_DIR: stateDir,
      // Seconds. The grace is short, so that the run reaches the state after it.
      STORE_GRACE: '5',
      TRUSTED_PROXIES: '127.0.0.1',
      AUTH0_DOMAIN: tenant.url,
      AUTH0_CLIENT_ID: client.client_id,
      AUTH0_CLIENT_SECRET: client.client_secret,
      AUTH0_AUDIENCE: api.identifier,
    },
    control: async (method, path, body) => {
      const response = await fetch(`${tenant.url}/control/${path}`, {
        method,
        ...(body && {
          body: JSON.stringify(body),
          headers: { 'content-type': 'application/json' },
        }),
      });
      if (!response.ok) throw new Error(`${method} /control/${path}: ${await response.text()}`);
      return (await response.json()) as ControlState;
    },
    close: async () => {
      await tenant.close();
      await rm(stateDir, { recursive: true });
    },
  };
}
