import { LRUCache } from 'lru-cache';
import type { RevokeOutcome } from '../identity/outcomes.ts';
import type {
  CookieSession,
  CookieSessions,
  SavedSession,
  SessionKeys,
} from '../sign-ins/cookie-sessions.ts';
import type { Client } from '../sign-ins/devices.ts';
import type { RefreshTokenRecord } from '../sign-ins/refresh-tokens.ts';
import type { SignIn } from '../sign-ins/sign-in.ts';
import type { SignIns } from '../sign-ins/sign-ins.ts';
import type {
  InvalidRefreshToken,
  RefreshResult,
  SaveSession,
  Session,
  Superseded,
} from './outcomes.ts';
import { tryAgain } from './unavailable.ts';

/** Result of a renewal: the session with new tokens, or a refusal. */
export type Renewal =
  { kind: 'Renewed'; session: CookieSession } | Exclude<RefreshResult, { kind: 'Session' }>;

/**
 * The request during which a session is renewed. Its client is recorded as the session's device, and its log receives the
 * renewal's audit line.
 */
export interface RenewingRequest {
  /** @param signIn - the session's sign-in, for a refresh token whose record is lost */
  renew: (
    refreshToken: string,
    signIn: SignIn,
    save: SaveSession,
  ) => Promise<RefreshResult | Superseded>;
  /** Ends the sign-in of a refresh token that came back after its successor. */
  endReused: (refreshToken: string, record: RefreshTokenRecord) => Promise<InvalidRefreshToken>;
  revoke: (refreshToken: string) => Promise<RevokeOutcome>;
  readClient: () => Client;
}

/** Dependencies of {@link SessionRenewals}. */
export interface SessionRenewalsOptions {
  sessions: CookieSessions;
  signIns: SignIns;
}

/** A session to renew. */
export interface DueSession {
  keys: SessionKeys;
  /** The session as the request has read it. */
  session: CookieSession;
  /** Whether the client asks for the renewal. Default: false, because the gateway renews sessions by itself. */
  isAsked?: boolean;
}

/**
 * Milliseconds for which a refused renewal is not repeated, unless the client asks for it. After an outage the pause is shorter.
 */
const longestPause = 10_000;
/** Milliseconds for which a client that asks for a renewal receives the previous one. */
const newEnough = 1000;
/** Maximum number of refused renewals that a process remembers. */
const maxRefused = 10_000;

/** Renews sessions in cookies. Concurrent requests of one session share a renewal, even at several replicas. */
export class SessionRenewals {
  readonly #sessions: CookieSessions;
  readonly #signIns: SignIns;
  readonly #inFlight = new Map<string, Promise<Renewal>>();
  readonly #refused = new LRUCache<string, { renewal: Renewal; until: number }>({
    max: maxRefused,
  });

  constructor({ sessions, signIns }: SessionRenewalsOptions) {
    this.#sessions = sessions;
    this.#signIns = signIns;
  }

  /** Renews a session, unless another request has just renewed it. */
  renew(due: DueSession, request: () => RenewingRequest): Promise<Renewal> {
    const { name } = due.keys;
    const refused = due.isAsked ? undefined : this.#refused.get(name);
    if (refused && this.#signIns.now() < refused.until) return Promise.resolve(refused.renewal);
    let renewal = this.#inFlight.get(name);
    if (!renewal) {
      renewal = this.#renew(due, request).finally(() => this.#inFlight.delete(name));
      this.#inFlight.set(name, renewal);
    }
    return renewal;
  }

  /** Waits for running renewals. Each ends within the time limits of the calls to the provider. */
  async close(): Promise<void> {
    await Promise.allSettled(this.#inFlight.values());
  }

  async #renew(due: DueSession, request: () => RenewingRequest): Promise<Renewal> {
    const renewal = await this.#exchange(due, request);
    if (renewal.kind === 'Renewed') this.#refused.delete(due.keys.name);
    else {
      const until = this.#signIns.now() + pauseAfter(renewal);
      this.#refused.set(due.keys.name, { renewal, until });
    }
    return renewal;
  }

  /**
   * Exchanges the refresh token of a session. Reads the session again if another process may have renewed it.
   *
   * @param spent - the refresh token of the previous attempt, which had been exchanged long ago
   */
  async #exchange(
    due: DueSession,
    request: () => RenewingRequest,
    spent?: Superseded & { refreshToken: string },
  ): Promise<Renewal> {
    const { keys, session, isAsked = false } = due;
    const { value: latest, isCertain } = await this.#sessions.find(keys);
    // If the store does not answer, the session may have ended, so its refresh token is not used up.
    if (!isCertain) return tryAgain;
    if (latest?.kind !== 'Session') return notRenewable;
    const { refreshToken } = latest;
    const now = this.#signIns.now();
    const isNewer =
      latest.issuedAt > session.issuedAt || (isAsked && now - latest.issuedAt < newEnough);
    if (isNewer && latest.expiresAt > now) return { kind: 'Renewed', session: latest };
    if (refreshToken === undefined) return notRenewable;
    if (refreshToken === spent?.refreshToken)
      return request().endReused(refreshToken, spent.record);

    let renewed: CookieSession | undefined;
    const outcome = await request().renew(refreshToken, latest.signIn, async (answer) => {
      renewed = { ...latest, ...this.#tokensOf(answer) };
      await this.#save(keys, renewed);
    });
    // Either another process has renewed the session meanwhile, or a thief has used its refresh token.
    if (outcome.kind === 'Superseded')
      return this.#exchange(due, request, { ...outcome, refreshToken });
    if (outcome.kind !== 'Session') return outcome;
    return renewed ? { kind: 'Renewed', session: renewed } : tryAgain;
  }

  /**
   * Saves the new tokens of a session. If another cookie has replaced the session's cookie meanwhile, saves them under the new
   * cookie.
   */
  async #save(keys: SessionKeys, renewed: CookieSession): Promise<void> {
    const by = await this.#sessions.change(keys, async (saved) => {
      if (saved?.kind === 'Replaced') return saved.by;
      if (saved?.kind !== 'Ended') await this.#sessions.save(keys, merge(saved, renewed), saved);
      return undefined;
    });
    if (by) await this.#save(by, renewed);
  }

  #tokensOf({ accessToken = '', refreshToken, expiresIn, signIn }: Session) {
    const issuedAt = this.#signIns.now();
    return { signIn, accessToken, refreshToken, issuedAt, expiresAt: issuedAt + expiresIn * 1000 };
  }
}

/** Adds to a renewed session the keys of the cookie that it replaces, as the store has them. */
function merge(saved: SavedSession | undefined, renewed: CookieSession): CookieSession {
  return { ...renewed, replaces: saved?.kind === 'Session' ? saved.replaces : undefined };
}

/**
 * Returns the milliseconds until a refused renewal is repeated. After an outage the pause is short, because the provider's
 * overlap for the refresh token may be short.
 */
function pauseAfter(renewal: Renewal): number {
  if (renewal.kind !== 'ServiceUnavailable') return longestPause;
  return Math.min(longestPause, renewal.retryAfter * 1000);
}

const notRenewable = { kind: 'InvalidRefreshToken' } as const;
