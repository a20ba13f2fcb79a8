import { LRUCache } from 'lru-cache';
import type { RecordFormat, SavedRecords, SavedState } from './saved-state.ts';

/** Options of a {@link SavedMap}. */
export interface SavedMapOptions<Value> {
  /** Kind of the records. */
  kind: string;
  /** Maximum number of values. Beyond it, the map drops the value that was used least recently. */
  max: number;
  /** Converts values to JSON and back. Default: values are JSON already. */
  format?: RecordFormat<Value>;
  /** Called with each value that is removed from the map. */
  onRemoved?: (value: Value) => void;
}

/** A map whose values survive a restart. */
export class SavedMap<Value extends object | string> {
  readonly #values: LRUCache<string, Value>;
  readonly #records: SavedRecords<Value>;

  constructor(
    state: SavedState,
    { kind, max, format, onRemoved = () => undefined }: SavedMapOptions<Value>,
  ) {
    this.#records = state.records(kind, format);
    this.#values = new LRUCache({
      maxSize: max,
      sizeCalculation: () => 1,
      dispose: (value, key, reason) => {
        if (reason === 'set') return;
        this.#records.delete(key);
        onRemoved(value);
      },
    });
    for (const [key, value] of this.#records.found) this.#values.set(key, value);
  }

  /** Number of values. */
  get size(): number {
    return this.#values.size;
  }

  get(key: string): Value | undefined {
    return this.#values.get(key);
  }

  has(key: string): boolean {
    return this.#values.has(key);
  }

  /** Sets a value, or saves a changed value again. */
  set(key: string, value: Value): void {
    this.#values.set(key, value);
    this.#records.set(key, value);
  }

  /** Removes a value. Returns false if there is none. */
  delete(key: string): boolean {
    return this.#values.delete(key);
  }

  /** Lists the values, most recently used first. */
  values(): Iterable<Value> {
    return this.#values.values();
  }

  entries(): Iterable<[string, Value]> {
    return this.#values.entries();
  }
}
