import { setImmediate } from 'node:timers/promises';
import type { RecordChange } from './state-file.ts';

/** Storage of a state's records beyond the process. */
export interface StateStorage {
  records(): { kind: string; key: string; value: string }[];
  write(changes: readonly RecordChange[]): void;
  close(): void;
}

/** Converts the values of a collection to JSON and back. */
export interface RecordFormat<Value> {
  toJson: (value: Value) => unknown;
  fromJson: (json: never) => Value;
}

/**
 * The state of a tenant that survives a restart. Collections hold their values in memory, and report changed values here. Changes
 * are written in batches, in order: a change during the write of one batch belongs to the next batch. Without a file, the state
 * is in memory only.
 */
export class SavedState {
  readonly #file: StateStorage | undefined;
  /** Records that were in the file at the start, by kind. */
  readonly #found = new Map<string, Map<string, string>>();
  #changes = new Map<string, () => RecordChange>();
  /** The batch for the changes from now on. Undefined if nothing has changed. */
  #next: Promise<void> | undefined;

  /** @param file - file of the state. Default: none, so that the state is in memory only */
  constructor(file?: StateStorage) {
    this.#file = file;
    for (const { kind, key, value } of file?.records() ?? []) {
      const ofKind = this.#found.get(kind) ?? new Map<string, string>();
      this.#found.set(kind, ofKind.set(key, value));
    }
  }

  /** Returns the records of a kind, including the saved values. */
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
   * Resolves when all earlier changes are on disk.
   *
   * @throws the file's error, unchanged. A later batch then writes the changes
   */
  saved(): Promise<void> {
    return this.#changes.size > 0 ? this.#save() : Promise.resolve();
  }

  /** Saves all changes, and closes the file. */
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
    // The next call of `saved` reports a failure.
    void this.#save().catch(() => undefined);
  }

  /** Writes the changes at the end of this turn of the event loop, so that simultaneous requests share a batch. */
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

/** The records of one kind. A collection changes its own values, and reports each change. */
export interface SavedRecords<Value> {
  /** Saved values by key, in the order of their last change. */
  readonly found: ReadonlyMap<string, Value>;
  /** Saves a value as it is at the end of this turn of the event loop. Call it after each change of the value. */
  set(key: string, value: Value): void;
  delete(key: string): void;
}
