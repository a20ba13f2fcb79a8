import { keptKeySet } from './saved-key-set.ts';
import { readKeySetFile } from './key-set-file.ts';
import type { KeySetPlace } from './key-set-storage.ts';
import { replicaClockTolerance, sealedKeySets, type FetchedKeys } from './signed-key-set.ts';

/** The issuer's keys as they were when they were last known; told apart by age. */
export interface LastGoodKeys {
  /**
   * The newest there are, if they may be used.
   *
   * @param since - when the keys in hand were fetched, if they may be used; what is older than that is of no interest
   */
  recall: (since: number | undefined) => Promise<FetchedKeys | undefined>;
  /** Keeps them in all places. Nobody waits for it. */
  keep: (fetched: FetchedKeys) => void;
  /** Ends when nothing is being written any more. */
  settled: () => Promise<void>;
}

/** Where they are. */
export interface LastGoodKeysOptions {
  issuer: string;
  /** Seconds. */
  maxAge: number;
  kept?: { places: KeySetPlace[]; secret: string };
  /** A key set that the operator downloaded. */
  file?: string | undefined;
  now: () => Date;
  log: { warn: (details: object, message: string) => void };
}

/**
 * The last good key set in any number of places, and at last in the operator's file. That one is used only where nothing else is
 * left: its age is the file's, and copying makes an old file young.
 */
export function lastGoodKeys({ kept, file, log, ...rest }: LastGoodKeysOptions): LastGoodKeys {
  const { maxAge, now } = rest;
  const seals = kept && sealedKeySets({ ...rest, secret: kept.secret });
  const sets = seals ? kept.places.map((place) => keptKeySet(place, seals, log)) : [];
  let inHandFromFile: number | undefined;
  let ignored: string | undefined;

  async function newestKept(since: number): Promise<FetchedKeys | undefined> {
    const found = await Promise.all(sets.map((set) => set.read()));
    const newer = found.filter((keys) => keys !== undefined && keys.fetchedAt > since);
    return newer.toSorted((a, b) => (b?.fetchedAt ?? 0) - (a?.fetchedAt ?? 0))[0];
  }

  async function fromFile(path: string): Promise<FetchedKeys | undefined> {
    try {
      const keys = await readKeySetFile(path);
      const age = (now().getTime() - keys.fetchedAt) / 1000;
      if (age > maxAge) throw new Error('it is too old');
      if (age < -replicaClockTolerance) throw new Error('it is from the future');
      ignored = undefined;
      return keys;
    } catch (error) {
      const { message } = error as Error;
      if (message !== ignored) log.warn({ err: error }, 'JWKS_FILE is ignored');
      ignored = message;
      return undefined;
    }
  }

  return {
    recall: async (since) => {
      const newest = await newestKept(since ?? -Infinity);
      if (newest || file === undefined) return newest;
      if (since !== undefined && since !== inHandFromFile) return undefined;
      const keys = await fromFile(file);
      inHandFromFile = keys?.fetchedAt;
      return keys;
    },
    keep: (fetched) => {
      for (const set of sets) set.keep(fetched);
    },
    settled: async () => {
      await Promise.all(sets.map((set) => set.settled()));
    },
  };
}
