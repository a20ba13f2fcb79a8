import { Me, Refresh } from './__generated__/operations.ts';
import type { SessionAnswer, RenewalRefusal, User } from './answers.ts';
import { Attempts } from './attempts.ts';
import { GatehouseError, isOutage, outage } from './gatehouse-error.ts';
import type { SavedRefreshToken } from './saved-refresh-token.ts';
import { send, type Endpoint } from './send.ts';
import type { SessionStore } from './session-store.ts';
import type { SessionTransport } from './session-transport.ts';
import { Tabs, type News, type Tokens } from './tabs.ts';

/** Milliseconds that a tab which has just loaded waits for another tab's session. */
const introductionMs = 150;

/**
 * The session of the transport `tokens`. The access token is in this page's memory. One exchange of the refresh token serves all
 * operations that wait for it, in all tabs.
 *
 * An exchange that fails because of an outage changes nothing. Only a refusal of the gateway signs out.
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

  constructor(endpoint: Endpoint, store: SessionStore, saved: SavedRefreshToken, name: string) {
    this.#endpoint = endpoint;
    this.#store = store;
    this.#saved = saved;
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

  /** Returns the access token, renewed if it is about to expire. */
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

  /** Answers that give tokens do not cross: each page has its own. */
  inTurn<Answer>(request: () => Promise<Answer>): Promise<Answer> {
    return request();
  }

  keep(session: SessionAnswer): Promise<undefined> {
    this.#take(session);
    return Promise.resolve(undefined);
  }

  /** Takes over the session of a sign-in or of an exchange, in all tabs. */
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

  /** Finds the session of a page that knows none. In memory another tab may have it. */
  async #findSession(): Promise<void> {
    if (!this.#saved.isShared) await this.#ask();
    if (this.#store.getSnapshot().status !== 'unknown') return;
    if (this.#saved.read() === undefined) this.#forget();
    else await this.#attempts.start();
  }

  /** Looks again in a page that the browser had put aside. Its user may have signed out or in meanwhile, in another tab. */
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

  /** Looks up the user: with the access token if there is a fresh one, since another tab may have spent this tab's refresh token. */
  async #lookUp(): Promise<void> {
    const token = this.current;
    if (token === undefined || !this.#isFresh()) return this.renew(token);
    try {
      this.update(await send(this.#endpoint, Me, {}, { headers: this.headersOf(token) }));
    } catch (error) {
      if (isOutage(error)) throw error;
      await this.renew(token);
    }
  }

  /** Runs while no other tab does. The tab before may have done the work already. */
  async #exchangeOnce(spent: string | undefined): Promise<void> {
    if (this.current !== spent) return;
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
        this.#take({ ...answer, refreshToken: answer.refreshToken ?? refreshToken });
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
    if (news.kind === 'signedIn' && news.tokens) this.#adopt(news.tokens, news.user);
    else if (news.kind === 'signedOut') this.#forget(news.refusal);
    else if (news.kind === 'asks') this.#introduce();
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
