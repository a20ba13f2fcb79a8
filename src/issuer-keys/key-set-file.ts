import { readFile, stat } from 'node:fs/promises';
import type { FetchedKeys } from './signed-key-set.ts';
import { selectUsableKeys } from './usable-keys.ts';

/**
 * Reads a key set (RFC 7517 §5) that the operator downloaded. `fetchedAt` is the time of the file's last change.
 *
 * @throws the file system's error, unchanged; `Error`: not JSON, no usable key
 */
export async function readKeySetFile(file: string): Promise<FetchedKeys> {
  const { mtimeMs } = await stat(file);
  return { keys: selectUsableKeys(parseJson(await readFile(file, 'utf8'))), fetchedAt: mtimeMs };
}

/** Parses JSON with an error of its own, since the parser's message would quote the file. */
function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw new Error('the file is not JSON');
  }
}
