import { createServer } from 'node:http';
import { createServer as createTlsServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import Fastify from 'fastify';
import { postLoginFlow } from './actions/post-login.ts';
import { attackProtection } from './attack-protection/attack-protection.ts';
import { tenantClock } from './clock.ts';
import { refuseProduction } from './config.ts';
import { noFaults } from './faults/faults.ts';
import { tokenKeys, type TokenKeys } from './keys/token-keys.ts';
import { tenantLogs } from './logs/tenant-logs.ts';
import { outbox } from './mails/outbox.ts';
import { Tickets } from './mails/tickets.ts';
import { mfaOf } from './mfa/mfa.ts';
import { RefreshTokens } from './refresh-tokens/refresh-tokens.ts';
import { tenantRoutes } from './routes.ts';
import type { TenantSettings } from './settings/settings.ts';
import type { Tenant } from './tenant-state.ts';
import { UserDirectory } from './users/user-directory.ts';
import { userInfoClaims } from './users/userinfo-claims.ts';

/** How to start a tenant. */
export interface TenantOptions {
  settings: TenantSettings;
  /** 0 takes a free port. */
  port: number;
  /** Where to listen. Default is `localhost`, on IPv4 and IPv6. */
  host?: string;
  /** PEM key and certificate; then the tenant speaks https only. */
  tls?: { key: string; cert: string };
  /** The clock behind the tenant's own, which can be moved. Default is the machine's. */
  now?: () => Date;
  /** What the tenant signs with; its alone, for they can be rotated. Default: new ones. */
  keys?: TokenKeys;
}

/** A tenant that listens. */
export interface RunningTenant {
  /** For example `http://localhost:4010`, without a slash at the end. */
  url: string;
  /** `iss` of its tokens: the URL with a slash at the end. */
  issuer: string;
  settings: TenantSettings;
  /** The tenant's clock, wherever it has been moved to. */
  now: () => Date;
  /** Finishes what is in flight, but for what a fault holds up, and stops listening. */
  close: () => Promise<void>;
}

/**
 * Starts a local tenant: an Auth0-compatible authorization server that keeps everything in memory.
 *
 * @throws `TenantConfigurationError` with NODE_ENV=production; what loading an Action failed with
 * @throws what listening failed with, unchanged, for example `EADDRINUSE`
 */
export async function startTenant({
  settings,
  port,
  host = 'localhost',
  tls,
  now: clockBehind = () => new Date(),
  keys = tokenKeys(host),
}: TenantOptions): Promise<RunningTenant> {
  refuseProduction(process.env);
  const app = Fastify({
    bodyLimit: maxBodyBytes,
    schemaController: noSchemas,
    routerOptions: { maxParamLength: maxIdLength },
    serverFactory: (handler) => (tls ? createTlsServer(tls, handler) : createServer(handler)),
  });
  const clock = tenantClock(clockBehind);
  const { now } = clock;
  const users = new UserDirectory(settings.users, now);
  let url: string | undefined;
  // Kept once known: while the server closes it has no address, but answers what is in flight.
  const urlOf = (): string =>
    (url ??= addressUrl(app.server.address(), host, tls ? 'https' : 'http'));
  const tenant: Tenant = {
    settings,
    get issuer() {
      return `${urlOf()}/`;
    },
    clock,
    now,
    faults: noFaults(),
    keys,
    users,
    refreshTokens: new RefreshTokens(now),
    attackProtection: attackProtection(settings, now),
    postLogin: postLoginFlow(settings),
    logs: tenantLogs(now),
    outbox: outbox(now),
    mfa: mfaOf(settings, now),
    tickets: new Tickets(users, now),
    userInfoClaims: userInfoClaims(),
  };
  tenantRoutes(app, tenant);
  await app.listen({ port, host });
  return { url: urlOf(), issuer: tenant.issuer, settings, now, close: () => app.close() };
}

const noCompiler = () => () => {
  throw new Error('no route has a schema');
};
/** No route has a JSON schema: Fastify's compilers of them are not loaded. */
const noSchemas = { compilersFactory: { buildValidator: noCompiler, buildSerializer: noCompiler } };

const maxBodyBytes = 32 * 1024;

/** A user_id has up to 255 characters after its `auth0|`; percent-encoded, each of them three. */
const maxIdLength = 1_000;

/** Where to find the server. `0.0.0.0` and `::` say where it listens, not where it is: it is at localhost, too. */
function addressUrl(address: AddressInfo | string | null, host: string, scheme: string): string {
  const port = typeof address === 'object' && address ? address.port : 0;
  const name = host === '0.0.0.0' || host === '::' ? 'localhost' : host;
  return `${scheme}://${name.includes(':') ? `[${name}]` : name}:${port}`;
}
