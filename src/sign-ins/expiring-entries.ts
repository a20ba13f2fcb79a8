/** An entry that expires at the time `until` (milliseconds since the epoch). */
export interface Expiring {
  until: number;
}

/** Maximum number of entries. */
const maxEntries = 1_000_000;
/** Milliseconds between two sweeps of expired entries. */
const sweepInterval = 60_000;

/**
 * Entries in memory by key, at most a million. Beyond that, the oldest is dropped. An expired entry is dropped within a minute.
 */
export class ExpiringEntries<Entry extends Expiring> {
  readonly #entries = new Map<string, Entry>();
  readonly #now: () => number;
  #sweptAt: number;

  /** @param now - returns the current time (milliseconds since the epoch) */
  constructor(now: () => number) {
    this.#now = now;
    this.#sweptAt = now();
  }

  get(key: string): Entry | undefined {
    return this.#entries.get(key);
  }

  has(key: string): boolean {
    return this.#entries.has(key);
  }

  /** Saves an entry as the newest one. */
  set(key: string, entry: Entry): void {
    this.#sweep();
    this.#entries.delete(key);
    this.#entries.set(key, entry);
    if (this.#entries.size <= maxEntries) return;
    const [oldest] = this.#entries.keys();
    if (oldest !== undefined) this.#entries.delete(oldest);
  }

  #sweep(): void {
    const time = this.#now();
    if (time - this.#sweptAt < sweepInterval) return;
    this.#sweptAt = time;
    for (const [key, { until }] of this.#entries) if (until <= time) this.#entries.delete(key);
  }
}
