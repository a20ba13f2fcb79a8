import { readFile } from 'node:fs/promises';
import type { Store } from '../store/store.ts';
import { writeAtomically } from '../store/atomic-file.ts';

/** Storage for one text that outlives the process. Several processes may share it. */
export interface KeySetStorage {
  /** Names the storage in the log. */
  name: string;
  /** Resolves to undefined before the first write. */
  read: () => Promise<string | undefined>;
  /** Replaces the whole text, or fails and changes nothing. */
  write: (text: string) => Promise<void>;
}

/** Stores the text in a file that only its owner may read. */
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
 * Stores the text in Redis, for all replicas.
 *
 * @param lifetime - of the text, in milliseconds
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
