import type { RenewalRefusal, User } from './answers.ts';

/** Tokens of a session. */
export interface Tokens {
  readonly accessToken: string;
  readonly refreshToken: string | undefined;
  /** Time from which the access token is renewed before use (milliseconds since 1970, on the clock of this machine). */
  readonly renewAt: number;
}

/** Message from a tab to the other tabs of its origin. */
export type News =
  | { readonly kind: 'signedIn'; readonly user: User; readonly tokens?: Tokens }
  | { readonly kind: 'signedOut'; readonly refusal?: RenewalRefusal }
  /** A new tab asks the other tabs for a `signedIn` message. */
  | { readonly kind: 'asks' };

/** Milliseconds that a tab waits for the lock of a hanging tab, before it takes the lock. */
const lockLimitMs = 5_000;

/**
 * The tabs of one origin that use the same gateway. One tab refreshes the session and sends the result to the others. Outside of
 * a browser there is a single tab.
 */
export class Tabs {
  readonly #name: string;
  readonly #onNews: (news: News) => void;
  #channel: BroadcastChannel | undefined;
  readonly #waiting = new Set<() => void>();
  /** Number of messages received. */
  #heard = 0;

  constructor(name: string, onNews: (news: News) => void) {
    this.#name = name;
    this.#onNews = onNews;
  }

  /**
   * Starts to listen to other tabs. `onReturn` is called when the browser shows the page again from its back-forward cache. Such
   * a page has missed messages: the page closes its channel before it enters the cache, because browsers do not cache a page with
   * an open channel.
   */
  listen(onReturn: () => void): void {
    if (typeof document === 'undefined') return;
    this.#open();
    addEventListener('pagehide', () => {
      this.#channel?.close();
      this.#channel = undefined;
    });
    addEventListener('pageshow', ({ persisted }) => {
      if (this.#channel) return;
      this.#open();
      if (persisted) onReturn();
    });
  }

  /** Sends a message to the other tabs. */
  tell(news: News): void {
    this.#channel?.postMessage(news);
  }

  /** Waits until another tab sends a message, but at most `limitMs` milliseconds. */
  async news(limitMs: number): Promise<void> {
    if (!this.#channel) return;
    await new Promise<void>((resolve) => {
      this.#waiting.add(resolve);
      setTimeout(resolve, limitMs);
    });
  }

  /**
   * Runs the work while no other tab runs its own. A tab that has waited receives the message of the previous tab first.
   *
   * If the other tab hangs for 5 seconds, the work runs nevertheless. That is safe: the gateway gives two tabs with the same
   * refresh token the same answer.
   */
  async alone<Answer>(work: () => Promise<Answer>): Promise<Answer> {
    if (typeof document === 'undefined' || !('locks' in navigator)) return work();
    const heard = this.#heard;
    const done = await this.#lock({ ifAvailable: true }, work);
    if (done) return done.answer;
    const patience = new AbortController();
    const timer = setTimeout(() => {
      patience.abort();
    }, lockLimitMs);
    const informed = async () => {
      clearTimeout(timer);
      if (heard === this.#heard) await this.news(200);
      return work();
    };
    const { answer } = (await this.#lock({ signal: patience.signal }, informed)) ??
      (await this.#lock({ steal: true }, work)) ?? { answer: await work() };
    return answer;
  }

  /**
   * Runs the work with the lock. Returns undefined if the lock is not available. If another tab steals the lock, the work
   * continues. If the browser denies locks, as it does to a page whose cookies its user has blocked, the work runs without one.
   */
  async #lock<Answer>(options: LockOptions, work: () => Promise<Answer>) {
    let running: Promise<Answer> | undefined;
    const hold = (lock: Lock | null) => {
      if (lock) running = work();
      return running;
    };
    await navigator.locks.request(this.#name, options, hold).catch((error: unknown) => {
      if (running || isNamed(error, 'AbortError')) return;
      if (!isNamed(error, 'SecurityError')) throw error;
      running = work();
    });
    return running && { answer: await running };
  }

  #open(): void {
    this.#channel = new BroadcastChannel(this.#name);
    this.#channel.addEventListener('message', ({ data }: MessageEvent<unknown>) => {
      if (!isNews(data)) return;
      this.#onNews(data);
      if (data.kind === 'asks') return;
      this.#heard += 1;
      for (const resolve of this.#waiting) resolve();
      this.#waiting.clear();
    });
  }
}

/** Whether a message has the shape of this version of the kit. A tab may still run another version. */
function isNews(data: unknown): data is News {
  const { kind, user, tokens } = (data ?? {}) as {
    kind?: unknown;
    user?: Partial<User>;
    tokens?: Partial<Tokens>;
  };
  if (kind !== 'signedIn') return kind === 'signedOut' || kind === 'asks';
  const hasTokens = typeof tokens?.accessToken === 'string' && typeof tokens.renewAt === 'number';
  return typeof user?.id === 'string' && (tokens === undefined || hasTokens);
}

function isNamed(error: unknown, name: string): boolean {
  return error instanceof DOMException && error.name === name;
}
