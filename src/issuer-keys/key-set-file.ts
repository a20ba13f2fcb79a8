import { readFile, stat } from 'node:fs/promises';
import type { FetchedKeys } from './signed-key-set.ts';
import { usableKeys } from './usable-keys.ts';

/**
 * Reads a key set (RFC 7517 §5) that somebody downloaded. It is as old as the file's last change.
 *
 * @throws what reading fails with; `Error`: not JSON, no usable key
 */
export async function readKeySetFile(file: string): Promise<FetchedKeys> {
  const { mtimeMs } = await stat(file);
  return { keys: usableKeys(parsed(await readFile(file, 'utf8'))), fetchedAt: mtimeMs };
}

/** Says nothing of what is in the file, as the parser would. */
function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw new Error('the file is not JSON');
  }
}
