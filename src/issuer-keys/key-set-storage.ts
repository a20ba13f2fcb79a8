import { readFile } from 'node:fs/promises';
import type { Store } from '../store/store.ts';
import { writeAtomically } from '../store/atomic-file.ts';

/** Where one text is kept beyond the life of a process. Several processes may share it. */
export interface KeySetPlace {
  /** For the log. */
  name: string;
  /** Undefined when nothing was written yet. */
  read: () => Promise<string | undefined>;
  /** Replaces all of it, or nothing. */
  write: (text: string) => Promise<void>;
}

/** A file that the owner alone may read. */
export function fileAsPlace(file: string): KeySetPlace {
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

/** @param keptFor - milliseconds */
export function storeAsPlace(
  store: Pick<Store, 'get' | 'set'>,
  keptFor: number,
  now: () => Date,
): KeySetPlace {
  const key = 'issuer-keys';
  return {
    name: 'Redis',
    read: async () => (await store.get(key)).value,
    write: (text) => store.set(key, text, now().getTime() + keptFor),
  };
}
