import { appendFile, readFile } from 'node:fs/promises';
import { writeAtomically } from './atomic-file.ts';
import type { Entry } from './memory-store.ts';

/** A file that remembers what a store was told. */
export interface Journal {
  /** What it remembered when it was opened, in the order in which it was written. */
  entries: readonly Entry[];
  /**
   * Writes an entry down. When it cannot be written it is tried again with the next.
   *
   * @param all - everything that still holds, for a file that has become too long
   */
  append: (entry: Entry, all: () => Iterable<Entry>) => Promise<void>;
  /** Writes what is not written yet. */
  close: () => Promise<void>;
}

/** Where a journal is kept, and whom its troubles are told. */
export interface JournalOptions {
  /** Made when missing, its folder with it. The owner alone may read it. */
  file: string;
  now: () => Date;
  log: { warn: (details: object, message: string) => void };
}

/** A file is written anew when it has this many lines more than twice what it has to hold. */
const slack = 10_000;

/**
 * Opens a journal: a line of JSON for each entry. A line that was cut off by a crash is left out, with a warning.
 *
 * @throws what reading or writing fails with, unchanged
 */
export async function openJournal({ file, now, log }: JournalOptions): Promise<Journal> {
  const text = await readFile(file, 'utf8').catch(emptyWhenMissing);
  const { entries: all, unreadable } = parse(text);
  const entries = all.filter((entry) => (entry.at(-1) as number) > now().getTime());
  if (unreadable > 0)
    log.warn({ file, lines: unreadable }, 'lines cannot be read and are left out');
  await writeAtomically(file, linesOf(entries));
  let unwritten: Entry[] = [];
  let lines = entries.length;
  let rewriteAbove = 2 * lines + slack;
  let writing: Promise<void> | undefined;

  async function writeAll(all: () => Iterable<Entry>): Promise<void> {
    while (unwritten.length > 0) {
      const batch = unwritten;
      unwritten = [];
      try {
        await appendFile(file, linesOf(batch), { mode: 0o600 });
        lines += batch.length;
        if (lines > rewriteAbove) {
          const everything = [...all()];
          await writeAtomically(file, linesOf(everything));
          lines = everything.length;
          rewriteAbove = 2 * lines + slack;
        }
      } catch (error) {
        unwritten = [...batch, ...unwritten];
        log.warn({ err: error }, 'what a restart must not forget cannot be written to STATE_DIR');
        break;
      }
    }
    writing = undefined;
  }

  return {
    entries,
    append: async (entry, all) => {
      unwritten.push(entry);
      await (writing ??= writeAll(all));
    },
    close: async () => {
      await writing;
    },
  };
}

const linesOf = (entries: readonly Entry[]) =>
  entries.map((entry) => `${JSON.stringify(entry)}\n`).join('');

function parse(text: string): { entries: Entry[]; unreadable: number } {
  const lines = text.split('\n').filter((line) => line !== '');
  const entries = lines.map(entryOf).filter((entry) => entry !== undefined);
  return { entries, unreadable: lines.length - entries.length };
}

function entryOf(line: string): Entry | undefined {
  try {
    const entry: unknown = JSON.parse(line);
    return isEntry(entry) ? entry : undefined;
  } catch {
    return undefined;
  }
}

function isEntry(entry: unknown): entry is Entry {
  if (!Array.isArray(entry)) return false;
  const [kind, ...rest] = entry as unknown[];
  const until = rest.pop();
  const texts = kind === 'notice' ? 1 : kind === 'value' || kind === 'member' ? 2 : 0;
  return (
    texts === rest.length &&
    texts > 0 &&
    rest.every((text) => typeof text === 'string') &&
    typeof until === 'number'
  );
}

function emptyWhenMissing(error: NodeJS.ErrnoException): string {
  if (error.code === 'ENOENT') return '';
  throw error;
}
