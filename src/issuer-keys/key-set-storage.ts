import { readFile } from 'node:fs/promises';
import type { Store } from '../store/store.ts';
import { writeAtomically } from '../store/atomic-file.ts';

/** Storage of a key set as text. It outlives the process, and several processes may share it. */
export interface KeySetStorage {
  /** Name of the storage in log lines. */
  name: string;
  /** Reads the text. Resolves to undefined if nothing was written yet. */
  read: () => Promise<string | undefined>;
  /** Replaces the text. A failed write changes nothing. */
  write: (text: string) => Promise<void>;
}

/** Makes a storage in a file that only its owner may read. */
export function fileStorage(file: string): KeySetStorage {
  return {
    name: file,
    read: async () => {
      try {
        return await readFile(file, 'utf8');
      } catch (error) {
        if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
        throw error;
      }
    },
    write: (text) => writeAtomically(file, text),
  };
}

/**
 * Makes a storage in Redis, which all replicas share.
 *
 * @param lifetime - milliseconds after which Redis drops the text
 */
export function redisStorage(
  store: Pick<Store, 'get' | 'set'>,
  lifetime: number,
  now: () => Date,
): KeySetStorage {
  const key = 'issuer-keys';
  return {
    name: 'Redis',
    read: async () => (await store.get(key)).value,
    write: (text) => store.set(key, text, now().getTime() + lifetime),
  };
}
