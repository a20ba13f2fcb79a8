import type { CookieRefused, SessionAnswer, RenewalRefusal, User } from './answers.ts';

/** Transport of a session: tokens in the page, or a cookie that the page cannot read. */
export interface SessionTransport {
  /** Whether the page holds the session, and so can sign out without the gateway. False for a cookie. */
  readonly isInPage: boolean;

  /** Refresh token of the session. Undefined if the page has none. */
  readonly refreshToken: string | undefined;

  /**
   * Looks up the session and its user. Later calls wait for the first one. Never rejects: during an outage the store's status is
   * `unreachable`.
   */
  restore(): Promise<void>;

  /**
   * Returns the credential for the next operation, renewed if it has expired. Undefined if the user is signed out.
   *
   * @throws `GatehouseError` for an outage during the renewal
   */
  credential(): Promise<string | undefined>;

  /** The present credential, which may have expired. */
  readonly current: string | undefined;

  /** Returns the request headers for a credential. */
  headersOf(credential: string): Record<string, string>;

  /**
   * Renews the session after the gateway refused the credential `spent`. If another operation or tab has renewed the session
   * meanwhile, does nothing. If the gateway refuses the renewal, the session ends.
   *
   * @throws `GatehouseError` for an outage
   */
  renew(spent: string | undefined): Promise<void>;

  /**
   * Runs a request that starts or ends a session. With a cookie, tabs run such requests one after another, so that the last
   * answer sets the cookie.
   */
  inTurn<Answer>(request: () => Promise<Answer>): Promise<Answer>;

  /** Saves the session of a sign-in, and tells all tabs. Returns a refusal if the browser has dropped the cookie. */
  keep(session: SessionAnswer): Promise<CookieRefused | undefined>;

  /** Replaces the signed-in user's profile in the store. */
  update(user: User): void;

  /** Signs the user out in all tabs. */
  drop(refusal?: RenewalRefusal): void;
}
