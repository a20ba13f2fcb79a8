import { readKeySetFile } from './key-set-file.ts';
import type { KeySetStorage } from './key-set-storage.ts';
import { SavedKeySet } from './saved-key-set.ts';
import { replicaClockTolerance, type FetchedKeys } from './signed-key-set.ts';

/** Options of {@link FallbackKeys}. */
export interface FallbackKeysOptions {
  issuer: string;
  /** Age from which a key set is no longer used (seconds). */
  maxAge: number;
  /** Storages for the latest fetched key set, and the secret for its signature. Default: none. */
  saved?: { storages: KeySetStorage[]; secret: string };
  /** Path of a key set that an operator has downloaded (`JWKS_FILE`). Default: none. */
  file?: string | undefined;
  now: () => Date;
  log: { warn: (details: object, message: string) => void };
}

/**
 * Key sets for outages in which the gateway cannot fetch the issuer's. Prefers the newest key set of all storages to the
 * operator's file. The age of a file is less reliable: it counts from the file's last change, so that a copy of an old file looks
 * new.
 */
export class FallbackKeys {
  readonly #options: FallbackKeysOptions;
  readonly #savedSets: SavedKeySet[];
  /** `fetchedAt` of the keys that were last read from the file. Undefined if the file had no usable keys. */
  #fileFetchedAt: number | undefined;
  #fileFailure: string | undefined;

  constructor(options: FallbackKeysOptions) {
    const { saved, ...rest } = options;
    this.#options = options;
    this.#savedSets = saved
      ? saved.storages.map((storage) => new SavedKeySet({ ...rest, ...saved, storage }))
      : [];
  }

  /**
   * Returns the newest usable key set.
   *
   * @param since - `fetchedAt` of the keys in use. A saved set must be newer. Undefined without usable keys
   * @returns undefined if there is no such set
   */
  async recall(since: number | undefined): Promise<FetchedKeys | undefined> {
    const saved = await this.#newestSaved(since ?? -Infinity);
    const { file } = this.#options;
    if (saved || file === undefined) return saved;
    // The file never replaces keys from another source, even if those are older.
    if (since !== undefined && since !== this.#fileFetchedAt) return undefined;
    const keys = await this.#readFile(file);
    this.#fileFetchedAt = keys?.fetchedAt;
    return keys;
  }

  /** Saves a key set in all storages, in the background. */
  save(fetched: FetchedKeys): void {
    for (const set of this.#savedSets) set.save(fetched);
  }

  /** Waits until all running writes are finished. */
  async flush(): Promise<void> {
    await Promise.all(this.#savedSets.map((set) => set.flush()));
  }

  async #newestSaved(since: number): Promise<FetchedKeys | undefined> {
    const saved = await Promise.all(this.#savedSets.map((set) => set.read()));
    return saved
      .filter((keys) => keys !== undefined)
      .filter(({ fetchedAt }) => fetchedAt > since)
      .toSorted((a, b) => b.fetchedAt - a.fetchedAt)[0];
  }

  async #readFile(file: string): Promise<FetchedKeys | undefined> {
    try {
      const keys = await readKeySetFile(file);
      this.#checkAge(keys);
      this.#fileFailure = undefined;
      return keys;
    } catch (error) {
      const { message } = error as Error;
      if (message !== this.#fileFailure) {
        this.#options.log.warn({ err: error }, 'JWKS_FILE is ignored');
      }
      this.#fileFailure = message;
      return undefined;
    }
  }

  #checkAge({ fetchedAt }: FetchedKeys): void {
    const { now, maxAge } = this.#options;
    const age = (now().getTime() - fetchedAt) / 1000;
    if (age > maxAge) throw new Error('it is too old');
    if (age < -replicaClockTolerance) throw new Error('it is from the future');
  }
}
