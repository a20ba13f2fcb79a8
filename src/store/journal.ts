import { createReadStream } from 'node:fs';
import { appendFile, mkdir } from 'node:fs/promises';
import { dirname } from 'node:path';
import { createInterface } from 'node:readline';
import { writeAtomically } from './atomic-file.ts';
import type { Entry } from './entry.ts';
import { formatLine, parseLine } from './journal-line.ts';

/** A file that remembers what a store was told. */
export interface Journal {
  /** What it remembered when it was opened, in the order in which it was written. */
  entries: readonly Entry[];
  /**
   * Writes entries down. When they cannot be written they are tried again with the next.
   *
   * @param all - everything that still holds, for a file that has become too long
   * @returns whether they are written
   */
  append: (entries: readonly Entry[], all: () => Iterable<Entry>) => Promise<boolean>;
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
  await mkdir(dirname(file), { recursive: true, mode: 0o700 });
  await appendFile(file, '', { mode: 0o600 });
  const entries: Entry[] = [];
  let lines = 0;
  let unreadable = 0;
  for await (const line of createInterface({ input: createReadStream(file) })) {
    if (line === '') continue;
    lines += 1;
    const entry = parseLine(line);
    if (!entry) unreadable += 1;
    else if (entry.until > now().getTime()) entries.push(entry);
  }
  if (unreadable > 0)
    log.warn({ file, lines: unreadable }, 'lines cannot be read and are left out');
  let rewriteAbove = 2 * entries.length + slack;
  if (lines > rewriteAbove) {
    await writeAtomically(file, linesOf(entries));
    lines = entries.length;
  }
  let unwritten: Entry[] = [];
  /** The last line may have been cut off: by a crash, or by a disk that is full. */
  let isCut = true;
  let writing: Promise<void> | undefined;

  async function writeAll(all: () => Iterable<Entry>): Promise<void> {
    while (unwritten.length > 0) {
      const batch = unwritten;
      unwritten = [];
      try {
        await appendFile(file, `${isCut ? '\n' : ''}${[...linesOf(batch)].join('')}`);
        isCut = false;
        lines += batch.length;
        if (lines > rewriteAbove) {
          const everything = [...all()];
          await writeAtomically(file, linesOf(everything));
          lines = everything.length;
          rewriteAbove = 2 * lines + slack;
        }
      } catch (error) {
        isCut = true;
        unwritten = [...batch, ...unwritten];
        log.warn({ err: error }, 'what a restart must not forget cannot be written to STATE_DIR');
        break;
      }
    }
    writing = undefined;
  }

  let everything: () => Iterable<Entry> = () => entries;
  return {
    entries,
    append: async (more, all) => {
      everything = all;
      unwritten.push(...more);
      // An empty list starts no write: `writing` would stay set, and no later entry would be written.
      if (unwritten.length > 0) await (writing ??= writeAll(all));
      return !more.some((entry) => unwritten.includes(entry));
    },
    close: async () => {
      await writing;
      await writeAll(everything);
    },
  };
}

function* linesOf(entries: readonly Entry[]): Generator<string> {
  for (const entry of entries) yield formatLine(entry);
}
