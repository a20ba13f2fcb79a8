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
import type { RunningTenant } from '../../src/tenant/tenant.ts';
import { lazySigningKey, tokenKeys } from '../../src/tenant/keys/token-keys.ts';

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

/** An answer, its body read as text and, where it is JSON, parsed. */
export interface Answer {
  status: number;
  headers: Headers;
  text: string;
  body: Record<string, string> & { expires_in?: number };
}

export interface TestTenant extends RunningTenant {
  /** Moves the tenant's clock. */
  advance: (milliseconds: number) => void;
  get: (path: string, headers?: Record<string, string>) => Promise<Answer>;
  /** Posts a form. */
  post: (path: string, form: Form, headers?: Record<string, string>) => Promise<Answer>;
  postJson: (path: string, body: unknown) => Promise<Answer>;
  /** Password-realm grant of the seeded client; `undefined` leaves a parameter out. */
  login: (parameters?: OptionalForm, headers?: Record<string, string>) => Promise<Answer>;
  refresh: (refresh_token: string | undefined, parameters?: Form) => Promise<Answer>;
  signUp: (parameters?: OptionalForm) => Promise<Answer>;
  userInfo: (token: string | undefined) => Promise<Answer>;
  /** Log records, oldest first, read as a team reads them: through the Management API. */
  logs: () => Promise<Record<string, unknown>[]>;
  /** Of the seeded machine client; a form may ask for less. */
  managementToken: (parameters?: Form) => Promise<string>;
}

type Form = Record<string, string>;
type OptionalForm = Record<string, string | undefined>;

/** What all tenants of a test file begin with: making an RSA key takes longer than most tests. */
const current = lazySigningKey('localhost');
const next = lazySigningKey('localhost');

/** The settings every test starts from. */
export const seededSettings = readSettingsFile(defaultSettingsFile);

/** The parts of the seeded settings that tests change. */
export interface Seed {
  settings: TenantSettings;
  client: Client;
  connection: Connection;
  resourceServer: ResourceServer;
  /** admin@example.com */
  admin: TenantSettings['users'][number];
}

/** Starts a tenant on a free port, with the seeded settings changed as the test needs them; it closes after the file. */
export async function testTenant(
  change: (seed: Seed) => void = () => undefined,
): Promise<TestTenant> {
  const settings = changedSettings(change);
  const clock = { time: Date.parse('2026-03-01T12:00:00.500Z') };
  const keys = tokenKeys('localhost', [current, next]);
  const tenant = await startTenant({ settings, port: 0, now: () => new Date(clock.time), keys });
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
    logs: async () => {
      const authorization = `Bearer ${await managementToken()}`;
      const { text } = await send('/api/v2/logs?per_page=100', { headers: { authorization } });
      return (JSON.parse(text) as Record<string, unknown>[])
        .filter(({ type }) => type !== 'seccft')
        .reverse();
    },
  };
}

/** A copy of the seeded settings, changed. */
export function changedSettings(change: (seed: Seed) => void): TenantSettings {
  const settings = structuredClone(seededSettings);
  const [client] = settings.clients;
  const [connection] = settings.connections;
  const [resourceServer] = settings.resource_servers;
  const [admin] = settings.users;
  if (!client || !connection || !resourceServer || !admin) throw new Error('the seed is empty');
  change({ settings, client, connection, resourceServer, admin });
  return settings;
}

/** The claims of the access token of an answer. */
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
