import type { RevocationCause } from '../errors.ts';
import {
  arrivalTime,
  grace,
  type CookieSession,
  type CookieSessions,
  type SavedSession,
  type SessionKeys,
} from '../sign-ins/cookie-sessions.ts';
import type { Revocations } from '../sign-ins/revocations.ts';
import type { SignIn } from '../sign-ins/sign-in.ts';
import type { SignIns } from '../sign-ins/sign-ins.ts';
import type { Deadline } from '../store/store.ts';
import type { Caller } from '../tokens/caller.ts';
import { ended, expired, unreachable } from './cookie-callers.ts';

/** A valid session. */
export interface FoundSession {
  keys: SessionKeys;
  session: CookieSession;
  /**
   * Set if another cookie has replaced this one. `alias`: the browser has not sent the new cookie yet. `over`: the browser has
   * just sent the new cookie, so the old one can only query.
   */
  replaced?: 'alias' | 'over' | undefined;
}

/** The caller of a cookie without a valid session. */
export interface NoSession {
  caller: Caller;
  /** The session, if it is over and the store still holds it. */
  left?: LeftSession;
}

/** A session in the store that is over, whose refresh token the provider may still accept. */
export interface LeftSession {
  keys: SessionKeys;
  session: CookieSession;
  /** The event that ended its sign-in elsewhere. Undefined when its time is over. */
  end?: { cause: RevocationCause | undefined };
}

/** A session to end, or one that has ended. */
export interface EndingSession {
  /** Keys of the session in the store. Undefined if the store does not answer: the session is then from the memory of this process. */
  keys: SessionKeys | undefined;
  signIn: SignIn;
  startedAt: number;
  refreshToken: string | undefined;
  hasEnded: boolean;
}

/** Entry of a cookie, or of the cookie that has replaced it. */
interface Followed {
  keys: SessionKeys;
  saved: Exclude<SavedSession, { kind: 'Replaced' }> | undefined;
  /** False if the store does not answer. */
  isCertain: boolean;
  /**
   * Time at which the browser first sent the new cookie (milliseconds since the epoch). Undefined if it has not, or if there is
   * no new cookie.
   */
  since?: number | undefined;
}

/** Dependencies of {@link SessionFinder}. */
export interface SessionFinderOptions {
  sessions: CookieSessions;
  signIns: SignIns;
  revocations: Pick<Revocations, 'findSignInEnd'>;
}

/** Milliseconds for which the entry of a replaced cookie is saved after the browser has sent the new cookie. */
const replacedLifetime = grace + 60_000;

/** Finds the session of a cookie in the store, and checks whether the session is valid. */
export class SessionFinder {
  readonly #sessions: CookieSessions;
  readonly #signIns: SignIns;
  readonly #revocations: SessionFinderOptions['revocations'];

  constructor({ sessions, signIns, revocations }: SessionFinderOptions) {
    this.#revocations = revocations;
    this.#sessions = sessions;
    this.#signIns = signIns;
  }

  /** Finds the valid session of a cookie. Without one, returns the caller to refuse. */
  async find(cookie: string): Promise<FoundSession | NoSession> {
    const own = this.#sessions.open(cookie);
    if (!own) return { caller: expired };
    const { keys, saved, isCertain, since } = await this.follow(own);
    const now = this.#signIns.now();
    if (!saved) {
      const freed = await this.#sessions.findFreed(keys);
      if (freed) return { caller: ended(freed.cause) };
      const mayArrive = now < own.createdAt + arrivalTime;
      return { caller: isCertain && !mayArrive ? expired : unreachable };
    }
    if (saved.kind === 'Ended') return { caller: ended(saved.cause) };
    if (since !== undefined && since + grace <= now) return { caller: ended() };
    const end = this.#signIns.ends.find(saved.signIn);
    if (end) return { caller: ended(end.cause), left: { keys, session: saved, end } };
    const isTooOld = saved.startedAt + this.#sessions.lifetime <= now;
    if (isTooOld || (await this.#sessions.isIdle(keys, saved)))
      return { caller: expired, left: { keys, session: saved } };
    if (keys.name !== own.name)
      return { keys, session: saved, replaced: since === undefined ? 'alias' : 'over' };
    if (saved.replaces) await this.#confirm(keys, saved.replaces);
    return { keys, session: saved };
  }

  /** Finds the entry of a cookie. If other cookies have replaced it, follows them to the newest. */
  async follow(own: SessionKeys, deadline?: Deadline): Promise<Followed> {
    let keys = own;
    let since: number | undefined;
    for (;;) {
      const { value: saved, isCertain } = await this.#sessions.find(keys, deadline);
      // This replica has ended the cookie's own entry because of its replacement, and the store no longer has the entry of the
      // replacement.
      if (saved?.kind === 'Session' && this.#revocations.findSignInEnd(keys.name))
        return { keys, saved: undefined, isCertain, since };
      if (saved?.kind !== 'Replaced') return { keys, saved, isCertain, since };
      since ??= saved.since;
      keys = saved.by;
    }
  }

  /**
   * Finds the session of a cookie, to end it.
   *
   * @returns `value` is undefined if there is no session to end
   */
  async findToEnd(
    cookie: string,
    deadline?: Deadline,
  ): Promise<{ value: EndingSession | undefined; isCertain: boolean }> {
    const own = this.#sessions.open(cookie);
    if (!own) return { value: undefined, isCertain: true };
    const { keys, saved, isCertain, since } = await this.follow(own, deadline);
    const isDead = since !== undefined && since + grace <= this.#signIns.now();
    if (saved && isDead) return { value: undefined, isCertain };
    if (saved) {
      const { signIn, startedAt } = saved;
      const refreshToken = saved.kind === 'Session' ? saved.refreshToken : undefined;
      const hasEnded = saved.kind === 'Ended' || this.#signIns.ends.find(signIn) !== undefined;
      return { value: { keys, signIn, startedAt, refreshToken, hasEnded }, isCertain };
    }
    return { value: undefined, isCertain };
  }

  /** Saves that the browser has sent the new cookie, which starts the last seconds of the old one. */
  async #confirm(keys: SessionKeys, replaces: SessionKeys): Promise<void> {
    const since = this.#signIns.now();
    await this.#sessions.change(replaces, async (saved) => {
      if (saved?.kind !== 'Replaced' || saved.since !== undefined) return;
      await this.#sessions.save(replaces, { ...saved, since }, saved, since + replacedLifetime);
    });
    await this.#sessions.change(keys, async (saved) => {
      if (saved?.kind !== 'Session' || !saved.replaces) return;
      await this.#sessions.save(keys, { ...saved, replaces: undefined }, saved);
    });
  }
}
