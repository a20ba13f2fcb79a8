import type { Entry } from './entry.ts';

/** Maximum number of failed entries that are remembered one by one. Beyond it, all entries of the process count as unwritten. */
const maxFailed = 100_000;
const batchSize = 100;

/** Entries of this process that Redis does not have yet. */
export class UnwrittenEntries {
  readonly #failed = new Map<string, Entry>();
  readonly #listAll: () => Iterable<Entry>;
  #isAll = false;

  /** @param listAll - lists all entries that the process knows */
  constructor(listAll: () => Iterable<Entry>) {
    this.#listAll = listAll;
  }

  isEmpty(): boolean {
    return !this.#isAll && this.#failed.size === 0;
  }

  /**
   * Waits for a write. If the write fails, its entries count as unwritten.
   *
   * @throws the error of the write, unchanged
   */
  async track<Result>(write: Promise<Result>, entries: readonly Entry[]): Promise<Result> {
    try {
      return await write;
    } catch (error) {
      for (const entry of entries) this.#failed.set(identify(entry), entry);
      this.#limit();
      throw error;
    }
  }

  /** Marks all entries of the process as unwritten. */
  addAll(): void {
    this.#isAll = true;
  }

  /**
   * Sends all unwritten entries, 100 at a time: the entries whose write has failed or, after {@link UnwrittenEntries.addAll}, all
   * entries of the process. If a batch fails, its entries and those of later batches stay unwritten.
   *
   * @throws the error of `send`, unchanged
   */
  async flush(send: (entry: Entry, mode: 'failed' | 'known') => Promise<void>): Promise<void> {
    const wasAll = this.#isAll;
    const entries = [...(wasAll ? this.#listAll() : this.#failed.values())];
    this.#failed.clear();
    this.#isAll = false;
    try {
      while (entries.length > 0) {
        await Promise.all(
          entries.slice(0, batchSize).map((entry) => send(entry, wasAll ? 'known' : 'failed')),
        );
        entries.splice(0, batchSize);
      }
    } catch (error) {
      this.#restore(entries);
      this.#isAll ||= wasAll;
      throw error;
    }
  }

  /** Marks entries as unwritten again. If a newer version of an entry has failed meanwhile, the newer one stays. */
  #restore(entries: readonly Entry[]): void {
    for (const entry of entries) {
      const id = identify(entry);
      if (!this.#failed.has(id)) this.#failed.set(id, entry);
    }
    this.#limit();
  }

  #limit(): void {
    if (this.#failed.size <= maxFailed) return;
    this.#failed.clear();
    this.#isAll = true;
  }
}

/**
 * Returns a text that identifies an entry. All values of one key have the same text, because the latest value replaces the
 * others.
 */
function identify(entry: Entry): string {
  switch (entry.kind) {
    case 'value':
      return JSON.stringify(['value', entry.key]);
    case 'member':
      return JSON.stringify(['member', entry.key, entry.member]);
    case 'notice':
      return JSON.stringify(['notice', entry.notice]);
  }
}
