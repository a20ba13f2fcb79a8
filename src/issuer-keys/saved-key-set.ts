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

/** All in milliseconds. */
const timing = {
  /** Unchanged keys are written again after this time, so that the saved age stays true. */
  period: 5 * 60 * 1000,
  /** Storage that takes longer has failed: a disk or network that hangs must not hang the gateway. */
  patience: 2000,
};

/**
 * The last good key set in one storage, signed. No method fails: a failure is one line in the log, and the next line comes when the
 * reason changes.
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

  /** @returns undefined when nothing is saved, or nothing that may be used */
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

  /** Saves a key set in the background, if it differs from the one written last or is five minutes younger. */
  save(fetched: FetchedKeys): void {
    this.#writing = this.#writing.then(() => this.#write(fetched));
  }

  /** Resolves when all writes under way have ended. */
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
