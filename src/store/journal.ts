import { createReadStream } from 'node:fs';
import { appendFile, mkdir, stat } from 'node:fs/promises';
import { dirname } from 'node:path';
import { createInterface } from 'node:readline';
import { writeAtomically } from './atomic-file.ts';
import { FileLock } from './file-lock.ts';
import type { Entry } from './entry.ts';
import { formatLine, parseLine } from './journal-line.ts';

/** Options of a {@link Journal}. */
export interface JournalOptions {
  /** Path of the file. {@link Journal.open} creates the file and its folder if they are missing. Only the owner may read them. */
  file: string;
  now: () => Date;
  log: { warn: (details: object, message: string) => void };
}

/** The file is rewritten when it has more than twice as many lines as entries, plus this number of lines. */
const slack = 10_000;

/**
 * File that preserves the entries of a store across restarts, with one JSON line for each entry. Only one process writes to the
 * file, because a rewrite would lose the lines of other processes. A lock ensures that.
 *
 * On a read-only file system, a journal reads entries but writes none.
 */
export class Journal {
  /** Entries that the file contained when it was opened, oldest first. Expired entries are left out. */
  readonly entries: readonly Entry[];
  readonly #file: string;
  readonly #log: JournalOptions['log'];
  #lines: number;
  #maxLines: number;
  /** Undefined on a read-only file system. */
  readonly #lock: FileLock | undefined;
  #unwritten: Entry[] = [];
  /**
   * Whether the list of unwritten entries became too long and was dropped. The next write is then a rewrite of the whole file.
   */
  #hasDropped = false;
  /** Whether the present failure to write has been logged. */
  #hasTold = false;
  #writing: Promise<void> | undefined;
  /** Whether the last line may be incomplete, because of a crash or a full disk. The next write then starts with a line break. */
  #isCut = true;
  #allEntries: () => Iterable<Entry>;

  private constructor(
    { file, log }: JournalOptions,
    { entries, lines }: Content,
    lock: FileLock | undefined,
  ) {
    this.#lock = lock;
    this.entries = entries;
    this.#file = file;
    this.#log = log;
    this.#lines = lines;
    this.#maxLines = lineLimit(entries.length);
    this.#allEntries = () => entries;
  }

  /**
   * Opens a journal and reads its entries. Ignores unreadable lines, for example a line that a crash has cut off, and logs their
   * number. Waits up to 10 s for another process that has the journal open.
   *
   * @throws `LockedError` if the other process keeps the journal open; the error of the file system, unchanged, if the file
   *   cannot be read or written
   */
  static async open(options: JournalOptions): Promise<Journal> {
    const { file, log } = options;
    const lock = await prepare(file, () => {
      log.warn({ file }, takenOver);
    });
    try {
      return await Journal.#read(options, lock);
    } catch (error) {
      await lock?.release();
      throw error;
    }
  }

  static async #read(options: JournalOptions, lock: FileLock | undefined): Promise<Journal> {
    const { file, now, log } = options;
    const content = await readContent(file, now);
    if (content.unreadable > 0) {
      log.warn({ file, lines: content.unreadable }, 'unreadable lines ignored');
    }
    const journal = new Journal(options, content, lock);
    if (!lock) journal.#tell(new Error('the file system is read-only'));
    if (lock && journal.#isTooLong()) await journal.#rewrite();
    return journal;
  }

  /**
   * Appends entries to the file. If the file cannot be written, the entries are written at the next call.
   *
   * @param allEntries - lists all entries of the store. Called when the file is rewritten because it has become too long
   * @returns whether the file contains these entries now
   */
  async append(entries: readonly Entry[], allEntries: () => Iterable<Entry>): Promise<boolean> {
    this.#allEntries = allEntries;
    this.#unwritten.push(...entries);
    // With an empty list, `#writing` would be set and never cleared, and no later entry would be written.
    if (this.#unwritten.length > 0) await (this.#writing ??= this.#writeAll());
    return !this.#hasDropped && !entries.some((entry) => this.#unwritten.includes(entry));
  }

  /** Whether the latest write has failed. */
  get isFailing(): boolean {
    return this.#hasTold;
  }

  /** Writes the entries that the file lacks, and releases the lock. A failed write is logged and not thrown. */
  async close(): Promise<void> {
    await this.#writing;
    await this.#writeAll();
    await this.#lock?.release();
  }

  async #writeAll(): Promise<void> {
    while (this.#unwritten.length > 0) {
      const batch = this.#unwritten;
      this.#unwritten = [];
      try {
        if (!this.#lock) throw new Error('the file system is read-only');
        if (this.#lock.isLost) throw new Error(takenOver);
        // A rewrite contains all entries of the store, including this batch.
        if (!this.#hasDropped) await this.#write(batch);
        if (this.#hasDropped || this.#isTooLong()) await this.#rewrite();
        this.#hasDropped = false;
        this.#hasTold = false;
      } catch (error) {
        this.#isCut = true;
        this.#unwritten = [...batch, ...this.#unwritten];
        if (this.#unwritten.length > slack) {
          this.#unwritten = [];
          this.#hasDropped = true;
        }
        this.#tell(error);
        break;
      }
    }
    // Cleared before anything is awaited, so that an entry that arrives now starts another write.
    this.#writing = undefined;
  }

  async #write(entries: readonly Entry[]): Promise<void> {
    const lines = entries.map(formatLine).join('');
    await appendFile(this.#file, this.#isCut ? `\n${lines}` : lines);
    this.#isCut = false;
    this.#lines += entries.length;
  }

  /** Logs that the file cannot be written. Logs it once until a write succeeds. */
  #tell(error: unknown): void {
    if (this.#hasTold) return;
    this.#hasTold = true;
    this.#log.warn({ err: error }, 'cannot write sessions to STATE_DIR; a restart would lose them');
  }

  #isTooLong(): boolean {
    return this.#lines > this.#maxLines;
  }

  async #rewrite(): Promise<void> {
    const entries = [...this.#allEntries()];
    await writeAtomically(this.#file, formatLines(entries));
    this.#lines = entries.length;
    this.#maxLines = lineLimit(entries.length);
  }
}

const takenOver =
  'another process has taken STATE_DIR over, because this one stood still; it saves no sessions any more';

/**
 * Creates the file and its folder if they are missing, and takes the lock.
 *
 * @returns undefined on a read-only file system
 */
async function prepare(file: string, onLost: () => void): Promise<FileLock | undefined> {
  try {
    await mkdir(dirname(file), { recursive: true, mode: 0o700 });
    const lock = await FileLock.take(`${file}.lock`, onLost);
    try {
      await appendFile(file, '', { mode: 0o600 });
      return lock;
    } catch (error) {
      await lock.release();
      throw error;
    }
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EROFS') throw error;
    return undefined;
  }
}

interface Content {
  entries: readonly Entry[];
  lines: number;
  unreadable: number;
}

async function readContent(file: string, now: () => Date): Promise<Content> {
  const entries: Entry[] = [];
  let lines = 0;
  let unreadable = 0;
  if (!(await exists(file))) return { entries, lines, unreadable };
  for await (const line of createInterface({ input: createReadStream(file) })) {
    if (line === '') continue;
    lines += 1;
    const entry = parseLine(line);
    if (!entry) unreadable += 1;
    // A value that is past replaces an earlier line that is not, and an instant of 0 removes what is there.
    else if (entry.kind === 'value' || entry.until === 0 || entry.until > now().getTime())
      entries.push(entry);
  }
  return { entries, lines, unreadable };
}

/** Whether the file exists. Only on a read-only file system may it be missing here. */
async function exists(file: string): Promise<boolean> {
  return stat(file).then(
    () => true,
    (error: unknown) => {
      if ((error as NodeJS.ErrnoException).code === 'ENOENT') return false;
      throw error;
    },
  );
}

function* formatLines(entries: readonly Entry[]): Generator<string> {
  for (const entry of entries) yield formatLine(entry);
}

function lineLimit(entries: number): number {
  return 2 * entries + slack;
}
