/**
 * Counts events by the values of some labels. The list of series is fixed: any other event counts in the series whose values are
 * all `other`, so that a value from a client or from Auth0 cannot add a series.
 */
export class Tally {
  readonly labels: readonly string[];
  readonly #counts = new Map<string, number>();

  /**
   * @param labels - names of the labels
   * @param series - values of each series, in the order of `labels`. Each count starts at 0
   */
  constructor(labels: readonly string[], series: readonly (readonly string[])[]) {
    this.labels = labels;
    for (const values of [...series, this.#other]) this.#counts.set(toKey(values), 0);
  }

  /** Counts one event. `values` are in the order of the labels. */
  add(...values: string[]): void {
    const wanted = toKey(values);
    const key = this.#counts.has(wanted) ? wanted : toKey(this.#other);
    this.#counts.set(key, (this.#counts.get(key) ?? 0) + 1);
  }

  /** Lists all series with their counts. */
  *series(): Generator<{ labels: Record<string, string>; count: number }> {
    for (const [key, count] of this.#counts) {
      const values = key.split(separator);
      yield {
        labels: Object.fromEntries(this.labels.map((label, index) => [label, values[index] ?? ''])),
        count,
      };
    }
  }

  get #other(): string[] {
    return this.labels.map(() => 'other');
  }
}

/** Separates the values of a series. No value contains it. */
const separator = '\n';

function toKey(values: readonly string[]): string {
  return values.join(separator);
}
