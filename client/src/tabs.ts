import type { RenewalRefusal, User } from './answers.ts';

/** Tokens of a session. */
export interface Tokens {
  readonly accessToken: string;
  readonly refreshToken: string | undefined;
  /** Instant, in milliseconds by this machine's clock, from which the access token is renewed before it is sent. */
  readonly renewAt: number;
}

/** What a tab tells the other tabs of its origin. */
export type News =
  | { readonly kind: 'signedIn'; readonly user: User; readonly tokens?: Tokens }
  | { readonly kind: 'signedOut'; readonly refusal?: RenewalRefusal }
  /** A tab that has just loaded asks for `signedIn`. */
  | { readonly kind: 'asks' };

/** Milliseconds that a tab waits for its turn. After that it takes the lock from a tab that hangs. */
const lockLimitMs = 5_000;

/** The tabs of one origin that use the same gateway: one of them refreshes, all of them hear of it. Outside a browser there is one. */
export class Tabs {
  readonly #name: string;
  readonly #onNews: (news: News) => void;
  #channel: BroadcastChannel | undefined;
  readonly #waiting = new Set<() => void>();
  /** Number of news so far. */
  #heard = 0;

  constructor(name: string, onNews: (news: News) => void) {
    this.#name = name;
    this.#onNews = onNews;
  }

  /**
   * Begins to listen. `onReturn` is called when the browser shows a page again that it had put aside (back-forward cache). Such a page
   * has heard nothing meanwhile: its channel is closed, because an open one makes browsers throw the page away.
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

  /** Tells the other tabs. */
  tell(news: News): void {
    this.#channel?.postMessage(news);
  }

  /** Waits for news of another tab, for this many milliseconds at most. */
  async news(limitMs: number): Promise<void> {
    if (!this.#channel) return;
    await new Promise<void>((resolve) => {
      this.#waiting.add(resolve);
      setTimeout(resolve, limitMs);
    });
  }

  /**
   * Runs the work while no other tab runs its own. A tab that had to wait hears the news of the one before it first, and a tab that
   * hangs loses its turn after 5 seconds: the gateway gives two tabs with one refresh token the same answer.
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

  /** Runs the work with the lock. Returns nothing when the lock cannot be had. A lock that is stolen from us stops no work. */
  async #lock<Answer>(options: LockOptions, work: () => Promise<Answer>) {
    let running: Promise<Answer> | undefined;
    const hold = (lock: Lock | null) => {
      if (lock) running = work();
      return running;
    };
    await navigator.locks.request(this.#name, options, hold).catch((error: unknown) => {
      if (!running && !isAbort(error)) throw error;
    });
    return running && { answer: await running };
  }

  #open(): void {
    this.#channel = new BroadcastChannel(this.#name);
    this.#channel.addEventListener('message', ({ data }: MessageEvent<News>) => {
      this.#onNews(data);
      if (data.kind === 'asks') return;
      this.#heard += 1;
      for (const resolve of this.#waiting) resolve();
      this.#waiting.clear();
    });
  }
}

function isAbort(error: unknown): boolean {
  return error instanceof DOMException && error.name === 'AbortError';
}
