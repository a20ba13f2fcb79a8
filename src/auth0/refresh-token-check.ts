import { setTimeout as wait } from 'node:timers/promises';
import type { ManagementAPI, RefreshTokenPolicy } from './management-api.ts';
import type { ManagementToken } from './management-token.ts';
import type { Reports } from './setting-log.ts';

/** Dependencies of {@link checkRefreshTokens}. */
export interface RefreshTokenCheckOptions {
  /** Makes the API that reads the application. Undefined without credentials for the Management API. */
  management:
    | {
        api: () => Pick<ManagementAPI, 'refreshTokenPolicy'>;
        token: Pick<ManagementToken, 'hasScope'>;
      }
    | undefined;
  clientId: string;
  /** Seconds after which sessions in cookies end. Undefined when no session may be in a cookie. */
  sessions: { idle: number; lifetime: number } | undefined;
  /** Aborted when the gateway stops. */
  stopped: AbortSignal;
  reports: Pick<Reports, 'setting'>;
  log: { debug: (details: object, message: string) => void };
}

/** Milliseconds before each look at the application, until Auth0 answers one. */
const pauses = [0, 60_000, 600_000];

/**
 * Compares the settings of the application's refresh tokens at Auth0 with the lifetimes of the gateway's sessions, once after the
 * start. Logs each setting by which sessions end earlier than the gateway's configuration says. Nothing waits for the comparison. It
 * needs the permission `read:clients`; without it nothing happens.
 */
export async function checkRefreshTokens(options: RefreshTokenCheckOptions): Promise<void> {
  const { management, clientId, stopped, log } = options;
  if (!management) return;
  for (const pause of pauses) {
    try {
      await wait(pause, undefined, { signal: stopped, ref: false });
      if (!(await management.token.hasScope('read:clients'))) return;
      report(await management.api().refreshTokenPolicy(clientId, stopped), options);
      return;
    } catch (error) {
      if (stopped.aborted) return;
      log.debug({ err: error }, "the application's settings cannot be read at Auth0");
    }
  }
}

function report(policy: RefreshTokenPolicy, { sessions, reports }: RefreshTokenCheckOptions): void {
  if (policy.rotates === false) reports.setting('rotation', {});
  else if (policy.leeway === 0) reports.setting('overlap', {});
  if (!sessions) return;
  const { idleLifetime = Infinity, lifetime = Infinity } = policy;
  const shorter = {
    ...(idleLifetime < sessions.idle && {
      SESSION_IDLE: sessions.idle,
      idle_token_lifetime: idleLifetime,
    }),
    ...(lifetime < sessions.lifetime && {
      SESSION_LIFETIME: sessions.lifetime,
      token_lifetime: lifetime,
    }),
  };
  if (Object.keys(shorter).length > 0) reports.setting('sessionLifetimes', shorter);
}
