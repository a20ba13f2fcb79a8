import { LRUCache } from 'lru-cache';
import type { CookieSession } from '../sign-ins/cookie-sessions.ts';
import { everybody } from '../sign-ins/notices.ts';
import type { SavedNames } from '../sign-ins/saved-sign-ins.ts';
import type { SignIn } from '../sign-ins/sign-in.ts';

/** A session in a cookie as a process remembers it. The refresh token is in the store only. */
export interface RememberedSession extends Omit<
  CookieSession,
  'kind' | 'refreshToken' | 'replaces'
> {
  /**
   * Store key of the cookie. `saved` contains the store key of its session. They differ if another cookie has replaced this one.
   */
  name: string;
  saved: SavedNames & { session: string };
  /** Whether another cookie has replaced this one. Each request must then ask the store. */
  isReplaced: boolean;
  /** Whether the session has a refresh token, and so can outlive its access token. */
  isRenewable: boolean;
  /** Time at which this process last saved that the session is in use (milliseconds since the epoch). */
  usedAt: number;
}

/** Maximum size of all remembered sessions together (bytes). */
const maxBytes = 64 * 1024 * 1024;
/** Estimated size of a remembered session without its access token (bytes). */
const overhead = 900;

/** The sessions that this process has served most recently, by cookie value. */
export class RememberedSessions {
  readonly #sessions = new LRUCache<string, RememberedSession>({
    maxSize: maxBytes,
    sizeCalculation: ({ accessToken }) => accessToken.length + overhead,
    dispose: (session, cookie) => {
      for (const key of keysOf(session)) this.#forget(key, cookie);
    },
  });
  /** Cookie values by id of their sign-in, and by id of their user. */
  readonly #cookies = new Map<string, Set<string>>();

  get(cookie: string): RememberedSession | undefined {
    return this.#sessions.get(cookie);
  }

  set(cookie: string, session: RememberedSession): void {
    this.#sessions.set(cookie, session);
    for (const key of keysOf(session)) {
      const cookies = this.#cookies.get(key) ?? new Set();
      this.#cookies.set(key, cookies.add(cookie));
    }
  }

  delete(cookie: string): void {
    this.#sessions.delete(cookie);
  }

  /** Drops the sessions of a sign-in that has ended. */
  deleteSignIn(id: string): void {
    for (const cookie of [...(this.#cookies.get(id) ?? [])]) this.delete(cookie);
  }

  /**
   * Drops the sessions of a user that have ended.
   *
   * @param user - `sub`, or {@link everybody}
   */
  deleteEnded(user: string, hasEnded: (signIn: SignIn) => boolean): void {
    const cookies = user === everybody ? this.#sessions.keys() : this.#cookies.get(user);
    for (const cookie of [...(cookies ?? [])]) {
      const session = this.#sessions.peek(cookie);
      if (session && hasEnded(session.signIn)) this.delete(cookie);
    }
  }

  #forget(key: string, cookie: string): void {
    const cookies = this.#cookies.get(key);
    cookies?.delete(cookie);
    if (cookies?.size === 0) this.#cookies.delete(key);
  }
}

function keysOf({ signIn }: RememberedSession): string[] {
  return [signIn.id, signIn.user];
}
