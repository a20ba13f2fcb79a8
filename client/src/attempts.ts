import { GatehouseError, outage } from './gatehouse-error.ts';

/** Longest pause between two attempts, if the gateway does not ask for a longer one (milliseconds). */
const longestPauseMs = 30_000;

/** Longest pause that the gateway can ask for (milliseconds). A timer of much more would end at once. */
const longestWaitMs = 24 * 60 * 60 * 1000;

/**
 * Repeats a piece of work until it succeeds. The pauses are 1, 2, 4 … 30 seconds, or longer if the gateway asks for it. An
 * attempt is also made as soon as the browser is online again.
 */
export class Attempts {
  readonly #work: () => Promise<void>;
  readonly #onFailure: (error: GatehouseError) => void;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #failures = 0;
  /** Grows with each {@link stop}. The failure of an attempt that was stopped meanwhile is dropped. */
  #stops = 0;

  /** @param onFailure - called after each failed attempt */
  constructor(work: () => Promise<void>, onFailure: (error: GatehouseError) => void) {
    this.#work = work;
    this.#onFailure = onFailure;
    if (typeof addEventListener !== 'function') return;
    addEventListener('online', () => {
      if (this.#timer) void this.start();
    });
  }

  /** Attempts the work now. Resolves after this attempt, even if the attempt failed. */
  async start(): Promise<void> {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    const stops = this.#stops;
    try {
      await this.#work();
      this.#failures = 0;
    } catch (error) {
      if (stops !== this.#stops) return;
      const cause = error instanceof GatehouseError ? error : outage(String(error));
      const pause = Math.min(1000 * 2 ** this.#failures, longestPauseMs);
      this.#failures += 1;
      const wait = Math.min(Math.max(pause, (cause.retryAfter ?? 0) * 1000), longestWaitMs);
      this.#timer = setTimeout(() => void this.start(), wait);
      this.#onFailure(cause);
    }
  }

  /** Cancels the next attempt, and drops the failure of one that is running. */
  stop(): void {
    this.#stops += 1;
    clearTimeout(this.#timer);
    this.#timer = undefined;
    this.#failures = 0;
  }
}
