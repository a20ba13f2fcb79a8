// Writes compressed copies of an app's files beside them, so that the gateway compresses nothing while it serves them.
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { brotliCompress, gzip } from 'node:zlib';

const compressors = { '.br': promisify(brotliCompress), '.gz': promisify(gzip) };

/** What is not compressed yet. Fonts and images are. */
const texts = /\.(css|html|js|json|svg|txt|webmanifest)$/;

/**
 * Writes `.br` and `.gz` beside each text, where that is smaller.
 *
 * @param {string} folder
 */
export async function compress(folder) {
  const names = readdirSync(folder, { recursive: true }).filter((name) => texts.test(name));
  await Promise.all(
    names.map(async (name) => {
      const file = join(folder, name);
      const bytes = readFileSync(file);
      for (const [ending, compressor] of Object.entries(compressors)) {
        const smaller = await compressor(bytes);
        if (smaller.length < bytes.length) writeFileSync(file + ending, smaller);
      }
    }),
  );
}
