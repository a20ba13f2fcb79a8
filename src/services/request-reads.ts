/** A memory of answers that can be emptied, such as a `DataLoader`. */
interface Memory {
  clearAll: () => unknown;
}

/**
 * Reads of one request: those that its data sources remember, and those that are under way. A write to any service empties the
 * memory of all services, because one service may answer with data that another one has changed.
 */
export class RequestReads {
  readonly #memories: Memory[] = [];
  readonly #underWay = new Map<string, SharedRead<unknown>>();

  /** Adds a memory, which {@link forget} empties. */
  remember(memory: Memory): void {
    this.#memories.push(memory);
  }

  /**
   * Empties the memory after a write, also after one that failed, since the service may have written all the same. A read under
   * way may show the state before the write: it goes on for those who wait for it, and nobody joins it.
   */
  forget(): void {
    for (const memory of this.#memories) memory.clearAll();
    this.#underWay.clear();
  }

  /**
   * Reads, or joins an equal read under way. An aborted signal ends one caller's wait alone. The read itself is aborted with the
   * last caller that waits for it.
   *
   * @param key - equal for equal reads
   * @param signal - ends the wait of this caller; it then rejects with the signal's reason, or with the error of the aborted read
   */
  share<Answer>(
    key: string,
    signal: AbortSignal,
    read: (signal: AbortSignal) => Promise<Answer>,
  ): Promise<Answer> {
    const shared = (this.#underWay.get(key) ?? this.#start(key, read)) as SharedRead<Answer>;
    return shared.join(signal);
  }

  #start<Answer>(key: string, read: (signal: AbortSignal) => Promise<Answer>): SharedRead<unknown> {
    const shared = new SharedRead(read, () => {
      if (this.#underWay.get(key) === shared) this.#underWay.delete(key);
    });
    this.#underWay.set(key, shared);
    return shared;
  }
}

/** One read under way, and the number of callers that wait for it. */
class SharedRead<Answer> {
  readonly #controller = new AbortController();
  readonly #answer: Promise<Answer>;
  readonly #onOver: () => void;
  #waiting = 0;

  /** @param onOver - called when nobody may join any more */
  constructor(read: (signal: AbortSignal) => Promise<Answer>, onOver: () => void) {
    this.#onOver = onOver;
    this.#answer = read(this.#controller.signal).finally(onOver);
  }

  join(signal: AbortSignal): Promise<Answer> {
    this.#waiting += 1;
    return new Promise((resolve, reject) => {
      const leave = () => {
        this.#waiting -= 1;
        if (this.#waiting === 0) this.#abort(signal.reason);
        else reject(signal.reason as Error);
      };
      if (signal.aborted) leave();
      else signal.addEventListener('abort', leave, { once: true });
      void this.#answer
        .finally(() => {
          signal.removeEventListener('abort', leave);
        })
        .then(resolve, reject);
    });
  }

  #abort(reason: unknown): void {
    this.#onOver();
    this.#controller.abort(reason);
  }
}
