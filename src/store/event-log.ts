/** Place of an entry in an {@link EventLog}. Later entries have a later `ms`, or the same `ms` and a higher `seq`. */
export interface Position {
  /** Time at which the entry was saved (milliseconds since the epoch). */
  ms: number;
  /** Number of the entry among those of the same millisecond. */
  seq: number;
}

/** An entry of an {@link EventLog}. */
export interface LogEntry extends Position {
  /** A JSON object. */
  text: string;
}

/** Limits of an {@link EventLog}. Beyond them the oldest entries are dropped. */
export interface LogLimits {
  /** Maximum number of entries. */
  entries: number;
  /** Milliseconds for which an entry is saved. */
  lifetime: number;
}

/** A bounded list of entries that outlives the process. Entries are only added, and the oldest ones are dropped. */
export interface EventLog {
  /**
   * Appends a batch. The last batch may be sent again if its answer was lost: it is appended once. Only one call may run at a time.
   *
   * @param id - unique id of the batch
   * @param texts - JSON objects, not empty
   * @throws the error of the storage, unchanged. The caller may append the batch again
   */
  append: (id: string, texts: readonly string[]) => Promise<void>;
  /**
   * Reads the entries before a position, newest first, as far as the caller iterates. Throws the error of the storage, unchanged.
   *
   * @param before - default: the end of the log
   */
  newestFirst: (before?: Position) => AsyncGenerator<LogEntry, undefined>;
}

/** Compares two positions: negative if the first one is earlier. */
export function comparePositions(one: Position, other: Position): number {
  return one.ms - other.ms || one.seq - other.seq;
}

/** Formats a position as `1764345600000-0`, the form of Redis. */
export function formatPosition({ ms, seq }: Position): string {
  return `${ms}-${seq}`;
}

/** Parses a position. Returns undefined for another text. */
export function parsePosition(text: string): Position | undefined {
  const [, ms, seq] = /^(\d{1,15})-(\d{1,15})$/.exec(text) ?? [];
  return ms === undefined ? undefined : { ms: Number(ms), seq: Number(seq) };
}
