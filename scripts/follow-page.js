// Does what a page of docs/ says, in a copy of the project. A block is a file when the line above it is the file's path in
// bold: a whole file, or, in a diff block, a change of one.
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

/**
 * Writes the files of a page into a folder, in the page's order.
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
      language === 'diff' ? changed(file, readFileSync(path, 'utf8'), text) : text,
    );
  }
}

/**
 * The blocks of a page that are files; several may follow one path.
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

/** A diff without line numbers: the lines that stay and go must be in the file once. A file that has been changed stays so. */
function changed(file, before, diff) {
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
