import type { Entry } from './entry.ts';

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

  function fail(entries: readonly Entry[]): void {
    for (const entry of entries) failed.set(nameOf(entry), entry);
    limit();
  }

  function restore(entries: readonly Entry[]): void {
    for (const entry of entries) {
      if (!failed.has(nameOf(entry))) failed.set(nameOf(entry), entry);
    }
    limit();
  }

  function limit(): void {
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
          await Promise.all(entries.slice(0, 100).map((entry) => send(entry)));
          entries.splice(0, 100);
        }
      } catch (error) {
        restore(entries);
        isAll ||= wasAll;
        throw error;
      }
    },
  };
}

/** Names the place of an entry: of several values of one key only the newest counts. */
function nameOf(entry: Entry): string {
  switch (entry.kind) {
    case 'value':
      return JSON.stringify(['value', entry.key]);
    case 'member':
      return JSON.stringify(['member', entry.key, entry.member]);
    case 'notice':
      return JSON.stringify(['notice', entry.notice]);
  }
}
