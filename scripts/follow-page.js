// Follows a page of docs/ in a copy of the project. A code block is a file if the line above it is the file's path in bold. A
// diff block changes an existing file. Any other such block is a whole file.
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

/**
 * Writes the files of a page into a folder, in the order of the page.
 *
 * @param {string} page
 * @param {string} folder
 */
export function followPage(page, folder) {
  for (const { file, language, text } of blocksOf(page)) {
    const path = join(folder, file);
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(
      path,
      language === 'diff' ? applyDiff(file, readFileSync(path, 'utf8'), text) : text,
    );
  }
}

/**
 * Returns the code blocks of a page that are files. Several blocks may be about the same file.
 *
 * @param {string} page
 * @returns {{ file: string, language: string, text: string }[]}
 */
export function blocksOf(page) {
  const fence = /^```(\w+)\n(.*?)^```$/gms;
  return [...page.matchAll(/^\*\*`([^`]+)`\*\*.*\n((?:\n*```\w+\n[^]*?^```$)+)/gm)].flatMap(
    ([, file, blocks]) =>
      [...blocks.matchAll(fence)].map(([, language, text]) => ({ file, language, text })),
  );
}

/**
 * Applies a diff without line numbers. Its old lines must occur exactly once in the file. A file that already has the new lines
 * stays unchanged.
 */
function applyDiff(file, before, diff) {
  const lines = diff.split('\n').slice(0, -1);
  const side = (sign) =>
    lines
      .filter((line) => ' '.concat(sign).includes(line[0] ?? ' '))
      .map((line) => `${line.slice(1)}\n`)
      .join('');
  if (before.includes(side('+'))) return before;
  const parts = before.split(side('-'));
  if (parts.length !== 2)
    throw new Error(`${file} has this ${parts.length - 1} times:\n${side('-')}`);
  return parts.join(side('+'));
}
