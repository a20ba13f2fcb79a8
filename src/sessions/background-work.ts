/** Work that no request waits for. Failures are logged. */
export class BackgroundWork {
  readonly #log: { error: (details: object, message: string) => void };
  readonly #pending = new Set<Promise<unknown>>();

  constructor(log: { error: (details: object, message: string) => void }) {
    this.#log = log;
  }

  /** Adds running work. */
  add(work: Promise<unknown>): void {
    const pending = work
      .catch((error: unknown) => {
        this.#log.error({ err: error }, 'a session in a cookie could not be saved or ended');
      })
      .finally(() => {
        this.#pending.delete(pending);
      });
    this.#pending.add(pending);
  }

  /** Waits until all running work has ended. */
  async close(): Promise<void> {
    await Promise.allSettled(this.#pending);
  }
}
