import { randomUUID } from 'node:crypto';
import type { EventLog, LogEntry, Position } from '../store/event-log.ts';

/** Maximum number of events that wait until they are saved. */
export const maxWaiting = 10_000;
/** Maximum number of events that are saved together. */
const maxBatch = 100;
/** Milliseconds after a failure until the next attempt to save events. */
const retryDelay = 1000;

/** Dependencies of a {@link Shelf}. */
export interface ShelfOptions {
  saved: EventLog;
  log: {
    warn: (details: object, message: string) => void;
    info: (details: object, message: string) => void;
  };
}

interface Batch {
  id: string;
  texts: string[];
}

/**
 * A saved list of events. New events wait in memory until they are saved. While saving fails, the shelf tries again once a second,
 * and beyond 10,000 waiting events it drops new ones and counts them.
 */
export class Shelf {
  readonly #options: ShelfOptions;
  #waiting: string[] = [];
  /** The batch that is being saved. After a failure it is sent again as it was. */
  #batch: Batch | undefined;
  #saving: Promise<void> | undefined;
  #retry: NodeJS.Timeout | undefined;
  #isFailing = false;
  #lost = 0;

  constructor(options: ShelfOptions) {
    this.#options = options;
  }

  /** Number of events that are not saved yet. */
  get waiting(): number {
    return this.#waiting.length + (this.#batch?.texts.length ?? 0);
  }

  /** Number of events that this process has dropped. */
  get lost(): number {
    return this.#lost;
  }

  /** Adds an event, and starts to save it. */
  add(text: string): void {
    if (this.waiting >= maxWaiting) this.#lost += 1;
    else this.#waiting.push(text);
    if (!this.#isFailing) void this.settle();
  }

  /** Reads the saved events before a position, newest first. Throws the error of the storage. */
  newestFirst(before?: Position): AsyncGenerator<LogEntry, undefined> {
    return this.#options.saved.newestFirst(before);
  }

  /** Waits until the events that wait now are saved, or saving fails. */
  settle(): Promise<void> {
    return (this.#saving ??= this.#saveAll().finally(() => (this.#saving = undefined)));
  }

  /** Saves the waiting events. Those that cannot be saved now are lost. */
  async close(): Promise<void> {
    clearTimeout(this.#retry);
    await this.settle();
    await this.settle();
    clearTimeout(this.#retry);
    if (this.waiting === 0) return;
    this.#lost += this.waiting;
    this.#options.log.warn({ events: this.waiting }, 'audit events lost: they could not be saved');
  }

  async #saveAll(): Promise<void> {
    while (this.waiting > 0) {
      const batch = (this.#batch ??= {
        id: randomUUID(),
        texts: this.#waiting.splice(0, maxBatch),
      });
      try {
        await this.#options.saved.append(batch.id, batch.texts);
        this.#batch = undefined;
        this.#tellSaved();
      } catch (error) {
        this.#tellFailed(error);
        clearTimeout(this.#retry);
        this.#retry = setTimeout(() => void this.settle(), retryDelay).unref();
        return;
      }
    }
  }

  #tellFailed(error: unknown): void {
    if (this.#isFailing) return;
    this.#isFailing = true;
    const message = 'audit events cannot be saved; they wait in memory, and the log has them';
    this.#options.log.warn({ err: error }, message);
  }

  #tellSaved(): void {
    if (!this.#isFailing) return;
    this.#isFailing = false;
    this.#options.log.info({ lost: this.#lost }, 'audit events are saved again');
  }
}
