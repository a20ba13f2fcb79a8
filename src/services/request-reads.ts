/** A cache of answers that can be emptied, such as a `DataLoader`. */
interface Memory {
  clearAll: () => unknown;
}

/**
 * The reads of one request: the answers that its data sources cache, and the running reads. A write to any service empties the
 * caches of all services, because one service may answer with data that another one has changed.
 */
export class RequestReads {
  readonly #memories: Memory[] = [];
  readonly #underWay = new Map<string, SharedRead<unknown>>();

  /** Adds a cache, which {@link forget} empties. */
  remember(memory: Memory): void {
    this.#memories.push(memory);
  }

  /**
   * Empties the caches after a write, even if the write failed, because the service may have written nevertheless. A running read
   * may return the state before the write. It continues for the callers that already wait for it, but no further caller joins it.
   */
  forget(): void {
    for (const memory of this.#memories) memory.clearAll();
    this.#underWay.clear();
  }

  /**
   * Reads, or joins an equal running read. An aborted signal ends the wait of one caller only. The read itself is aborted when no
   * caller waits for it.
   *
   * @param key - equal for equal reads
   * @param signal - ends the wait of this caller. The result then rejects with the signal's reason, or with the error of the
   *   aborted read
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

/** A running read, and the number of callers that wait for it. */
class SharedRead<Answer> {
  readonly #controller = new AbortController();
  readonly #answer: Promise<Answer>;
  readonly #onOver: () => void;
  #waiting = 0;

  /** @param onOver - called when no further caller may join the read */
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
