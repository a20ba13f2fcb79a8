import { readFile, stat } from 'node:fs/promises';
import type { FetchedKeys } from './signed-key-set.ts';
import { selectUsableKeys } from './usable-keys.ts';

/**
 * Reads a key set (RFC 7517 §5) that an operator has downloaded. `fetchedAt` is the file's modification time.
 *
 * @throws the file system's error, unchanged; `Error` for invalid JSON or a set without a usable key
 */
export async function readKeySetFile(file: string): Promise<FetchedKeys> {
  const { mtimeMs } = await stat(file);
  return { keys: selectUsableKeys(parseJson(await readFile(file, 'utf8'))), fetchedAt: mtimeMs };
}

/** Parses JSON. Replaces the parser's error, whose message would quote the file. */
function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw new Error('the file is not JSON');
  }
}
