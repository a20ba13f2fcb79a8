import { Logout, Me, Refresh } from './__generated__/operations.ts';
import type { SessionAnswer, RenewalRefusal, User } from './answers.ts';
import { ask } from './ask.ts';
import { Attempts } from './attempts.ts';
import { GatehouseError, isOutage, outage } from './gatehouse-error.ts';
import type { SavedRefreshToken } from './saved-refresh-token.ts';
import { send, type Endpoint } from './send.ts';
import type { SessionStore } from './session-store.ts';
import type { SessionTransport } from './session-transport.ts';
import { Tabs, type News, type Tokens } from './tabs.ts';

/** Milliseconds that a new tab waits for the session of another tab. */
const introductionMs = 150;

/**
 * Session of the transport `tokens`. The page holds the access token in memory. All operations in all tabs that need a new access
 * token share one exchange of the refresh token.
 *
 * An exchange that fails because of an outage leaves the session unchanged. Only a refusal of the gateway ends the session.
 */
export class TokenSession implements SessionTransport {
  readonly isInPage = true;
  readonly #endpoint: Endpoint;
  readonly #store: SessionStore;
  readonly #saved: SavedRefreshToken;
  readonly #tabs: Tabs;
  readonly #attempts: Attempts;
  #access: Pick<Tokens, 'accessToken' | 'renewAt'> | undefined;
  #restored: Promise<void> | undefined;
  #exchange: Promise<void> | undefined;

  constructor(endpoint: Endpoint, store: SessionStore, saved: SavedRefreshToken, key: string) {
    this.#endpoint = endpoint;
    this.#store = store;
    this.#saved = saved;
    this.#tabs = new Tabs(`${key} ${saved.kind}`, (news) => {
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

  /** Returns the access token, renewed if it is about to expire. Undefined if the user is signed out. */
  async credential(): Promise<string | undefined> {
    await this.restore();
    if (this.#store.getSnapshot().status === 'signedOut') return undefined;
    if (!this.#isFresh()) await this.renew(this.current);
    return this.current;
  }

  get current(): string | undefined {
    return this.#access?.accessToken;
  }

  headersOf(accessToken: string): Record<string, string> {
    return { authorization: `Bearer ${accessToken}` };
  }

  async renew(spent: string | undefined): Promise<void> {
    if (this.current !== spent) return;
    this.#exchange ??= this.#tabs
      .alone(() => this.#exchangeOnce(spent))
      .finally(() => {
        this.#exchange = undefined;
      });
    await this.#exchange;
  }

  get refreshToken(): string | undefined {
    return this.#saved.read();
  }

  /** Runs the request at once: each page stores the tokens of its own answer, so two tabs cannot disturb each other. */
  inTurn<Answer>(request: () => Promise<Answer>): Promise<Answer> {
    return request();
  }

  /** Also revokes the tokens of the session that this one replaces, without waiting for the answer. */
  keep(session: SessionAnswer): Promise<undefined> {
    const { refreshToken, current } = this;
    this.#take(session);
    // Two sign-ins of one second have the same access token.
    if (refreshToken !== undefined && current !== this.current) {
      void this.#revoke(refreshToken, current).catch(() => undefined);
    }
    return Promise.resolve(undefined);
  }

  /** Revokes tokens that this page has dropped. The page may close before the request ends. */
  #revoke(refreshToken: string | undefined, accessToken: string | undefined) {
    const headers = accessToken === undefined ? {} : this.headersOf(accessToken);
    const input = { refreshToken, scope: 'THIS' } as const;
    return ask(this.#endpoint, Logout, { input }, { headers, keepalive: true });
  }

  /** Saves the tokens of a sign-in or an exchange, and sends them to all tabs. */
  #take({ accessToken, refreshToken, expiresIn, user }: SessionAnswer): void {
    if (accessToken === null) {
      throw new GatehouseError('BAD_REQUEST', 'The gateway has sent a session without tokens.');
    }
    const margin = Math.min(5, expiresIn / 10);
    const renewAt = Date.now() + (expiresIn - margin) * 1000;
    const tokens = { accessToken, refreshToken: refreshToken ?? undefined, renewAt };
    this.#saved.write(tokens.refreshToken);
    this.#adopt(tokens, user);
    this.#tabs.tell({ kind: 'signedIn', tokens, user });
  }

  update(user: User): void {
    this.#store.set({ status: 'signedIn', user });
  }

  drop(refusal?: RenewalRefusal): void {
    this.#saved.write(undefined);
    this.#forget(refusal);
    this.#tabs.tell({ kind: 'signedOut', ...(refusal && { refusal }) });
  }

  async #restore(): Promise<void> {
    this.#tabs.listen(() => {
      this.#restored = this.#lookAgain();
    });
    await this.#findSession();
  }

  /** Looks for a session: in `localStorage`, or by asking the other tabs. */
  async #findSession(): Promise<void> {
    if (!this.#saved.isShared) await this.#ask();
    if (this.#store.getSnapshot().status !== 'unknown') return;
    if (this.#saved.read() === undefined) this.#forget();
    else await this.#attempts.start();
  }

  /**
   * Looks for the session of a page that returns from the back-forward cache. Its user may have signed out or in meanwhile in
   * another tab.
   */
  async #lookAgain(): Promise<void> {
    const { known, isShared } = this.#saved;
    if (isShared && this.#saved.read() === known) return;
    if (!isShared && known === undefined) {
      await this.#ask();
      return;
    }
    if (isShared) this.#access = undefined;
    this.#store.set({ status: 'unknown' });
    await this.#findSession();
  }

  async #ask(): Promise<void> {
    const news = this.#tabs.news(introductionMs);
    this.#tabs.tell({ kind: 'asks' });
    await news;
  }

  /**
   * Looks up the user with the access token if it is fresh. Does not refresh then, since another tab may have spent this tab's
   * refresh token.
   */
  async #lookUp(): Promise<void> {
    const token = this.current;
    if (token === undefined || !this.#isFresh()) return this.renew(token);
    try {
      const user = await send(this.#endpoint, Me, {}, { headers: this.headersOf(token) });
      if (this.current === token) this.update(user);
    } catch (error) {
      if (isOutage(error)) throw error;
      await this.renew(token);
    }
  }

  /** Exchanges the refresh token, unless another tab has done so while this tab waited. */
  async #exchangeOnce(spent: string | undefined): Promise<void> {
    if (this.current !== spent) return;
    const refreshToken = this.#saved.read();
    if (refreshToken === undefined) {
      this.drop();
      return;
    }
    const answer = await this.#refresh(refreshToken);
    // The user has signed out or in while the answer was on its way, so these tokens are dropped.
    if (this.#saved.read() !== refreshToken) return;
    switch (answer.__typename) {
      case 'Session':
        this.#take({ ...answer, refreshToken: answer.refreshToken ?? refreshToken });
        return;
      case 'ServiceUnavailable':
      case 'TooManyAttempts':
        throw outage(answer.message, answer.retryAfter);
      default:
        this.drop(answer);
    }
  }

  /** Exchanges the refresh token, once more after an outage. The gateway repeats an answer that was lost. */
  async #refresh(refreshToken: string) {
    const ask = () => send(this.#endpoint, Refresh, { input: { refreshToken } });
    return ask().catch((error: unknown) => {
      if (isOutage(error)) return ask();
      throw error;
    });
  }

  #hear(news: News): void {
    if (news.kind === 'signedIn' && news.tokens) this.#adopt(news.tokens, news.user);
    else if (news.kind === 'signedOut') this.#forget(news.refusal);
    else if (news.kind === 'asks') this.#introduce();
  }

  /** Sends the session to the tab that asks for it. */
  #introduce(): void {
    const session = this.#store.getSnapshot();
    if (session.status !== 'signedIn' || !this.#access) return;
    const tokens = { ...this.#access, refreshToken: this.#saved.read() };
    this.#tabs.tell({ kind: 'signedIn', user: session.user, tokens });
  }

  #adopt({ refreshToken, ...access }: Tokens, user: User): void {
    this.#access = access;
    this.#saved.hear(refreshToken);
    this.#attempts.stop();
    this.#store.set({ status: 'signedIn', user });
  }

  #forget(refusal?: RenewalRefusal): void {
    this.#access = undefined;
    this.#saved.hear(undefined);
    this.#attempts.stop();
    this.#store.end(refusal);
  }

  #isFresh(): boolean {
    return this.#access !== undefined && Date.now() < this.#access.renewAt;
  }
}
