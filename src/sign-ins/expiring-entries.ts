/** Something to forget after an instant, in milliseconds since the epoch. */
export interface Expiring {
  until: number;
}

/** Maximum number of entries. */
const maxEntries = 1_000_000;
/** Milliseconds between two searches for expired entries. */
const sweepInterval = 60_000;

/** Entries in memory, by key: a million at most, of which the oldest goes first. Each is forgotten within a minute of its instant. */
export class ExpiringEntries<Entry extends Expiring> {
  readonly #entries = new Map<string, Entry>();
  readonly #now: () => number;
  #sweptAt: number;

  /** @param now - returns the current instant, in milliseconds since the epoch */
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
