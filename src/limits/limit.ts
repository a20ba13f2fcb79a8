import { LRUCache } from 'lru-cache';
import type { RefusalOf } from '../identity/outcomes.ts';

/**
 * Limits the rate of an action. Each key, such as a client's address or a username, has a count of its own. Login attempts have
 * no limit in the gateway: Auth0's attack protection counts them by user and by the client address that the gateway forwards.
 */
export interface Limit {
  /**
   * Counts one attempt, if the key has an attempt left.
   *
   * @returns the refusal, with the seconds to wait. Undefined if the attempt is allowed
   */
  take: (key: string) => RefusalOf<'TooManyAttempts'> | undefined;
  /** Gives an attempt back, because it had no effect. */
  giveBack: (key: string) => void;
}

/** Options of a {@link RateLimit}. */
export interface RateLimitOptions {
  /** Number of attempts that are allowed at once. */
  burst: number;
  /** Milliseconds after which one more attempt is allowed. */
  interval: number;
  /** Word in the refusal's message: the `attempts` of one user, or the `requests` of all users. */
  of: 'attempts' | 'requests';
  now: () => Date;
}

/** Number of keys that a limit remembers. Beyond it, the limit forgets the key that was used least recently. */
const maxKeys = 10_000;

/**
 * Rate limit that counts in memory, so each replica has a limit of its own. Uses GCRA (generic cell rate algorithm), which saves
 * only one time for each key.
 */
export class RateLimit implements Limit {
  readonly #options: RateLimitOptions;
  /** Time at which each key has all of its attempts again (milliseconds since the epoch). */
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
