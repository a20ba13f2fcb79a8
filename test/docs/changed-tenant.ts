import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type {
  Client,
  Connection,
  ResourceServer,
  TenantSettings,
} from '../../src/tenant/settings/settings.ts';
import { gatewayBefore, startTestGateway, type TestGateway } from '../support/gateway.ts';
import { startLocal, type Local } from '../support/local.ts';
import { present } from '../support/present.ts';
import { startScriptedAuth0, type Answer, type ScriptedAuth0 } from '../support/scripted-auth0.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';
import { login } from './documents.ts';

/** A gateway before a tenant, one setting of which differs from what it should be. */
export interface Running {
  gateway: TestGateway;
  close: () => Promise<void>;
}

/** Starts one. */
export type Start<Started extends Running = Running> = () => Promise<Started>;

/** The local tenant, some of its settings changed, and perhaps variables of the gateway. */
export function withSettings(
  settings: (settings: TenantSettings) => void,
  env: Record<string, string> = {},
): Start<Local> {
  return () => startLocal({ settings, env });
}

/** Our application in the local tenant changed. */
export function withClient(change: Partial<Client>, env?: Record<string, string>): Start<Local> {
  return withSettings(({ clients }) => Object.assign(present(clients[0]), change), env);
}

/** The refresh tokens of our application changed. */
export function withRefreshTokens(change: Partial<Client['refresh_token']>): Start<Local> {
  return withSettings(({ clients }) => Object.assign(present(clients[0]).refresh_token, change));
}

/** Our API in the local tenant changed. */
export function withApi(change: Partial<ResourceServer>): Start<Local> {
  return withSettings(({ resource_servers }) =>
    Object.assign(present(resource_servers[0]), change),
  );
}

/** The connection of the local tenant changed. */
export function withConnection(change: Partial<Connection>): Start<Local> {
  return withSettings(({ connections }) => Object.assign(present(connections[0]), change));
}

/** Options of that connection changed. */
export function withConnectionOptions(change: Partial<Connection['options']>): Start<Local> {
  return withSettings(({ connections }) => Object.assign(present(connections[0]).options, change));
}

/** The local tenant with one post-login Action of this body, and no other. */
export function withAction(body: string): Start<Local> {
  return () => {
    const file = join(temporaryFolder(), 'action.js');
    writeFileSync(file, `exports.onExecutePostLogin = async (event, api) => { ${body} };`);
    return withSettings(({ actions }) => (actions['post-login'] = [file]))();
  };
}

/** The local tenant as it is, and variables of the gateway. */
export function withEnv(env: Record<string, string>): Start<Local> {
  return () => startLocal({ env });
}

/** Somebody signed in whose account is in another connection than those of the gateway. */
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

/** The same for variables that depend on where the tenant is. */
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
 * Has the tenant make its keys first. It makes them when they are asked for, a login does not wait for that on a slow
 * machine, and the log says so.
 */
export function withKeys(start: Start<Local>): Start<Local> {
  return async () => {
    const local = await start();
    await fetch(`${local.tenant.issuer}.well-known/jwks.json`);
    return local;
  };
}

/** An Auth0 whose token endpoint answers what the test says. */
export function withTokenAnswer(answer: (auth0: ScriptedAuth0) => Answer | Promise<Answer>): Start {
  return withAnswer('/oauth/token', answer);
}

/** The same for any endpoint. */
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

/** Messages of all log lines from `warn` upwards. */
export function complaints(gateway: TestGateway): unknown[] {
  const serious = gateway.log().filter(({ level }) => Number(level) >= 40);
  return serious.map(({ msg }) => msg);
}
