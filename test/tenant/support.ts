import { afterAll } from '@jest/globals';
import { decodeJwt } from 'jose';
import type { JWTPayload } from 'jose';
import { defaultSettingsFile, readSettingsFile } from '../../src/tenant/settings/settings-file.ts';
import type {
  Client,
  Connection,
  ResourceServer,
  TenantSettings,
} from '../../src/tenant/settings/settings.ts';
import { startTenant } from '../../src/tenant/tenant.ts';
import type { OwnTenant, RunningTenant, TenantOptions } from '../../src/tenant/tenant.ts';
import { sharedTokenKeys } from '../support/token-keys.ts';

export const realmGrant = 'http://auth0.com/oauth/grant-type/password-realm';
export const api = 'https://api.gatehouse.example';
export const connectionName = 'Username-Password-Authentication';
export const password = 'Correct-Horse-7-Battery';
export const gatehouse = {
  client_id: 'gatehouse-local',
  client_secret: 'local-tenant-secret-NOT-FOR-PRODUCTION',
};
const management = {
  client_id: 'gatehouse-local-management',
  client_secret: 'local-management-secret-NOT-FOR-PRODUCTION',
};

/** An answer. `body` is the parsed text if the text is JSON. */
export interface Answer {
  status: number;
  headers: Headers;
  text: string;
  body: Record<string, string> & { expires_in?: number };
}

export interface TestTenant extends OwnTenant {
  /** Moves the tenant's clock forward. */
  advance: (milliseconds: number) => void;
  get: (path: string, headers?: Record<string, string>) => Promise<Answer>;
  /** Posts a form. */
  post: (path: string, form: Form, headers?: Record<string, string>) => Promise<Answer>;
  postJson: (path: string, body: unknown) => Promise<Answer>;
  /** Sends the password-realm grant of the seeded client. `undefined` removes a parameter. */
  login: (parameters?: OptionalForm, headers?: Record<string, string>) => Promise<Answer>;
  refresh: (refresh_token: string | undefined, parameters?: Form) => Promise<Answer>;
  signUp: (parameters?: OptionalForm) => Promise<Answer>;
  userInfo: (token: string | undefined) => Promise<Answer>;
  /** Returns the log records from the Management API, oldest first. */
  logs: () => Promise<Record<string, unknown>[]>;
  /** Blocks a user by the Management API. */
  block: (user_id: string) => Promise<void>;
  /** Requests a token of the seeded machine client for the Management API. The form may request fewer scopes. */
  managementToken: (parameters?: Form) => Promise<string>;
}

type Form = Record<string, string>;
type OptionalForm = Record<string, string | undefined>;

/** Settings from which every test starts. */
export const seededSettings = readSettingsFile(defaultSettingsFile);

/** Parts of the seeded settings that tests change. */
export interface Seed {
  settings: TenantSettings;
  client: Client;
  connection: Connection;
  resourceServer: ResourceServer;
  /** The user admin@example.com. */
  admin: TenantSettings['users'][number];
}

/** Starts a tenant on a free port, with changed seeded settings. The tenant closes after the last test of the file. */
export async function testTenant(
  change: (seed: Seed) => void = () => undefined,
  options: Partial<Pick<TenantOptions, 'port' | 'state' | 'smtp'>> = {},
): Promise<TestTenant> {
  const settings = changedSettings(change);
  const clock = { time: Date.parse('2026-03-01T12:00:00.500Z') };
  const tenant = await startTenant({
    settings,
    port: 0,
    ...options,
    now: () => new Date(clock.time),
    keys: sharedTokenKeys(),
  });
  running.push(tenant);

  const send = async (path: string, init: RequestInit): Promise<Answer> => {
    const response = await fetch(tenant.url + path, init);
    const text = await response.text();
    const isJson = response.headers.get('content-type')?.startsWith('application/json') === true;
    const body = (isJson && text !== '' ? JSON.parse(text) : {}) as Answer['body'];
    return { status: response.status, headers: response.headers, text, body };
  };
  const post: TestTenant['post'] = (path, form, headers = {}) =>
    send(path, { method: 'POST', body: new URLSearchParams(form), headers });
  const managementToken = async (parameters: Form = {}): Promise<string> => {
    const audience = `${tenant.issuer}api/v2/`;
    const form = { ...management, grant_type: 'client_credentials', audience, ...parameters };
    return (await post('/oauth/token', form)).body['access_token'] ?? '';
  };

  return {
    ...tenant,
    advance: (milliseconds) => {
      clock.time += milliseconds;
    },
    get: (path, headers = {}) => send(path, { headers }),
    post,
    postJson: (path, body) =>
      send(path, {
        method: 'POST',
        body: JSON.stringify(body),
        headers: { 'content-type': 'application/json' },
      }),
    login: (parameters = {}, headers = {}) =>
      post('/oauth/token', present({ ...loginParameters, ...parameters }), headers),
    refresh: (refresh_token = '', parameters = {}) =>
      post('/oauth/token', {
        ...gatehouse,
        grant_type: 'refresh_token',
        refresh_token,
        ...parameters,
      }),
    signUp: (parameters = {}) =>
      post('/dbconnections/signup', present({ ...signUpParameters, ...parameters })),
    userInfo: (token = '') => send('/userinfo', { headers: { authorization: `Bearer ${token}` } }),
    managementToken,
    block: async (user_id) => {
      const { status } = await send(`/api/v2/users/${encodeURIComponent(user_id)}`, {
        method: 'PATCH',
        body: JSON.stringify({ blocked: true }),
        headers: {
          authorization: `Bearer ${await managementToken()}`,
          'content-type': 'application/json',
        },
      });
      if (status !== 200) throw new Error(`the user cannot be blocked: ${status}`);
    },
    logs: async () => {
      const authorization = `Bearer ${await managementToken()}`;
      const { text } = await send('/api/v2/logs?per_page=100', { headers: { authorization } });
      return (JSON.parse(text) as Record<string, unknown>[])
        .filter(({ type }) => type !== 'seccft')
        .reverse();
    },
  };
}

/** Copies the seeded settings, and changes the copy. */
export function changedSettings(change: (seed: Seed) => void): TenantSettings {
  const settings = structuredClone(seededSettings);
  // There is no gateway to tell.
  settings.actions['post-change-password'] = [];
  const [client] = settings.clients;
  const [connection] = settings.connections;
  const [resourceServer] = settings.resource_servers;
  const [admin] = settings.users;
  if (!client || !connection || !resourceServer || !admin) throw new Error('the seed is empty');
  change({ settings, client, connection, resourceServer, admin });
  return settings;
}

/** Decodes the access token of an answer, and returns its claims. */
export function accessTokenClaims({ body }: Answer): JWTPayload {
  return decodeJwt(body['access_token'] ?? '');
}

const loginParameters: OptionalForm = {
  ...gatehouse,
  grant_type: realmGrant,
  realm: connectionName,
  username: 'admin@example.com',
  password,
  audience: api,
  scope: 'openid profile email offline_access',
};

const signUpParameters: OptionalForm = {
  client_id: gatehouse.client_id,
  connection: connectionName,
  email: 'newcomer@example.com',
  password,
};

function present(parameters: OptionalForm): Form {
  return Object.fromEntries(
    Object.entries(parameters).filter((entry): entry is [string, string] => entry[1] !== undefined),
  );
}

const running: RunningTenant[] = [];

afterAll(async () => {
  await Promise.all(running.splice(0).map((tenant) => tenant.close()));
});
