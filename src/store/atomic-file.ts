import { randomUUID } from 'node:crypto';
import { mkdir, rename, rm, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';

/**
 * Writes a file that only its owner may read. Creates the folder if it is missing. A reader sees either the whole old text or the
 * whole new text, even in another process.
 *
 * @throws the error of the file system, unchanged. The file then keeps its old text
 */
export async function writeAtomically(
  file: string,
  text: string | Iterable<string>,
): Promise<void> {
  const draft = `${file}.${randomUUID()}.new`; // Other processes may write the same file.
  await mkdir(dirname(file), { recursive: true, mode: 0o700 });
  try {
    await writeFile(draft, text, { mode: 0o600 });
    await rename(draft, file);
  } catch (error) {
    await rm(draft, { force: true });
    throw error;
  }
}
