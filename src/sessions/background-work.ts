/** Work that no request waits for. A failure is a line in the log. */
export class BackgroundWork {
  readonly #log: { error: (details: object, message: string) => void };
  readonly #pending = new Set<Promise<unknown>>();

  constructor(log: { error: (details: object, message: string) => void }) {
    this.#log = log;
  }

  /** Watches over work that has begun. */
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

  /** Waits for the work under way. */
  async close(): Promise<void> {
    await Promise.allSettled(this.#pending);
  }
}
