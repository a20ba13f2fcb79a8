import type { RenewalRefusal, SessionRefusal, User } from './answers.ts';
import type { GatehouseError } from './gatehouse-error.ts';

/** Who is signed in, as far as the page knows. */
export type Session =
  /** The page does not know yet: it has just loaded, or it is rendered on a server. */
  | { readonly status: 'unknown' }
  /**
   * Nobody is signed in. `refusal` says why the last session could not go on; a sign-out leaves none. After `MfaRequired` the second
   * factor continues the session, without the password.
   */
  | { readonly status: 'signedOut'; readonly refusal?: SessionRefusal }
  | { readonly status: 'signedIn'; readonly user: User }
  /** There is a session, but its user cannot be looked up: an outage. The kit goes on trying. */
  | { readonly status: 'unreachable'; readonly error: GatehouseError };

const unknown: Session = { status: 'unknown' };

/** The session of a page as an external store, in the shape of React's `useSyncExternalStore`. */
export class SessionStore {
  #session: Session = unknown;
  #user: string | null | undefined;
  #changes = 0;
  readonly #listeners = new Set<() => void>();
  readonly #userListeners = new Set<() => void>();
  readonly #onSubscribe: () => void;
  readonly #onRefusal: (refusal: RenewalRefusal) => void;

  /**
   * @param onSubscribe - called at each `subscribe`: the session is looked up when something first watches it
   * @param onRefusal - called when a session could not go on, after all listeners
   */
  constructor(onSubscribe: () => void, onRefusal: (refusal: RenewalRefusal) => void) {
    this.#onSubscribe = onSubscribe;
    this.#onRefusal = onRefusal;
  }

  /** Returns the session. The same object until something changes. */
  readonly getSnapshot = (): Session => this.#session;

  /** Returns the session of a page that is rendered on a server: `unknown`. */
  readonly getServerSnapshot = (): Session => unknown;

  /** Calls the listener after each change. Returns the function that ends this. */
  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    this.#onSubscribe();
    return () => this.#listeners.delete(listener);
  };

  /** Calls the listener when the user has changed, before every listener of `subscribe`: the time to drop what the last user saw. */
  onUserChange(listener: () => void): void {
    this.#userListeners.add(listener);
  }

  /** Number of changes of the user so far. The first user after the page has loaded is none. */
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

  /** Nobody is signed in any more. */
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
