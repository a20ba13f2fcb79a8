import { createServer } from 'node:http';
import { createServer as createTlsServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import Fastify from 'fastify';
import { postChangePasswordFlow } from './actions/post-change-password.ts';
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
  /** TCP port. 0 takes a free port. */
  port: number;
  /** Host to listen at. Default: `localhost`, on IPv4 and IPv6. */
  host?: string;
  /** Key and certificate in PEM. With them the tenant serves only https. */
  tls?: { key: string; cert: string };
  /** The clock under the tenant's own clock. Default: the machine's. */
  now?: () => Date;
  /** Called when the tenant's clock is set, with its offset in milliseconds. The call that sets the clock waits for it. */
  moveFollowers?: MoveFollowers;
  /** Signing keys, which no other tenant may use, since this one may rotate them. Default: new keys. */
  keys?: TokenKeys;
}

/** A tenant that listens. */
export interface RunningTenant {
  /** URL without a trailing slash, for example `http://localhost:4010`. */
  url: string;
  /** Issuer (`iss`) in the tenant's tokens: the URL with a trailing slash. */
  issuer: string;
  settings: TenantSettings;
  /** Returns the time of the tenant's own clock, which a caller of `/control` can set. */
  now: () => Date;
  /**
   * Tells the Actions where the gateway's hook is: their secret `GATEHOUSE_HOOK_URL`. Default: the settings tell them.
   */
  useHook: (url: string) => void;
  /** Stops listening, and finishes the requests in flight, except those that a fault delays. */
  close: () => Promise<void>;
}

/**
 * Starts a local tenant: an authorization server that answers as Auth0 does, with all its state in memory.
 *
 * @throws `TenantConfigurationError` for `NODE_ENV=production`, or for an Action that cannot be loaded
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
  const logs = tenantLogs(now);
  let hookUrl: string | undefined;
  let url: string | undefined;
  // Remembered: a closing server has no address, but still answers the requests in flight.
  const urlOf = (): string =>
    (url ??= addressUrl(app.server.address(), host, tls ? 'https' : 'http'));
  const tenant: Tenant = {
    settings,
    get issuer() {
      return `${urlOf()}/`;
    },
    get gatewayUrl() {
      return hookUrl === undefined ? undefined : new URL('/', hookUrl).href;
    },
    clock,
    now,
    faults: noFaults(),
    tokenLifetime: { seconds: null },
    keys,
    users,
    refreshTokens: new RefreshTokens(now),
    attackProtection: attackProtection(settings, now),
    postLogin: postLoginFlow(settings, now),
    postChangePassword: postChangePasswordFlow(settings, {
      now,
      secrets: () => ({
        ...settings.actions.secrets,
        ...(hookUrl !== undefined && { GATEHOUSE_HOOK_URL: hookUrl }),
      }),
      onFailure: ({ user: { user_id, email }, connection: { name } }, description) => {
        const user = { user_id, user_name: email, connection: name };
        logs.write({ type: 'actions_execution_failed', description, ip: '', ...user });
      },
    }),
    logs,
    outbox: outbox(now),
    mfa: mfaOf(settings, now),
    tickets: new Tickets(users, now),
    userInfoClaims: userInfoClaims(),
  };
  tenantRoutes(app, tenant);
  // Not every system resolves names under localhost, which are all this machine (RFC 6761 §6.3).
  await app.listen({ port, host: /\.localhost$/i.test(host) ? 'localhost' : host });
  return {
    ...{ url: urlOf(), issuer: tenant.issuer, settings, now },
    useHook: (url) => {
      hookUrl = url;
    },
    close: () => app.close(),
  };
}

const noCompiler = () => () => {
  throw new Error('no route has a schema');
};
/** Keeps Fastify from loading its compilers for JSON schemas, which no route has. */
const noSchemas = { compilersFactory: { buildValidator: noCompiler, buildSerializer: noCompiler } };

const maxBodyBytes = 32 * 1024;

/**
 * Maximum length of a path parameter in characters. A `user_id` has up to 255 characters after `auth0|`, and each becomes up to
 * three when encoded.
 */
const maxIdLength = 1_000;

/** `0.0.0.0` and `::`, which stand for all addresses of the machine, as Node writes them. */
const unspecifiedAddress = /^(::ffff:)?0\.0\.0\.0$|^::$/;

/** Returns the URL of the server. If it listens at `0.0.0.0` or `::`, the URL has `localhost` instead. */
function addressUrl(bound: AddressInfo | string | null, host: string, scheme: string): string {
  const { address, port } = typeof bound === 'object' && bound ? bound : { address: '', port: 0 };
  const name = unspecifiedAddress.test(address) ? 'localhost' : host;
  return `${scheme}://${name.includes(':') ? `[${name}]` : name}:${port}`;
}
