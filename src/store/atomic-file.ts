import { randomUUID } from 'node:crypto';
import { mkdir, rename, rm, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';

/**
 * Writes a file that the owner alone may read, and its folder when missing. Whoever reads it, in this process or another, finds
 * all of the old text or all of the new.
 *
 * @throws what the file system fails with; the old file is as it was
 */
export async function writeAtomically(
  file: string,
  text: string | Iterable<string>,
): Promise<void> {
  const draft = `${file}.${randomUUID()}.new`; // other processes may be writing the same file
  await mkdir(dirname(file), { recursive: true, mode: 0o700 });
  try {
    await writeFile(draft, text, { mode: 0o600 });
    await rename(draft, file);
  } catch (error) {
    await rm(draft, { force: true });
    throw error;
  }
}
