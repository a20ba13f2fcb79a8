import { createServer } from 'node:http';
import { createServer as createTlsServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import Fastify from 'fastify';
import { postLoginFlow } from './actions/post-login.ts';
import { attackProtection } from './attack-protection/attack-protection.ts';
import { tenantClock, type MoveFollowers } from './clock.ts';
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

/** Options of {@link startTenant}. */
export interface TenantOptions {
  settings: TenantSettings;
  /** TCP port; 0 takes a free port. */
  port: number;
  /** Host to listen on. Default is `localhost`, on IPv4 and IPv6. */
  host?: string;
  /** PEM key and certificate. With them, the tenant speaks https only. */
  tls?: { key: string; cert: string };
  /** Clock underlying the tenant's own clock. Default is the machine's. */
  now?: () => Date;
  /** Called when the tenant's clock is set, with its offset in milliseconds. The call that sets the clock waits for it. */
  moveFollowers?: MoveFollowers;
  /** Signing keys of this tenant only, as the tenant may rotate them. Default: new keys. */
  keys?: TokenKeys;
}

/** A listening tenant. */
export interface RunningTenant {
  /** URL without a trailing slash, for example `http://localhost:4010`. */
  url: string;
  /** Issuer (`iss`) of its tokens: the URL with a trailing slash. */
  issuer: string;
  settings: TenantSettings;
  /** Reads the tenant's own clock, which a caller of `/control` can set. */
  now: () => Date;
  /** Stops listening and finishes the requests in flight, except those that a fault delays. */
  close: () => Promise<void>;
}

/**
 * Starts a local tenant: an Auth0-compatible authorization server with all its state in memory.
 *
 * @throws `TenantConfigurationError` for NODE_ENV=production, or for an Action that cannot be loaded
 * @throws the error of listening, unchanged, for example `EADDRINUSE`
 */
export async function startTenant({
  settings,
  port,
  host = 'localhost',
  tls,
  now: clockBehind = () => new Date(),
  moveFollowers = () => Promise.resolve(),
  keys = tokenKeys(host),
}: TenantOptions): Promise<RunningTenant> {
  refuseProduction(process.env);
  const app = Fastify({
    bodyLimit: maxBodyBytes,
    schemaController: noSchemas,
    routerOptions: { maxParamLength: maxIdLength },
    serverFactory: (handler) => (tls ? createTlsServer(tls, handler) : createServer(handler)),
  });
  const clock = tenantClock(clockBehind, moveFollowers);
  const { now } = clock;
  const users = new UserDirectory(settings.users, now);
  let url: string | undefined;
  // Remembered: a closing server has no address, but still answers the requests in flight.
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

/** Longest path parameter, in characters: a `user_id` has 255 characters after `auth0|`, each up to three when encoded. */
const maxIdLength = 1_000;

/** Builds the server's URL. `0.0.0.0` and `::` are addresses to listen on, so the URL has `localhost` instead. */
function addressUrl(address: AddressInfo | string | null, host: string, scheme: string): string {
  const port = typeof address === 'object' && address ? address.port : 0;
  const name = host === '0.0.0.0' || host === '::' ? 'localhost' : host;
  return `${scheme}://${name.includes(':') ? `[${name}]` : name}:${port}`;
}
