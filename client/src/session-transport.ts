import type { CookieRefused, SessionAnswer, RenewalRefusal, User } from './answers.ts';

/** How a session travels: with the page's tokens, or in a cookie that the page cannot read. */
export interface SessionTransport {
  /** Whether the session is in the page, so that the page alone can sign out. A cookie only the gateway can remove. */
  readonly isInPage: boolean;

  /** Refresh token of the session, if the page has one. */
  readonly refreshToken: string | undefined;

  /** Finds out who is signed in. Later calls wait for the first one. Never fails: an outage is a state of the store. */
  restore(): Promise<void>;

  /**
   * Returns what names the session for the next operation, ready to be sent. Undefined when nobody is signed in.
   *
   * @throws `GatehouseError` for an outage, when the session has to be renewed
   */
  credential(): Promise<string | undefined>;

  /** The credential as it is, expired or not. */
  readonly current: string | undefined;

  /** Headers that carry a credential. */
  headersOf(credential: string): Record<string, string>;

  /**
   * Renews the session after a refusal, unless another operation or tab has just done so. Afterwards it has another credential, or it
   * has ended.
   *
   * @throws `GatehouseError` for an outage
   */
  renew(spent: string | undefined): Promise<void>;

  /** Runs a request that gives or ends a session, so that the answers of two tabs do not cross. */
  inTurn<Answer>(request: () => Promise<Answer>): Promise<Answer>;

  /** Takes over the session of a sign-in, in all tabs. Returns why it cannot. */
  keep(session: SessionAnswer): Promise<CookieRefused | undefined>;

  /** Shows new facts about the signed-in user. */
  update(user: User): void;

  /** Drops the session, in all tabs. */
  drop(refusal?: RenewalRefusal): void;
}
