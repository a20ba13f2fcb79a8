import { LRUCache } from 'lru-cache';
import type { Client } from '../sign-ins/devices.ts';
import type { SignIns } from '../sign-ins/sign-ins.ts';
import type { CookieSession, CookieSessions, SessionKeys } from '../sign-ins/cookie-sessions.ts';
import type { RefreshResult, SaveSession, Session, Superseded } from './outcomes.ts';
import { tryAgain } from './unavailable.ts';

/** Result of a renewal: the session with its new tokens, or why there are none. */
export type Renewal =
  { kind: 'Renewed'; session: CookieSession } | Exclude<RefreshResult, { kind: 'Session' }>;

/** What a request lends to a renewal that happens during it, and to the record of its device: its client, and its log. */
export interface RenewingRequest {
  renew: (refreshToken: string, save: SaveSession) => Promise<RefreshResult | Superseded>;
  revoke: (refreshToken: string) => Promise<unknown>;
  readClient: () => Client;
}

/** Dependencies of {@link SessionRenewals}. */
export interface SessionRenewalsOptions {
  sessions: CookieSessions;
  signIns: SignIns;
}

/**
 * Milliseconds for which a refused renewal is not tried again, unless the client asks for it; and for which a client that asks
 * again gets the last one.
 */
const pause = 10_000;
/** Maximum number of refused renewals that a process remembers. */
const maxRefused = 10_000;

const notRenewable = { kind: 'InvalidRefreshToken' } as const;

/** Renews sessions in cookies. Requests of one session share a renewal, at one process or at several. */
export class SessionRenewals {
  readonly #sessions: CookieSessions;
  readonly #signIns: SignIns;
  readonly #inFlight = new Map<string, Promise<Renewal>>();
  readonly #refused = new LRUCache<string, { renewal: Renewal; at: number }>({ max: maxRefused });

  constructor({ sessions, signIns }: SessionRenewalsOptions) {
    this.#sessions = sessions;
    this.#signIns = signIns;
  }

  /**
   * Renews a session, unless another request has done so meanwhile.
   *
   * @param session - the session as it was read
   * @param isAsked - whether the client asks for it; a refusal of a moment ago then does not count
   */
  renew(
    keys: SessionKeys,
    session: CookieSession,
    request: () => RenewingRequest,
    isAsked = false,
  ): Promise<Renewal> {
    const { name } = keys;
    const refused = isAsked ? undefined : this.#refused.get(name);
    if (refused && this.#signIns.now() - refused.at < pause)
      return Promise.resolve(refused.renewal);
    let renewal = this.#inFlight.get(name);
    if (!renewal) {
      renewal = this.#renew(keys, session, request, isAsked).finally(() =>
        this.#inFlight.delete(name),
      );
      this.#inFlight.set(name, renewal);
    }
    return renewal;
  }

  /** Waits for the renewals under way. Each ends within the time limits of the calls to the provider. */
  async close(): Promise<void> {
    await Promise.allSettled(this.#inFlight.values());
  }

  async #renew(
    keys: SessionKeys,
    session: CookieSession,
    request: () => RenewingRequest,
    isAsked: boolean,
  ): Promise<Renewal> {
    const renewal = await this.#exchange({ keys, session, isAsked }, request);
    if (renewal.kind === 'Renewed') this.#refused.delete(keys.name);
    else this.#refused.set(keys.name, { renewal, at: this.#signIns.now() });
    return renewal;
  }

  async #exchange(
    asked: { keys: SessionKeys; session: CookieSession; isAsked: boolean; spent?: string },
    request: () => RenewingRequest,
  ): Promise<Renewal> {
    const { keys, session, isAsked, spent } = asked;
    const { value: latest, isCertain } = await this.#sessions.find(keys);
    // Without the store nobody can tell whether the session has ended: its refresh token is not spent.
    if (!isCertain) return tryAgain;
    if (!latest || 'isEnded' in latest) return notRenewable;
    const { refreshToken } = latest;
    const now = this.#signIns.now();
    const isNewer =
      latest.issuedAt > session.issuedAt || (isAsked && now - latest.issuedAt < pause);
    if (isNewer && latest.expiresAt > now) return { kind: 'Renewed', session: latest };
    if (refreshToken === undefined || refreshToken === spent) return notRenewable;

    let renewed: CookieSession | undefined;
    const outcome = await request().renew(refreshToken, async (answer) => {
      renewed = { ...latest, ...this.#tokensOf(answer) };
      await this.#save(keys, renewed);
    });
    // Another process has renewed it since it was read.
    if (outcome.kind === 'Superseded')
      return this.#exchange({ ...asked, spent: refreshToken }, request);
    if (outcome.kind !== 'Session') return outcome;
    return renewed ? { kind: 'Renewed', session: renewed } : tryAgain;
  }

  /** Saves a session, in the place of the cookie that has replaced its own meanwhile. */
  async #save(keys: SessionKeys, session: CookieSession): Promise<void> {
    await this.#sessions.change(keys, async () => {
      const { value: saved } = await this.#sessions.find(keys);
      const by = saved && !('isEnded' in saved) ? saved.replaced?.by : undefined;
      if (!saved || !('isEnded' in saved)) await this.#sessions.save(by ?? keys, session);
    });
  }

  #tokensOf({ accessToken = '', refreshToken, expiresIn, signIn }: Session) {
    const issuedAt = this.#signIns.now();
    return { signIn, accessToken, refreshToken, issuedAt, expiresAt: issuedAt + expiresIn * 1000 };
  }
}
