import { Me, Refresh } from './__generated__/operations.ts';
import type { CookieRefused, SessionAnswer, RenewalRefusal, User } from './answers.ts';
import { Attempts } from './attempts.ts';
import { GatehouseError, isOutage, outage } from './gatehouse-error.ts';
import { send, type Endpoint } from './send.ts';
import type { SessionStore } from './session-store.ts';
import type { SessionTransport } from './session-transport.ts';
import { Tabs, type News } from './tabs.ts';

const cookieRefused: CookieRefused = {
  __typename: 'CookieRefused',
  code: 'COOKIE_REFUSED',
  message: 'Your browser does not keep the cookie of this sign-in. Allow cookies for this site.',
};

/**
 * Session of the transport `cookie`. The browser holds the cookie, all tabs share the cookie, and the gateway renews the session.
 * The page holds no token that a script could steal.
 */
export class CookieSession implements SessionTransport {
  readonly isInPage = false;
  readonly refreshToken = undefined;
  readonly #endpoint: Endpoint;
  readonly #store: SessionStore;
  readonly #tabs: Tabs;
  readonly #attempts: Attempts;
  #restored: Promise<void> | undefined;
  #asking: Promise<void> | undefined;
  /**
   * Grows with each sign-in, renewal and sign-out that this page sees. Serves as the credential, since the page cannot read the
   * cookie.
   */
  #number = 0;

  constructor(endpoint: Endpoint, store: SessionStore, name: string) {
    this.#endpoint = endpoint;
    this.#store = store;
    this.#tabs = new Tabs(name, (news) => {
      this.#hear(news);
    });
    this.#attempts = new Attempts(
      () => this.#lookUp(),
      (error) => {
        store.set({ status: 'unreachable', error });
      },
    );
  }

  restore(): Promise<void> {
    return (this.#restored ??= this.#restore());
  }

  async credential(): Promise<string | undefined> {
    await this.restore();
    if (this.#store.getSnapshot().status === 'unreachable') await this.#once(() => this.#lookUp());
    return this.#store.getSnapshot().status === 'signedOut' ? undefined : this.current;
  }

  get current(): string {
    return String(this.#number);
  }

  headersOf(): Record<string, string> {
    return {};
  }

  async renew(spent: string | undefined): Promise<void> {
    if (this.current !== spent) return;
    await this.#once(() => this.#renew(this.#number));
  }

  inTurn<Answer>(request: () => Promise<Answer>): Promise<Answer> {
    return this.#tabs.alone(request);
  }

  /** Queries the user with the new cookie. If the browser has dropped the cookie, the answer is `CookieRefused`. */
  async keep({ user }: SessionAnswer): Promise<CookieRefused | undefined> {
    try {
      await send(this.#endpoint, Me, {});
    } catch (error) {
      if (error instanceof GatehouseError && error.reason === 'TOKEN_MISSING') return cookieRefused;
      if (!isOutage(error)) throw error;
    }
    this.#take(user);
    this.#tabs.tell({ kind: 'signedIn', user });
    return undefined;
  }

  update(user: User): void {
    this.#store.set({ status: 'signedIn', user });
  }

  drop(refusal?: RenewalRefusal): void {
    this.#forget(refusal);
    this.#tabs.tell({ kind: 'signedOut', ...(refusal && { refusal }) });
  }

  async #restore(): Promise<void> {
    this.#tabs.listen(() => {
      // While the browser held this page in its back-forward cache, the user may have signed out in another tab.
      if (this.#store.getSnapshot().status === 'signedIn') this.#store.set({ status: 'unknown' });
      this.#restored = this.#attempts.start();
    });
    await this.#attempts.start();
  }

  /** Runs one request at a time. Calls meanwhile wait for the running request. */
  #once(question: () => Promise<void>): Promise<void> {
    this.#asking ??= question().finally(() => {
      this.#asking = undefined;
    });
    return this.#asking;
  }

  /** Looks up the user. The answer is dropped if a sign-in or a sign-out has overtaken it. */
  async #lookUp(): Promise<void> {
    const number = this.#number;
    try {
      const user = await send(this.#endpoint, Me, {});
      if (this.#number === number) this.#take(user);
    } catch (error) {
      if (this.#number !== number) return;
      const { code, reason } = error as Partial<GatehouseError>;
      if (code !== 'UNAUTHENTICATED') throw error;
      if (reason === 'TOKEN_MISSING') this.#forget();
      else await this.#renew(number);
    }
  }

  /** Refreshes the session. A refusal of the gateway ends the session. */
  async #renew(number: number): Promise<void> {
    const answer = await send(this.#endpoint, Refresh, { input: {} });
    if (this.#number !== number) return;
    switch (answer.__typename) {
      case 'Session':
        this.#take(answer.user);
        return;
      case 'ServiceUnavailable':
      case 'TooManyAttempts':
        throw outage(answer.message, answer.retryAfter);
      case 'InvalidInput': // There is no cookie.
        this.drop();
        return;
      default:
        this.drop(answer);
    }
  }

  #hear(news: News): void {
    if (news.kind === 'signedIn') this.#take(news.user);
    else if (news.kind === 'signedOut') this.#forget(news.refusal);
  }

  #take(user: User): void {
    this.#number += 1;
    this.#attempts.stop();
    this.update(user);
  }

  #forget(refusal?: RenewalRefusal): void {
    this.#number += 1;
    this.#attempts.stop();
    this.#store.end(refusal);
  }
}
