import { setTimeout as wait } from 'node:timers/promises';
import type { KeySetStorage } from './key-set-storage.ts';
import {
  signKeySet,
  verifyKeySet,
  type FetchedKeys,
  type SignedKeySetRules,
} from './signed-key-set.ts';

/** Options of {@link SavedKeySet}. */
export interface SavedKeySetOptions extends SignedKeySetRules {
  storage: KeySetStorage;
  log: { warn: (details: object, message: string) => void };
}

/** Periods, in milliseconds. */
const timing = {
  /** Time after which unchanged keys are written again, so that the saved age stays correct. */
  period: 5 * 60 * 1000,
  /** Time limit of a read or write, so that a hanging disk or network does not delay the gateway. */
  patience: 2000,
};

/**
 * The latest fetched key set in one storage, signed. No method throws. A failed read is logged if its reason differs from that of
 * the previous read. A failed write is logged if the previous write succeeded.
 */
export class SavedKeySet {
  readonly #options: SavedKeySetOptions;
  #written: { text: string; fetchedAt: number } | undefined;
  #writing = Promise.resolve();
  #isWriteFailing = false;
  #readFailure: string | undefined;

  constructor(options: SavedKeySetOptions) {
    this.#options = options;
  }

  /**
   * Reads the saved key set.
   *
   * @returns undefined if none is saved, or if it is not usable
   */
  async read(): Promise<FetchedKeys | undefined> {
    const { storage, log } = this.#options;
    try {
      const text = await withinPatience(storage.read());
      const saved = text === undefined ? undefined : await verifyKeySet(text, this.#options);
      this.#readFailure = undefined;
      return saved;
    } catch (error) {
      const { message } = error as Error;
      if (message !== this.#readFailure) log.warn({ err: error, place: storage.name }, ignored);
      this.#readFailure = message;
      return undefined;
    }
  }

  /** Saves a key set in the background, if its keys differ from the saved ones or if it is at least five minutes newer. */
  save(fetched: FetchedKeys): void {
    this.#writing = this.#writing.then(() => this.#write(fetched));
  }

  /** Waits until all running writes are finished. */
  flush(): Promise<void> {
    return this.#writing;
  }

  async #write(fetched: FetchedKeys): Promise<void> {
    const { storage, log } = this.#options;
    const text = JSON.stringify(fetched.keys);
    if (this.#isWritten(text, fetched.fetchedAt)) return;
    try {
      await withinPatience(storage.write(await signKeySet(fetched, this.#options)));
      this.#written = { text, fetchedAt: fetched.fetchedAt };
      this.#isWriteFailing = false;
    } catch (error) {
      if (!this.#isWriteFailing) log.warn({ err: error, place: storage.name }, cannotSave);
      this.#isWriteFailing = true;
    }
  }

  #isWritten(text: string, fetchedAt: number): boolean {
    return this.#written?.text === text && fetchedAt - this.#written.fetchedAt < timing.period;
  }
}

const cannotSave = "the issuer's keys cannot be kept for the next start";
const ignored = "the issuer's keys that were kept are ignored";

async function withinPatience<Result>(work: Promise<Result>): Promise<Result> {
  const done = new AbortController();
  const late = wait(timing.patience, undefined, { signal: done.signal }).then(() => {
    throw new Error(`no answer within ${timing.patience} ms`);
  });
  try {
    return await Promise.race([work, late]);
  } finally {
    done.abort();
    late.catch(() => undefined);
  }
}
