import { describe, expect, it } from '@jest/globals';
import { SavedState } from '../../../src/tenant/saved-state/saved-state.ts';
import { tokenBuckets } from '../../../src/tenant/attack-protection/token-bucket.ts';

function bucketsAt(clock: { time: number }) {
  return tokenBuckets(new SavedState(), {
    kind: 'limit',
    size: 2,
    rate: 1_000,
    now: () => new Date(clock.time),
  });
}

describe('tokenBuckets', () => {
  it('gives as many tokens as the bucket holds, and says when the next one comes', () => {
    const clock = { time: 0 };
    const buckets = bucketsAt(clock);
    expect([buckets.take('a'), buckets.take('a')]).toMatchObject([
      { limit: 2, remaining: 1, reset: new Date(1_000), retryAfter: undefined },
      { limit: 2, remaining: 0, reset: new Date(2_000), retryAfter: undefined },
    ]);
    clock.time = 400;
    expect(buckets.take('a')).toMatchObject({ remaining: 0, retryAfter: 1 });
  });

  it('loses no part of an interval when it fills', () => {
    const clock = { time: 0 };
    const buckets = bucketsAt(clock);
    buckets.take('a');
    buckets.take('a');
    clock.time = 999;
    expect(buckets.take('a').retryAfter).toBe(1);
    clock.time = 1_000;
    expect(buckets.take('a').retryAfter).toBeUndefined();
  });

  it('fills as ever after the clock was put back', () => {
    const clock = { time: 3_600_000 };
    const buckets = bucketsAt(clock);
    buckets.take('a');
    buckets.take('a');
    clock.time = 0;
    expect(buckets.take('a').retryAfter).toBe(1);
    clock.time = 1_000;
    expect(buckets.take('a').retryAfter).toBeUndefined();
  });

  it('never holds more than its size', () => {
    const buckets = bucketsAt({ time: 0 });
    buckets.giveBack('a');
    expect(buckets.take('a').remaining).toBe(1);
  });

  it('keeps keys apart', () => {
    const buckets = bucketsAt({ time: 0 });
    buckets.take('a');
    expect(buckets.take('b').remaining).toBe(1);
  });
});
