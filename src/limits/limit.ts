import { LRUCache } from 'lru-cache';
import type { RefusalOf } from '../identity/outcomes.ts';

/** How often something may be done, by key: by a client's address, by a person. */
export interface Limit {
  /**
   * Counts one try, unless it comes too early.
   *
   * @returns the refusal, with the seconds to wait; undefined when it may go on
   */
  take: (key: string) => RefusalOf<'TooManyAttempts'> | undefined;
  /** Takes a try back that came to nothing. */
  giveBack: (key: string) => void;
}

/** What a {@link Limit} allows. */
export interface LimitOptions {
  /** Tries that may come at once. */
  burst: number;
  /** Milliseconds in which one more is gained. */
  interval: number;
  /** Whose they are: a person's, or everybody's. */
  of: 'attempts' | 'requests';
  now: () => Date;
}

const maxKeys = 10_000;

/** Counts in memory (GCRA: one instant per key says it all), for the 10 000 keys seen last. */
export function limit({ burst, interval, of, now }: LimitOptions): Limit {
  /** When a key will have all of its tries again, in milliseconds since the epoch. */
  const full = new LRUCache<string, number>({ maxSize: maxKeys, sizeCalculation: () => 1 });

  return {
    take: (key) => {
      const time = now().getTime();
      const next = Math.max(full.get(key) ?? time, time) + interval;
      const early = next - time - burst * interval;
      if (early > 0) {
        return { kind: 'TooManyAttempts', of, retryAfter: Math.ceil(early / 1000) };
      }
      full.set(key, next);
      return undefined;
    },
    giveBack: (key) => {
      const instant = full.get(key);
      if (instant !== undefined) full.set(key, instant - interval);
    },
  };
}
