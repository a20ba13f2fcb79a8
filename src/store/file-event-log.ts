import { appendFile, mkdir, readdir, readFile, rm, stat, truncate } from 'node:fs/promises';
import { join } from 'node:path';
import {
  comparePositions,
  formatPosition,
  parsePosition,
  type EventLog,
  type LogEntry,
  type LogLimits,
  type Position,
} from './event-log.ts';

/** Options of a {@link FileEventLog}. */
export interface FileEventLogOptions {
  /** Folder of the files. The first entry creates it. Only its owner may read it. */
  folder: string;
  /** Name of the log. Its files are `<name>.000001.jsonl` and so on. */
  name: string;
  limits: LogLimits;
  now: () => Date;
  log: { warn: (details: object, message: string) => void };
}

/** Number of files of a full log. When the newest one is full, or old, a new one is begun and the oldest one is removed. */
const maxFiles = 8;

/** The file to which entries are appended. */
interface CurrentFile {
  path: string;
  number: number;
  /** Number of entries. */
  entries: number;
  /** Time of the first entry (milliseconds since the epoch). Undefined without an entry. */
  since: number | undefined;
  /** Position of the last entry of the log. */
  last: Position;
  /** Size up to which each write was complete (bytes). */
  size: number;
  /** Whether the last line lacks its line break, because of a crash. */
  isCut: boolean;
}

/**
 * A log in files of one process, with one JSON object in each line: the entry, and its position as `id`. A line that a crash has
 * cut off stays alone: the next entry begins a new line. Unreadable lines are ignored, and the log of the process names their file
 * once.
 */
export class FileEventLog implements EventLog {
  readonly #options: FileEventLogOptions;
  readonly #told = new Set<string>();
  #current: CurrentFile | undefined;

  constructor(options: FileEventLogOptions) {
    this.#options = options;
  }

  /** Appends a batch. If the write fails, the file is cut back to where it was. */
  async append(_id: string, texts: readonly string[]): Promise<void> {
    const { limits } = this.#options;
    const now = this.#options.now().getTime();
    let current = (this.#current ??= await this.#open());
    const age = now - (current.since ?? now);
    if (current.entries >= limits.entries / maxFiles || age >= limits.lifetime / maxFiles) {
      current = this.#current = this.#startFile(current.number + 1, current.last);
      await this.#removeOld(maxFiles - 1);
    }
    const positions = follow(current.last, now, texts.length);
    const lines = texts.map((text, index) => toLine(positions[index] ?? current.last, text));
    const block = Buffer.from(`${current.isCut ? '\n' : ''}${lines.join('')}`);
    try {
      await appendFile(current.path, block, { mode: 0o600 });
    } catch (error) {
      this.#current = undefined;
      await truncate(current.path, current.size).catch(() => undefined);
      throw error;
    }
    current.size += block.length;
    current.isCut = false;
    current.entries += texts.length;
    current.since ??= now;
    current.last = positions.at(-1) ?? current.last;
  }

  async *newestFirst(before?: Position): AsyncGenerator<LogEntry, undefined> {
    for (const number of (await this.#list()).reverse()) {
      const path = this.#pathOf(number);
      const text = await readIfExists(path);
      const lines = splitLines(text);
      // A write that has just begun.
      if (path === this.#current?.path && !this.#current.isCut && !text.endsWith('\n')) lines.pop();
      for (const line of lines.reverse()) {
        const position = positionOf(line);
        if (position && before && comparePositions(position, before) >= 0) continue;
        if (position && isWhole(line)) yield { ...position, text: line };
        else this.#tellUnreadable(path);
      }
    }
    return undefined;
  }

  /** Creates the folder if it is missing, and finds the end of the newest file. */
  async #open(): Promise<CurrentFile> {
    await mkdir(this.#options.folder, { recursive: true, mode: 0o700 });
    await this.#removeOld(maxFiles);
    const number = (await this.#list()).at(-1) ?? 1;
    const { value: last = { ms: 0, seq: 0 } } = await this.newestFirst().next();
    const file = this.#startFile(number, last);
    const text = await readIfExists(file.path);
    const lines = splitLines(text);
    return {
      ...file,
      entries: lines.length,
      since: lines.map(positionOf).find((position) => position !== undefined)?.ms,
      size: Buffer.byteLength(text),
      isCut: text !== '' && !text.endsWith('\n'),
    };
  }

  #startFile(number: number, { ms, seq }: Position): CurrentFile {
    const empty = { entries: 0, since: undefined, size: 0, isCut: false };
    return { path: this.#pathOf(number), number, last: { ms, seq }, ...empty };
  }

  /**
   * Removes the oldest files beyond a number, and those whose last entry is too old.
   *
   * @param max - number of files that may stay
   */
  async #removeOld(max: number): Promise<void> {
    const { limits, now } = this.#options;
    const oldest = now().getTime() - limits.lifetime;
    const numbers = await this.#list();
    for (const [index, number] of numbers.entries()) {
      const path = this.#pathOf(number);
      const isBeyond = index < numbers.length - max;
      if (isBeyond || (await stat(path)).mtimeMs < oldest) await rm(path, { force: true });
    }
  }

  #tellUnreadable(file: string): void {
    if (this.#told.has(file)) return;
    this.#told.add(file);
    this.#options.log.warn({ file }, 'unreadable lines ignored');
  }

  /** Lists the numbers of the files, oldest first. */
  async #list(): Promise<number[]> {
    const { folder, name } = this.#options;
    const names = await readdir(folder).catch((error: unknown) => {
      if (isMissing(error)) return [];
      throw error;
    });
    const numbers = names.map((file) => {
      const [beginning, digits = '', ...rest] = file.split('.');
      return beginning === name && rest.join() === 'jsonl' ? Number.parseInt(digits, 10) : NaN;
    });
    return numbers.filter((number) => number > 0).sort((one, other) => one - other);
  }

  #pathOf(number: number): string {
    const { folder, name } = this.#options;
    return join(folder, `${name}.${String(number).padStart(6, '0')}.jsonl`);
  }
}

/** Returns the positions of new entries, which follow the last one even if the clock has gone back. */
function follow(last: Position, now: number, count: number): Position[] {
  const ms = Math.max(now, last.ms);
  const first = ms === last.ms ? last.seq + 1 : 0;
  return Array.from({ length: count }, (_, index) => ({ ms, seq: first + index }));
}

/** @param text - a JSON object, not empty */
function toLine(position: Position, text: string): string {
  return `{"id":"${formatPosition(position)}",${text.slice(1)}\n`;
}

/** Reads the position at the beginning of a line. */
function positionOf(line: string): Position | undefined {
  return parsePosition(/^\{"id":"([\d-]+)"/.exec(line)?.[1] ?? '');
}

function isWhole(line: string): boolean {
  try {
    JSON.parse(line);
    return true;
  } catch {
    return false;
  }
}

function splitLines(text: string): string[] {
  return text.split('\n').filter((line) => line !== '');
}

/** Reads a file. Returns an empty text for a missing file. */
async function readIfExists(path: string): Promise<string> {
  return readFile(path, 'utf8').catch((error: unknown) => {
    if (isMissing(error)) return '';
    throw error;
  });
}

function isMissing(error: unknown): boolean {
  return (error as NodeJS.ErrnoException).code === 'ENOENT';
}
