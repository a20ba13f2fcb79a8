import type { RenewalRefusal, SessionRefusal, User } from './answers.ts';
import type { GatehouseError } from './gatehouse-error.ts';

/** The session as this page knows it. */
export type Session =
  /** The page has just loaded, or a server renders it: the user is not known yet. */
  | { readonly status: 'unknown' }
  /**
   * Nobody is signed in. `refusal` says why the last session could not go on; a sign-out leaves none. After `MfaRequired` the second
   * factor continues the session, without the password.
   */
  | { readonly status: 'signedOut'; readonly refusal?: SessionRefusal }
  | { readonly status: 'signedIn'; readonly user: User }
  /** The user cannot be looked up because of an outage. The kit keeps trying. */
  | { readonly status: 'unreachable'; readonly error: GatehouseError };

const unknown: Session = { status: 'unknown' };

/** The session of a page as an external store for React's `useSyncExternalStore`. */
export class SessionStore {
  #session: Session = unknown;
  #user: string | null | undefined;
  #changes = 0;
  readonly #listeners = new Set<() => void>();
  readonly #userListeners = new Set<() => void>();
  readonly #onSubscribe: () => void;
  readonly #onRefusal: (refusal: RenewalRefusal) => void;

  /**
   * @param onSubscribe - called at each `subscribe`, to look up the session when the first component needs it
   * @param onRefusal - called after all listeners, when the gateway has ended a session
   */
  constructor(onSubscribe: () => void, onRefusal: (refusal: RenewalRefusal) => void) {
    this.#onSubscribe = onSubscribe;
    this.#onRefusal = onRefusal;
  }

  /** Returns the session. Returns the same object until the session changes. */
  readonly getSnapshot = (): Session => this.#session;

  /** Returns the session for a page that a server renders: `unknown`. */
  readonly getServerSnapshot = (): Session => unknown;

  /** Calls the listener after each change. Returns a function that removes the listener. */
  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    this.#onSubscribe();
    return () => this.#listeners.delete(listener);
  };

  /**
   * Calls the listener when the user changes, before the listeners of `subscribe`, so that a cache can drop the previous user's
   * data. Returns a function that removes the listener.
   */
  onUserChange(listener: () => void): () => void {
    this.#userListeners.add(listener);
    return () => this.#userListeners.delete(listener);
  }

  /** Number of changes of the user so far. The first user after the page has loaded does not count as a change. */
  get userChanges(): number {
    return this.#changes;
  }

  /** Replaces the session and tells all listeners. */
  set(session: Session): void {
    if (isSame(session, this.#session)) return;
    this.#session = session;
    if (this.#hasAnotherUser(session)) {
      this.#changes += 1;
      for (const listener of this.#userListeners) listener();
    }
    for (const listener of this.#listeners) listener();
  }

  /** Signs the user out. */
  end(refusal?: RenewalRefusal): void {
    this.set({ status: 'signedOut', ...(refusal && { refusal: withoutMfaToken(refusal) }) });
    if (refusal) this.#onRefusal(refusal);
  }

  #hasAnotherUser(session: Session): boolean {
    if (session.status === 'unknown') return false;
    if (session.status === 'unreachable') {
      this.#user ??= null; // What failed meanwhile is asked for again when the user is known.
      return false;
    }
    const user = session.status === 'signedIn' ? session.user.id : null;
    const isAnother = this.#user !== undefined && this.#user !== user;
    this.#user = user;
    return isAnother;
  }
}

function isSame(one: Session, other: Session): boolean {
  return one.status !== 'unreachable' && JSON.stringify(one) === JSON.stringify(other);
}

function withoutMfaToken(refusal: RenewalRefusal): SessionRefusal {
  if (!('mfaToken' in refusal)) return refusal;
  const { mfaToken: _, ...others } = refusal;
  return others;
}
