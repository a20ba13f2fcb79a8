import { LRUCache } from 'lru-cache';
import type { RefusalOf } from '../identity/outcomes.ts';

/**
 * Limits how often something happens, by key: by a client's address, by a username. Login attempts have no limit here: Auth0's
 * attack protection counts them, by user and by the client address that the gateway forwards.
 */
export interface Limit {
  /**
   * Counts one try, unless it comes too early.
   *
   * @returns the refusal, with the seconds to wait; undefined when the try is allowed
   */
  take: (key: string) => RefusalOf<'TooManyAttempts'> | undefined;
  /** Gives a try back that had no effect. */
  giveBack: (key: string) => void;
}

/** Options of a {@link RateLimit}. */
export interface RateLimitOptions {
  /** Tries that are allowed at once. */
  burst: number;
  /** Milliseconds after which one more try is allowed. */
  interval: number;
  /** The unit that the refusal names: the `attempts` of one user, or the `requests` of all users. */
  of: 'attempts' | 'requests';
  now: () => Date;
}

/** The keys used last, for which a limit counts. */
const maxKeys = 10_000;

/**
 * A limit that counts in memory, in this process alone. By GCRA (generic cell rate algorithm) one instant for each key is
 * enough.
 */
export class RateLimit implements Limit {
  readonly #options: RateLimitOptions;
  /** Milliseconds since the epoch when a key has all of its tries again. */
  readonly #replenishedAt = new LRUCache<string, number>({
    maxSize: maxKeys,
    sizeCalculation: () => 1,
  });

  constructor(options: RateLimitOptions) {
    this.#options = options;
  }

  take(key: string): RefusalOf<'TooManyAttempts'> | undefined {
    const { burst, interval, of, now } = this.#options;
    const time = now().getTime();
    const next = Math.max(this.#replenishedAt.get(key) ?? time, time) + interval;
    const early = next - time - burst * interval;
    if (early > 0) {
      return { kind: 'TooManyAttempts', of, retryAfter: Math.ceil(early / 1000) };
    }
    this.#replenishedAt.set(key, next);
    return undefined;
  }

  giveBack(key: string): void {
    const instant = this.#replenishedAt.get(key);
    if (instant !== undefined) {
      this.#replenishedAt.set(key, instant - this.#options.interval);
    }
  }
}
