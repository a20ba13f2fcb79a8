import { SavedMap } from '../saved-state/saved-map.ts';
import type { SavedState } from '../saved-state/saved-state.ts';

/** State of a bucket after a request for a token. */
export interface BucketState {
  limit: number;
  remaining: number;
  /** Time at which the bucket is full again. */
  reset: Date;
  /** Seconds until the next token, if the bucket was empty; else undefined. */
  retryAfter: number | undefined;
}

/** Token buckets, one for each key, such as an IP address. */
export interface TokenBuckets {
  /** Takes a token. The result has a `retryAfter` if the bucket was empty. */
  take(key: string): BucketState;
  /** Puts a token back. */
  giveBack(key: string): void;
}

/** Size and refill rate of a bucket. */
export interface BucketOptions {
  /** Name of the limit. Also the kind of its saved records. */
  kind: string;
  size: number;
  /** Milliseconds in which the bucket regains one token. */
  rate: number;
  now: () => Date;
}

interface Bucket {
  tokens: number;
  filledAt: number;
}

const maxBuckets = 1_000;

/** Makes token buckets that are full at first. They remember the 1,000 keys used last; the bucket of a forgotten key is full again. */
export function tokenBuckets(
  state: SavedState,
  { kind, size, rate, now }: BucketOptions,
): TokenBuckets {
  const buckets = new SavedMap<Bucket>(state, { kind, max: maxBuckets });

  const refill = (key: string): Bucket => {
    const time = now().getTime();
    const bucket = buckets.get(key) ?? { tokens: size, filledAt: time };
    const { tokens } = bucket;
    // After the clock is set back, an empty bucket must not stay empty until the clock reaches `filledAt` again.
    const filledAt = Math.min(bucket.filledAt, time);
    const regained = Math.floor((time - filledAt) / rate);
    return tokens + regained >= size
      ? { tokens: size, filledAt: time }
      : { tokens: tokens + regained, filledAt: filledAt + regained * rate };
  };

  return {
    take(key) {
      const { tokens, filledAt } = refill(key);
      const remaining = Math.max(0, tokens - 1);
      buckets.set(key, { tokens: remaining, filledAt });
      const time = now().getTime();
      return {
        limit: size,
        remaining,
        reset: new Date(time + (size - remaining) * rate),
        retryAfter: tokens > 0 ? undefined : Math.ceil((filledAt + rate - time) / 1000),
      };
    },
    giveBack(key) {
      const { tokens, filledAt } = refill(key);
      buckets.set(key, { tokens: Math.min(size, tokens + 1), filledAt });
    },
  };
}
