/** A value, and the time until which it is saved (milliseconds since the epoch). */
export interface TimedValue {
  value: string;
  until: number;
}

/** Values by key, up to a total size in bytes. Beyond that size, the oldest values are dropped. */
export class BoundedValues {
  readonly #values = new Map<string, TimedValue>();
  readonly #maxBytes: number;
  #bytes = 0;

  constructor(maxBytes: number) {
    this.#maxBytes = maxBytes;
  }

  get(key: string): TimedValue | undefined {
    return this.#values.get(key);
  }

  set(key: string, timed: TimedValue): void {
    this.delete(key);
    this.#values.set(key, timed);
    this.#bytes += sizeOf(key, timed);
    for (const oldest of this.#values.keys()) {
      if (this.#bytes <= this.#maxBytes) return;
      this.delete(oldest);
    }
  }

  delete(key: string): void {
    const found = this.#values.get(key);
    if (!found) return;
    this.#values.delete(key);
    this.#bytes -= sizeOf(key, found);
  }

  entries(): IterableIterator<[key: string, timed: TimedValue]> {
    return this.#values.entries();
  }
}

/** Returns the size of a key and its value (bytes). Both are ASCII. */
function sizeOf(key: string, { value }: TimedValue): number {
  return key.length + value.length;
}
