import { LRUCache } from 'lru-cache';
import type { CookieSession } from '../sign-ins/cookie-sessions.ts';
import type { SavedNames } from '../sign-ins/saved-sign-ins.ts';

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
    dispose: ({ signIn }, cookie) => {
      this.#forget(signIn.id, cookie);
    },
  });
  /** Cookie values by id of their sign-in. */
  readonly #cookies = new Map<string, Set<string>>();

  get(cookie: string): RememberedSession | undefined {
    return this.#sessions.get(cookie);
  }

  set(cookie: string, session: RememberedSession): void {
    this.#sessions.set(cookie, session);
    const { id } = session.signIn;
    const cookies = this.#cookies.get(id) ?? new Set();
    this.#cookies.set(id, cookies.add(cookie));
  }

  delete(cookie: string): void {
    this.#sessions.delete(cookie);
  }

  /** Drops the sessions of a sign-in that has ended. */
  deleteSignIn(id: string): void {
    for (const cookie of [...(this.#cookies.get(id) ?? [])]) this.delete(cookie);
  }

  #forget(signIn: string, cookie: string): void {
    const cookies = this.#cookies.get(signIn);
    cookies?.delete(cookie);
    if (cookies?.size === 0) this.#cookies.delete(signIn);
  }
}
