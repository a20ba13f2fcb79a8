import { createServer, type RequestListener } from 'node:http';
import { createServer as createTlsServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import type { FastifyInstance } from 'fastify';
import { tenantApp } from './app.ts';
import type { MoveFollowers } from './clock.ts';
import { refuseProduction } from './config.ts';
import { lazySigningKey } from './keys/signing-key.ts';
import type { FirstKeys } from './keys/token-keys.ts';
import { makeTenant } from './make-tenant.ts';
import { openState, type OpenedState } from './saved-state/open-state.ts';
import { StateFile } from './saved-state/state-file.ts';
import type { TenantSettings } from './settings/settings.ts';
import type { MailServer } from './smtp/mail-server.ts';
import { startMailServer, type SmtpOptions } from './smtp/start-mail-server.ts';
import type { Tenant } from './tenant-state.ts';
import { currentUsers, type CurrentUser } from './users/seeded-users.ts';

/** Options of {@link startTenant}. */
export interface TenantOptions {
  settings: TenantSettings;
  /** TCP port. 0 takes a free port. */
  port: number;
  /** Host to listen at. Default: `localhost`, on IPv4 and IPv6. */
  host?: string;
  /**
   * URL at which others reach the tenant, without a trailing slash, for example behind a proxy. The issuer is this URL. Default: the
   * address of the tenant.
   */
  publicUrl?: string | undefined;
  /** Key and certificate in PEM. With them the tenant serves only https. */
  tls?: { key: string; cert: string } | undefined;
  /** The clock under the tenant's own clock. Default: the machine's. */
  now?: () => Date;
  /** Called when the tenant's clock is set, with its offset in milliseconds. The call that sets the clock waits for it. */
  moveFollowers?: MoveFollowers;
  /** Signing keys of a new state. Default: new keys. */
  keys?: FirstKeys;
  /** Folder of the state that survives a restart. Default: none, so that the state is in memory only. */
  state?: string | undefined;
  /** The tenant's mail server. Default: none. */
  smtp?: SmtpOptions | undefined;
}

/** A running tenant. */
export interface RunningTenant {
  /** URL without a trailing slash, for example `http://localhost:4010`. */
  url: string;
  /** Issuer (`iss`) in the tenant's tokens, with a trailing slash: `publicUrl`, or else the URL. */
  issuer: string;
  /** URL of the mail server, for example `smtp://localhost:4025`. Undefined if there is none. */
  smtpUrl: string | undefined;
  settings: TenantSettings;
  /** Lists the users of the settings file, as they are at present. */
  currentUsers: () => Promise<CurrentUser[]>;
  /** Folder of the state. Undefined if the state is in memory only. */
  state: string | undefined;
  /** Sentences for the developer about switches that the restart has ended, and about what the tenant does without. */
  notices: readonly string[];
  /** Returns the time of the tenant's own clock, which a caller of `/control` can set. */
  now: () => Date;
  /**
   * Passes the URL of the gateway's hook to the Actions, as their secret `GATEHOUSE_HOOK_URL`. Default: the secret in the
   * settings.
   */
  useHook: (url: string) => void;
  /** Stops listening, and finishes the requests in flight. Does not wait for requests that a fault delays. */
  close: () => Promise<void>;
}

/** A tenant that runs in this process. */
export interface OwnTenant extends RunningTenant {
  /** Returns the state of the tenant, which a reset replaces. */
  parts: () => Tenant;
  /**
   * Replaces the state by a new one, as at a first start: the users of the settings, an empty log and outbox, no fault, the
   * machine's time. Address and signing keys stay. Requests in flight finish on the old state.
   */
  reset: () => Promise<void>;
}

/**
 * Starts a local tenant: an authorization server that answers as Auth0 does.
 *
 * @throws `TenantConfigurationError` for `NODE_ENV=production`, for an Action that cannot be loaded, for a state that cannot be
 *   used, or for a port of the mail server that is in use
 * @throws the error of listening, unchanged, for example `EADDRINUSE`
 */
export async function startTenant({
  port,
  host = 'localhost',
  publicUrl,
  tls,
  state: stateFolder,
  smtp,
  keys = [lazySigningKey(host), lazySigningKey(host)],
  ...options
}: TenantOptions): Promise<OwnTenant> {
  refuseProduction(process.env);
  const { settings } = options;
  let hookUrl: string | undefined;
  let mailServer: MailServer | undefined;
  let url: string | undefined;
  // Remembered because a closing server has no address, but still answers the requests in flight.
  const urlOf = (): string =>
    (url ??= addressUrl(front.server.address(), host, tls ? 'https' : 'http'));
  const answer: RequestListener = (request, response) => {
    current.app.routing(request, response);
  };
  const begin = async (): Promise<Run> => {
    const { state, folder, notices } = await openState(stateFolder);
    try {
      const tenant = makeTenant({
        ...{ ...options, host, keys, state, url: urlOf, publicUrl, hookUrl: () => hookUrl },
        smtpUrl: () => mailServer?.url,
      });
      tenant.roles.seed(settings.roles);
      await tenant.users.seed(settings.users);
      await state.saved();
      const app = tenantApp(tenant, () =>
        tls ? createTlsServer(tls, answer) : createServer(answer),
      );
      await app.ready();
      return { state, folder, notices, tenant, app };
    } catch (error) {
      await state.close();
      throw error;
    }
  };
  let current = await begin();
  /** The app that listens. Each request goes to the current app. */
  const front = current.app;
  let closed: Promise<void> | undefined;
  const close = (): Promise<void> =>
    (closed ??= Promise.all([front.close(), current.app.close(), mailServer?.close()]).then(() =>
      current.state.close(),
    ));
  try {
    // Not every system resolves names below localhost, which mean this machine (RFC 6761 §6.3).
    await front.listen({ port, host: /\.localhost$/i.test(host) ? 'localhost' : host });
    const mail = await startMailServer(() => current.tenant, host, smtp);
    mailServer = mail.server;
    const { tenant, folder, notices } = current;
    return {
      ...{ url: urlOf(), issuer: tenant.issuer, smtpUrl: mailServer?.url, settings, state: folder },
      notices: [...notices, ...endedSwitches(tenant), ...mail.notices],
      now: () => current.tenant.now(),
      currentUsers: () => currentUsers(settings.users, current.tenant.users),
      useHook: (url) => {
        hookUrl = url;
      },
      parts: () => current.tenant,
      reset: async () => {
        await current.tenant.clock.reset();
        await current.state.close();
        if (folder !== undefined) await StateFile.delete(folder);
        current = await begin();
      },
      close,
    };
  } catch (error) {
    await close();
    throw error;
  }
}

/** A state of the tenant, and the app that serves it. */
interface Run extends OpenedState {
  tenant: Tenant;
  app: FastifyInstance;
}

/** Returns sentences about the switches that the restart has ended. */
function endedSwitches({ clock, faults }: Tenant): string[] {
  const outages = faults.ended.join(', ');
  return [
    ...(clock.wasSet
      ? ['The clock was set before the restart. It shows the real time again.']
      : []),
    ...(outages ? [`The restart has ended the outage of: ${outages}.`] : []),
  ];
}

/** Matches `0.0.0.0` and `::`, which stand for all addresses of the machine, as Node writes them. */
const unspecifiedAddress = /^(::ffff:)?0\.0\.0\.0$|^::$/;

/** Returns the URL of the server. If it listens at `0.0.0.0` or `::`, the URL has `localhost` instead. */
function addressUrl(bound: AddressInfo | string | null, host: string, scheme: string): string {
  const { address, port } = typeof bound === 'object' && bound ? bound : { address: '', port: 0 };
  const name = unspecifiedAddress.test(address) ? 'localhost' : host;
  return `${scheme}://${name.includes(':') ? `[${name}]` : name}:${port}`;
}
