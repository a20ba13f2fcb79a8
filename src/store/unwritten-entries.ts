import type { Entry } from './memory-store.ts';

/** What is known here and could not be written to where it is shared. */
export interface UnwrittenEntries {
  areThere: () => boolean;
  /** Entries are unwritten until a writing has succeeded. Fails as it does. */
  until: <Result>(writing: Promise<Result>, entries: readonly Entry[]) => Promise<Result>;
  /** Everything that is known has to be written again. */
  addAll: () => void;
  /** Writes them, a hundred at a time. What it fails with comes out unchanged, and the rest stays. */
  flush: (send: (entry: Entry) => Promise<void>) => Promise<void>;
}

/** If there are more, everything that is known is written. */
const maxUnwritten = 100_000;

/** @param everything - that is known */
export function unwrittenEntries(everything: () => Iterable<Entry>): UnwrittenEntries {
  const failed = new Map<string, Entry>();
  let isAll = false;
  const nameOf = (entry: Entry) => JSON.stringify(entry.slice(0, -1));

  function fail(entries: readonly Entry[]): void {
    for (const entry of entries) failed.set(nameOf(entry), entry);
    if (failed.size <= maxUnwritten) return;
    failed.clear();
    isAll = true;
  }

  return {
    areThere: () => isAll || failed.size > 0,
    until: async (writing, entries) => {
      try {
        return await writing;
      } catch (error) {
        fail(entries);
        throw error;
      }
    },
    addAll: () => {
      isAll = true;
    },
    flush: async (send) => {
      const entries = isAll ? [...everything()] : [...failed.values()];
      const wasAll = isAll;
      failed.clear();
      isAll = false;
      try {
        while (entries.length > 0) {
          await Promise.all(entries.slice(0, 100).map(send));
          entries.splice(0, 100);
        }
      } catch (error) {
        fail(entries);
        isAll ||= wasAll;
        throw error;
      }
    },
  };
}
