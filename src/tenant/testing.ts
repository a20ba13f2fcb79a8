import { findActionMistake } from './actions/action-script.ts';
import type { Fault, FaultyEndpoint } from './faults/faults.ts';
import { lazySigningKey } from './keys/signing-key.ts';
import type { LogRecord } from './logs/tenant-logs.ts';
import type { SentMessage } from './mails/outbox.ts';
import { defaultSettingsFile, readSettingsFile } from './settings/settings-file.ts';
import type { TenantSettings } from './settings/settings.ts';
import { startTenant as startOwnTenant, type OwnTenant } from './tenant.ts';

/** Options of {@link startTenant}. */
export interface TestTenantOptions {
  /** TCP port. Default: a free port. */
  port?: number;
  /** Host to listen at. Default: `127.0.0.1`. */
  host?: string;
  /** URL at which others reach the tenant. Default: its address. */
  publicUrl?: string;
  /** Key and certificate in PEM. With them the tenant serves only https. */
  tls?: { key: string; cert: string };
  /** TCP port at which the tenant takes mails; 0 takes a free port. Default: the tenant takes no mails. */
  smtpPort?: number;
  /** Folder of a state that outlives the process. Default: none, so that the state is in memory only. */
  state?: string;
  /** Path of a settings file. Default: the settings of `npm run tenant`, with three users. */
  settingsFile?: string;
  /** Changes the settings, for example adds users. */
  settings?: (settings: TenantSettings) => void;
}

/** A tenant for tests. */
export interface TestTenant {
  /** Issuer of the tokens, with a trailing slash. All endpoints are below it. */
  issuer: string;
  /** URL of the tenant's address, without a trailing slash. It differs from the issuer only with `publicUrl`. */
  url: string;
  /** URL of the mail server, for example `smtp://127.0.0.1:4025`. Undefined without `smtpPort`. */
  smtpUrl: string | undefined;
  control: TenantControl;
  /** Stops the tenant. */
  close: () => Promise<void>;
}

/** What a test can do to a tenant. */
export interface TenantControl {
  /** Returns to the state of a first start: the users of the settings, no mail, no fault, the machine's time. The keys stay. */
  reset: () => Promise<void>;
  /** Sets the tenant's clock. */
  setTime: (time: Date) => Promise<void>;
  /** Moves the tenant's clock forward. */
  advance: (seconds: number) => Promise<void>;
  /** Makes an endpoint fail. `null` makes it work again. */
  setFault: (endpoint: FaultyEndpoint, fault: Fault | null) => void;
  /** Sets the lifetime of access tokens that are issued from now on. `null`: each API's own. */
  setTokenLifetime: (seconds: number | null) => void;
  /** Rotates the signing keys. */
  rotateKeys: () => void;
  /** Lists the mails and SMS, oldest first, of one address or phone number if one is named. */
  messages: (to?: string) => SentMessage[];
  /** Lists the log records, oldest first. */
  logs: () => readonly LogRecord[];
}

/** Keys of all tenants of the process, since a new pair takes far longer than all else. */
const keys = [lazySigningKey('localhost'), lazySigningKey('localhost')] as const;

/**
 * Starts a local tenant for tests: an authorization server that answers as Auth0 does, in this process. Tenants of one process
 * differ in everything but their signing keys.
 *
 * @throws `TenantConfigurationError` that names each mistake of the settings, the state or the port for mails
 * @throws the error of listening, unchanged, for example `EADDRINUSE`
 */
export async function startTenant({
  settings: change = () => undefined,
  settingsFile = defaultSettingsFile,
  smtpPort,
  host = '127.0.0.1',
  port = 0,
  ...options
}: TestTenantOptions = {}): Promise<TestTenant> {
  const settings = readSettingsFile(settingsFile, findActionMistake);
  if (settingsFile === defaultSettingsFile) {
    // There is no gateway to tell.
    settings.actions['post-change-password'] = [];
  }
  change(settings);
  const smtp = smtpPort === undefined ? undefined : { port: smtpPort };
  const tenant = await startOwnTenant({ ...options, host, port, smtp, keys, settings });
  const { issuer, url, smtpUrl, close } = tenant;
  return { issuer, url, smtpUrl, control: controlOf(tenant), close };
}

function controlOf({ reset, parts }: OwnTenant): TenantControl {
  return {
    reset,
    setTime: (time) => parts().clock.set(time),
    advance: (seconds) => {
      const { clock } = parts();
      return clock.set(new Date(clock.now().getTime() + seconds * 1000));
    },
    setFault: (endpoint, fault) => {
      const { faults } = parts();
      if (fault === null) faults.end(endpoint);
      else faults.set(endpoint, fault);
    },
    setTokenLifetime: (seconds) => {
      parts().tokenLifetime.seconds = seconds;
    },
    rotateKeys: () => {
      parts().keys.rotate();
    },
    messages: (to) =>
      parts()
        .outbox.messages()
        .filter((message) => to === undefined || message.to === to),
    logs: () => parts().logs.records(),
  };
}
