import { LRUCache } from 'lru-cache';

/** A bucket after a token was asked for. */
export interface BucketState {
  limit: number;
  remaining: number;
  /** When the bucket will be full again. */
  reset: Date;
  /** Seconds until the next token, when there was none. */
  retryAfter: number | undefined;
}

/** Buckets by key, for example by IP address. */
export interface TokenBuckets {
  /** Takes a token if there is one; without one `retryAfter` is set. */
  take(key: string): BucketState;
  /** Puts a token back. */
  giveBack(key: string): void;
}

/** How large a bucket is and how fast it fills. */
export interface BucketOptions {
  size: number;
  /** Milliseconds for one token to come back. */
  rate: number;
  now: () => Date;
}

interface Bucket {
  tokens: number;
  filledAt: number;
}

const maxBuckets = 1_000;

/** Token buckets, one per key. The 1000 used last are remembered. */
export function tokenBuckets({ size, rate, now }: BucketOptions): TokenBuckets {
  const buckets = new LRUCache<string, Bucket>({ max: maxBuckets });

  const refill = (key: string): Bucket => {
    const time = now().getTime();
    const bucket = buckets.get(key) ?? { tokens: size, filledAt: time };
    const { tokens } = bucket;
    // A clock that was put back must not leave an empty bucket empty until it is there again.
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
