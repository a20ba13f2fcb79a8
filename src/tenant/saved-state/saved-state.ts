import { setImmediate } from 'node:timers/promises';
import type { RecordChange } from './state-file.ts';

/** What keeps the records of a state beyond the process. */
export interface StateStorage {
  records(): { kind: string; key: string; value: string }[];
  write(changes: readonly RecordChange[]): void;
  close(): void;
}

/** How a collection turns its values into JSON, and back. */
export interface RecordFormat<Value> {
  toJson: (value: Value) => unknown;
  fromJson: (json: never) => Value;
}

/**
 * The state of a tenant that outlives a restart. Collections keep their values in memory, read them there, and say here which
 * value has changed. Changes are written together, in the order of their batches: what happens while one batch is written is in the
 * next. Without a file, the state is only in memory.
 */
export class SavedState {
  readonly #file: StateStorage | undefined;
  /** Records that were in the file at the start, by kind. */
  readonly #found = new Map<string, Map<string, string>>();
  #changes = new Map<string, () => RecordChange>();
  /** The batch that will take the changes from now on. */
  #next: Promise<void> | undefined;

  /** @param file - default: none, the state is only in memory */
  constructor(file?: StateStorage) {
    this.#file = file;
    for (const { kind, key, value } of file?.records() ?? []) {
      const ofKind = this.#found.get(kind) ?? new Map<string, string>();
      this.#found.set(kind, ofKind.set(key, value));
    }
  }

  /** Returns the records of a kind, with the values that were saved before. */
  records<Value>(
    kind: string,
    format: RecordFormat<Value> = { toJson: (value) => value, fromJson: (json) => json },
  ): SavedRecords<Value> {
    const found = [...(this.#found.get(kind) ?? [])].map(
      ([key, json]) => [key, format.fromJson(JSON.parse(json) as never)] as const,
    );
    const mark = (key: string, value?: { now: Value }): void => {
      this.#mark({ kind, key, toJson: value && (() => format.toJson(value.now)) });
    };
    return {
      found: new Map(found),
      set: (key, value) => {
        mark(key, { now: value });
      },
      delete: (key) => {
        mark(key);
      },
    };
  }

  /**
   * Resolves when all changes up to now are on disk.
   *
   * @throws the file's error, unchanged. The changes stay unsaved until a later batch can write them.
   */
  saved(): Promise<void> {
    return this.#changes.size > 0 ? this.#save() : Promise.resolve();
  }

  /** Saves what is unsaved, and lets go of the file. */
  async close(): Promise<void> {
    try {
      await this.saved();
    } finally {
      this.#file?.close();
    }
  }

  #mark(change: { kind: string; key: string; toJson: (() => unknown) | undefined }): void {
    if (!this.#file) return;
    const { kind, key, toJson } = change;
    this.#changes.set(JSON.stringify([kind, key]), () => ({
      ...{ kind, key },
      value: toJson ? JSON.stringify(toJson()) : null,
    }));
    // Whoever answers next is told of a failure.
    void this.#save().catch(() => undefined);
  }

  /** Writes the changes at the end of this turn, so that requests that are answered together share a batch. */
  #save(): Promise<void> {
    this.#next ??= setImmediate().then(() => {
      this.#next = undefined;
      const changes = this.#changes;
      this.#changes = new Map();
      try {
        this.#file?.write([...changes.values()].map((change) => change()));
      } catch (error) {
        this.#changes = new Map([...changes, ...this.#changes]);
        throw error;
      }
    });
    return this.#next;
  }
}

/** The records of one kind. A collection changes its own values, and tells each change. */
export interface SavedRecords<Value> {
  /** Values that were saved before, by key, in the order in which they were last written. */
  readonly found: ReadonlyMap<string, Value>;
  /** Saves a value as it is at the end of this turn. Call it after each change of the value, too. */
  set(key: string, value: Value): void;
  delete(key: string): void;
}
