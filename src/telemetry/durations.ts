/** Upper bounds of the buckets of {@link Durations} (seconds). The last bucket, for longer durations, has no bound. */
export const bounds = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30] as const;

/** Histogram that counts durations by buckets. It consists of plain numbers, so that adding a duration costs almost nothing. */
export class Durations {
  readonly #counts = Array.from({ length: bounds.length + 1 }, () => 0);
  #sum = 0;

  /** @param seconds - not negative */
  add(seconds: number): void {
    let index = 0;
    while (seconds > (bounds[index] ?? Infinity)) index += 1;
    this.#counts[index] = (this.#counts[index] ?? 0) + 1;
    this.#sum += seconds;
  }

  /** Sum of all durations (seconds). */
  get sum(): number {
    return this.#sum;
  }

  /** Number of all durations. */
  get count(): number {
    return this.#counts.reduce((total, count) => total + count, 0);
  }

  /** Lists each bound with the number of durations up to it. */
  *upTo(): Generator<[bound: number, count: number]> {
    let total = 0;
    for (const [index, bound] of bounds.entries()) {
      total += this.#counts[index] ?? 0;
      yield [bound, total];
    }
  }
}
