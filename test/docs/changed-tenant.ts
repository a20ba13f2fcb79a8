import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from '@jest/globals';
import { tenantSettings } from '../../src/auth0/tenant-settings.ts';
import type {
  Client,
  Connection,
  ResourceServer,
  TenantSettings,
} from '../../src/tenant/settings/settings.ts';
import { gatewayBefore, startTestGateway, type TestGateway } from '../support/gateway.ts';
import { startLocal, type Local } from '../support/local.ts';
import { present } from '../support/present.ts';
import { rawJws } from '../support/raw-jws.ts';
import { sharedRsaKeys } from '../support/rsa-keys.ts';
import { startScriptedAuth0, type Answer, type ScriptedAuth0 } from '../support/scripted-auth0.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';
import { login } from './documents.ts';

/** A gateway that uses a tenant. One setting of the gateway or of the tenant is wrong. */
export interface Running {
  gateway: TestGateway;
  close: () => Promise<void>;
}

/** Starts the gateway and its tenant. */
export type Start<Started extends Running = Running> = () => Promise<Started>;

/** Starts the local tenant with changed settings, and a gateway with additional variables. */
export function withSettings(
  settings: (settings: TenantSettings) => void,
  env: Record<string, string> = {},
): Start<Local> {
  return () => startLocal({ settings, env });
}

/** Starts the local tenant with a changed application of the gateway. */
export function withClient(change: Partial<Client>, env?: Record<string, string>): Start<Local> {
  return withSettings(({ clients }) => Object.assign(present(clients[0]), change), env);
}

/** The refresh tokens of our application changed. */
export function withRefreshTokens(change: Partial<Client['refresh_token']>): Start<Local> {
  return withSettings(({ clients }) => Object.assign(present(clients[0]).refresh_token, change));
}

/** Starts the local tenant with a changed API. */
export function withApi(change: Partial<ResourceServer>): Start<Local> {
  return withSettings(({ resource_servers }) =>
    Object.assign(present(resource_servers[0]), change),
  );
}

/** Starts the local tenant with a changed connection. */
export function withConnection(change: Partial<Connection>): Start<Local> {
  return withSettings(({ connections }) => Object.assign(present(connections[0]), change));
}

/** Starts the local tenant with changed options of its connection. */
export function withConnectionOptions(change: Partial<Connection['options']>): Start<Local> {
  return withSettings(({ connections }) => Object.assign(present(connections[0]).options, change));
}

/** Starts the local tenant with a single post-login Action, which has this body. */
export function withAction(body: string): Start<Local> {
  return () => {
    const file = join(temporaryFolder(), 'action.js');
    writeFileSync(file, `exports.onExecutePostLogin = async (event, api) => { ${body} };`);
    return withSettings(({ actions }) => (actions['post-login'] = [file]))();
  };
}

/** Starts the local tenant unchanged, and a gateway with additional variables. */
export function withEnv(env: Record<string, string>): Start<Local> {
  return () => startLocal({ env });
}

/** Starts a gateway whose requests have the bearer of an account in a connection that the gateway does not know. */
export function withForeignAccount(): Start {
  return async () => {
    const local = await startLocal();
    const { data } = await local.gateway.request<{ login: { accessToken: string } }>(login());
    const token = data?.login.accessToken;
    const gateway = await startTestGateway({
      AUTH0_DOMAIN: local.tenant.url,
      AUTH0_CLIENT_ID: 'gatehouse-local',
      AUTH0_CLIENT_SECRET: 'local-tenant-secret-NOT-FOR-PRODUCTION',
      AUTH0_AUDIENCE: 'https://api.gatehouse.example',
      AUTH0_MANAGEMENT_CLIENT_ID: 'gatehouse-local-management',
      AUTH0_MANAGEMENT_CLIENT_SECRET: 'local-management-secret-NOT-FOR-PRODUCTION',
      AUTH0_REALMS: 'others:other-db',
    });
    return {
      gateway: { ...gateway, request: (document) => gateway.request(document, { token }) },
      close: () => gateway.close().then(local.close),
    };
  };
}

/** Starts the local tenant unchanged, and a gateway with variables that contain the tenant's URL. */
export function withEnvFor(env: (tenantUrl: string) => Record<string, string>): Start {
  return async () => {
    const local = await startLocal();
    const gateway = await startTestGateway({
      AUTH0_DOMAIN: local.tenant.url,
      AUTH0_CLIENT_ID: 'gatehouse-local',
      AUTH0_CLIENT_SECRET: 'local-tenant-secret-NOT-FOR-PRODUCTION',
      AUTH0_AUDIENCE: 'https://api.gatehouse.example',
      ...env(local.tenant.url),
    });
    return { gateway, close: () => gateway.close().then(local.close) };
  };
}

/**
 * Makes the gateway fetch the tenant's keys before the first login, by a token with a wrong signature. A login waits for them for
 * half a second only; on a busy machine it then goes on without the keys, and the gateway logs that.
 */
export function withKeys(start: Start<Local>, headers: Record<string, string> = {}): Start<Local> {
  return async () => {
    const local = await start();
    const { issuer } = local.tenant;
    const keySet = await fetch(`${issuer}.well-known/jwks.json`);
    const { keys } = (await keySet.json()) as { keys: { kid: string }[] };
    const iat = Math.floor(local.tenant.now().getTime() / 1000);
    const audience = 'https://api.gatehouse.example';
    const token = rawJws(
      { alg: 'RS256', typ: 'JWT', kid: present(keys[0]).kid },
      { iss: issuer, sub: 'auth0|nobody', aud: audience, iat, exp: iat + 60, scope: '' },
      present(sharedRsaKeys()[0]),
    );
    const { errors } = await local.gateway.request('{ me { id } }', { token, headers });
    expect(errors?.[0]?.extensions['code']).toBe('UNAUTHENTICATED');
    return local;
  };
}

/** Starts a gateway whose issuer gives this answer at its token endpoint. */
export function withTokenAnswer(answer: (auth0: ScriptedAuth0) => Answer | Promise<Answer>): Start {
  return withAnswer('/oauth/token', answer);
}

/** Starts a gateway whose issuer gives this answer at a path. */
export function withAnswer(
  path: string,
  answer: (auth0: ScriptedAuth0) => Answer | Promise<Answer>,
): Start {
  return async () => {
    const auth0 = await startScriptedAuth0();
    auth0.answer(path, await answer(auth0));
    const gateway = await gatewayBefore(auth0);
    return { gateway, close: () => gateway.close().then(auth0.close) };
  };
}

const settingLines: ReadonlySet<unknown> = new Set(Object.values(tenantSettings));

/** Returns the messages of all log lines of level `warn` and above, and of those about a setting. */
export function complaints(gateway: TestGateway): unknown[] {
  const isComplaint = ({ level, msg }: Record<string, unknown>) =>
    Number(level) >= 40 || settingLines.has(msg);
  return gateway
    .log()
    .filter(isComplaint)
    .map(({ msg }) => msg);
}
