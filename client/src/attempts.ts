import { GatehouseError, outage } from './gatehouse-error.ts';

/** The longest pause between two tries, in milliseconds. */
const longestPauseMs = 30_000;

/** Tries until it succeeds: after 1, 2, 4 … 30 seconds, when the gateway says so, and when the browser is online again. */
export class Attempts {
  readonly #work: () => Promise<void>;
  readonly #onFailure: (error: GatehouseError) => void;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #failures = 0;

  /** @param onFailure - called after each try that failed */
  constructor(work: () => Promise<void>, onFailure: (error: GatehouseError) => void) {
    this.#work = work;
    this.#onFailure = onFailure;
    if (typeof addEventListener !== 'function') return;
    addEventListener('online', () => {
      if (this.#timer) void this.start();
    });
  }

  /** Tries now. Resolves after this try, whether or not it succeeded. */
  async start(): Promise<void> {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    try {
      await this.#work();
      this.#failures = 0;
    } catch (error) {
      const cause = error instanceof GatehouseError ? error : outage(String(error));
      const pause = Math.min(1000 * 2 ** this.#failures, longestPauseMs);
      this.#failures += 1;
      const wait = Math.max(pause, (cause.retryAfter ?? 0) * 1000);
      this.#timer = setTimeout(() => void this.start(), wait);
      this.#onFailure(cause);
    }
  }

  /** Tries no more: the work has become needless. */
  stop(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    this.#failures = 0;
  }
}
