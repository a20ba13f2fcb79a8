import { Me, Refresh } from './__generated__/operations.ts';
import type { SessionAnswer, SessionRefusal, User } from './answers.ts';
import { GatehouseError, isOutage, outage } from './gatehouse-error.ts';
import type { SavedRefreshToken } from './saved-refresh-token.ts';
import { send, type Endpoint } from './send.ts';
import type { SessionStore } from './session-store.ts';
import { Tabs, type News, type Tokens } from './tabs.ts';

/** Milliseconds that a tab which has just loaded waits for another tab's session. */
const introductionMs = 150;

/** The longest pause between two tries to reach the gateway, in milliseconds. */
const longestPauseMs = 30_000;

/**
 * The session of the transport `tokens`. The access token is in this page's memory. One exchange of the refresh token serves all
 * operations that wait for it, in all tabs.
 *
 * An exchange that fails because of an outage changes nothing. Only a refusal of the gateway signs out.
 */
export class TokenSession {
  readonly #endpoint: Endpoint;
  readonly #store: SessionStore;
  readonly #saved: SavedRefreshToken;
  readonly #tabs: Tabs;
  #access: Pick<Tokens, 'accessToken' | 'renewAt'> | undefined;
  #restored: Promise<void> | undefined;
  #exchange: Promise<void> | undefined;
  #retry: ReturnType<typeof setTimeout> | undefined;
  #failures = 0;

  constructor(endpoint: Endpoint, store: SessionStore, saved: SavedRefreshToken, name: string) {
    this.#endpoint = endpoint;
    this.#store = store;
    this.#saved = saved;
    this.#tabs = new Tabs(name, (news) => {
      this.#hear(news);
    });
  }

  /** Finds out who is signed in. Later calls wait for the first one. Never fails: an outage is a state of the store. */
  restore(): Promise<void> {
    return (this.#restored ??= this.#restore());
  }

  /**
   * Returns the access token for the next operation, renewed if it is about to expire. Undefined when nobody is signed in.
   *
   * @throws {@link GatehouseError} for an outage, when the token has to be renewed
   */
  async accessToken(): Promise<string | undefined> {
    await this.restore();
    if (this.#store.getSnapshot().status === 'signedOut') return undefined;
    if (!this.#isFresh()) await this.renew(this.#access?.accessToken);
    return this.#access?.accessToken;
  }

  /**
   * Replaces an access token, unless another operation or tab has just done so. Afterwards the session has a new one, or it has ended.
   *
   * @throws {@link GatehouseError} for an outage
   */
  async renew(spent: string | undefined): Promise<void> {
    if (this.#access?.accessToken !== spent) return;
    this.#exchange ??= this.#tabs
      .alone(() => this.#exchangeOnce(spent))
      .finally(() => {
        this.#exchange = undefined;
      });
    await this.#exchange;
  }

  /** Refresh token of the session, if there is one. */
  get refreshToken(): string | undefined {
    return this.#saved.read();
  }

  /** Takes over the session of a sign-in or of an exchange, in all tabs. */
  keep({ accessToken, refreshToken, expiresIn, user }: SessionAnswer): void {
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

  /** Shows new facts about the signed-in user. */
  update(user: User): void {
    this.#store.set({ status: 'signedIn', user });
  }

  /** Drops the session, in all tabs, and returns its tokens. */
  drop(refusal?: SessionRefusal): { accessToken?: string; refreshToken?: string } {
    const { accessToken } = this.#access ?? {};
    const refreshToken = this.#saved.read();
    this.#saved.write(undefined);
    this.#forget(refusal);
    this.#tabs.tell({ kind: 'signedOut', ...(refusal && { refusal }) });
    return { ...(accessToken && { accessToken }), ...(refreshToken && { refreshToken }) };
  }

  async #restore(): Promise<void> {
    this.#tabs.listen(() => {
      this.#restored = this.#lookAgain();
    });
    if (typeof addEventListener === 'function') {
      addEventListener('online', () => {
        if (this.#retry) void this.#reach();
      });
    }
    await this.#findSession();
  }

  /** Finds the session of a page that knows none. In memory another tab may have it. */
  async #findSession(): Promise<void> {
    if (!this.#saved.isShared) await this.#ask();
    if (this.#store.getSnapshot().status !== 'unknown') return;
    if (this.#saved.read() === undefined) this.#forget();
    else await this.#reach();
  }

  /** Checks the session of a page that the browser had put aside. Its user may have signed out meanwhile, in another tab. */
  async #lookAgain(): Promise<void> {
    if (this.#store.getSnapshot().status !== 'signedIn') return;
    if (this.#saved.isShared) {
      const { known } = this.#saved;
      if (this.#saved.read() === known) return;
      this.#access = undefined;
    }
    this.#store.set({ status: 'unknown' });
    await this.#findSession();
  }

  async #ask(): Promise<void> {
    const news = this.#tabs.news(introductionMs);
    this.#tabs.tell({ kind: 'asks' });
    await news;
  }

  /** Looks up the user until it succeeds. Meanwhile the session is `unreachable`. */
  async #reach(): Promise<void> {
    clearTimeout(this.#retry);
    this.#retry = undefined;
    try {
      await this.#lookUp();
      this.#failures = 0;
    } catch (error) {
      const cause = error instanceof GatehouseError ? error : outage(String(error));
      this.#store.set({ status: 'unreachable', error: cause });
      const pause = Math.min(1000 * 2 ** this.#failures, longestPauseMs);
      this.#failures += 1;
      this.#retry = setTimeout(
        () => void this.#reach(),
        Math.max(pause, (cause.retryAfter ?? 0) * 1000),
      );
    }
  }

  /** Looks up the user: with the access token if there is a fresh one, since another tab may have spent this tab's refresh token. */
  async #lookUp(): Promise<void> {
    const token = this.#access?.accessToken;
    if (token === undefined || !this.#isFresh()) return this.renew(token);
    try {
      const headers = { authorization: `Bearer ${token}` };
      this.update(await send(this.#endpoint, Me, {}, { headers }));
    } catch (error) {
      if (isOutage(error)) throw error;
      await this.renew(token);
    }
  }

  /** Runs while no other tab does. The tab before may have done the work already. */
  async #exchangeOnce(spent: string | undefined): Promise<void> {
    if (this.#access?.accessToken !== spent) return;
    const refreshToken = this.#saved.read();
    if (refreshToken === undefined) {
      this.drop();
      return;
    }
    const answer = await this.#refresh(refreshToken);
    // A sign-out, or another sign-in, while the answer was on its way: the answer is nobody's.
    if (this.#saved.read() !== refreshToken) return;
    switch (answer.__typename) {
      case 'Session':
        this.keep({ ...answer, refreshToken: answer.refreshToken ?? refreshToken });
        return;
      case 'ServiceUnavailable':
      case 'TooManyAttempts':
        throw outage(answer.message, answer.retryAfter);
      default:
        this.drop(answer);
    }
  }

  /** An answer may be lost on its way. The gateway then gives it again, so the token is sent a second time. */
  async #refresh(refreshToken: string) {
    const ask = () => send(this.#endpoint, Refresh, { input: { refreshToken } });
    return ask().catch((error: unknown) => {
      if (isOutage(error)) return ask();
      throw error;
    });
  }

  #hear(news: News): void {
    if (news.kind === 'signedIn') this.#adopt(news.tokens, news.user);
    else if (news.kind === 'signedOut') this.#forget(news.refusal);
    else this.#introduce();
  }

  /** Gives the session to a tab that asks for it. */
  #introduce(): void {
    const session = this.#store.getSnapshot();
    if (session.status !== 'signedIn' || !this.#access) return;
    const tokens = { ...this.#access, refreshToken: this.#saved.read() };
    this.#tabs.tell({ kind: 'signedIn', user: session.user, tokens });
  }

  #adopt({ refreshToken, ...access }: Tokens, user: User): void {
    this.#access = access;
    this.#saved.hear(refreshToken);
    this.#settle();
    this.#store.set({ status: 'signedIn', user });
  }

  #forget(refusal?: SessionRefusal): void {
    this.#access = undefined;
    this.#saved.hear(undefined);
    this.#settle();
    this.#store.set({ status: 'signedOut', ...(refusal && { refusal }) });
  }

  #settle(): void {
    clearTimeout(this.#retry);
    this.#retry = undefined;
    this.#failures = 0;
  }

  #isFresh(): boolean {
    return this.#access !== undefined && Date.now() < this.#access.renewAt;
  }
}
