import { readKeySetFile } from './key-set-file.ts';
import type { KeySetStorage } from './key-set-storage.ts';
import { SavedKeySet } from './saved-key-set.ts';
import { replicaClockTolerance, type FetchedKeys } from './signed-key-set.ts';

/** Options of {@link FallbackKeys}. */
export interface FallbackKeysOptions {
  issuer: string;
  /** Age in seconds from which a key set is no longer used. */
  maxAge: number;
  /** Storages of the last good key set, and the secret from which the key that signs the set is derived. Default: none. */
  saved?: { storages: KeySetStorage[]; secret: string };
  /** Path of a key set that the operator downloaded (`JWKS_FILE`). Default: none. */
  file?: string | undefined;
  now: () => Date;
  log: { warn: (details: object, message: string) => void };
}

/**
 * Key sets to use while the gateway cannot fetch the issuer's: the newest that any storage has, or else the operator's file.
 *
 * The file comes last because its age is less certain: the age counts from the file's last change, and a copy of an old file looks
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
   * Returns the newest key set that may be used.
   *
   * @param since - `fetchedAt` of the keys in use, undefined without usable keys; a saved set must be newer
   * @returns undefined when there is no such set
   */
  async recall(since: number | undefined): Promise<FetchedKeys | undefined> {
    const saved = await this.#newestSaved(since ?? -Infinity);
    const { file } = this.#options;
    if (saved || file === undefined) return saved;
    // Keys in use from anywhere else are preferred to the file, even if they are older.
    if (since !== undefined && since !== this.#fileFetchedAt) return undefined;
    const keys = await this.#readFile(file);
    this.#fileFetchedAt = keys?.fetchedAt;
    return keys;
  }

  /** Saves a key set in all storages, in the background. */
  save(fetched: FetchedKeys): void {
    for (const set of this.#savedSets) set.save(fetched);
  }

  /** Waits until all writes that have begun are finished. */
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
