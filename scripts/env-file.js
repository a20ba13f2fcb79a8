// Reads `.env`. Node's own reader silently drops or joins lines that it cannot read. The local tenant could then start in place
// of the Auth0 tenant in the file.
import { existsSync, readFileSync } from 'node:fs';
import util from 'node:util';

/**
 * Reads the assignments of a file: UTF-8 or UTF-16 with any line ends, `NAME=value`, `export NAME=value`, values in quotes.
 *
 * @param {string} file - a file, which may be missing
 * @returns {{ variables: Record<string, string>, mistakes: string[] }} each mistake names its line but no value. A line with a
 *   mistake may set its variable nevertheless, so that no other check reports the variable as missing
 */
export function readEnvFile(file) {
  const mistakes = [];
  const assignments = [];
  const lines = readLines(file, mistakes);
  for (let index = 0; index < lines.length; index++) {
    const line = lines[index];
    if (/^\s*(#|$)/.test(line)) continue;
    const report = (mistake) => mistakes.push(`${file} line ${index + 1}: ${mistake}`);
    const [, name, rest] = assignment.exec(line) ?? withColon.exec(line) ?? [];
    if (!name) {
      report('this is no assignment: write NAME=value, or # before a comment');
      continue;
    }
    if (!assignment.test(line)) report(`write ${name}=… in place of ${name}: …`);
    const quote = /^["'`]/.exec(rest)?.[0];
    const last = quote ? findClosingLine(lines, index, quote, rest) : index;
    if (last === undefined) {
      report(`the value of ${name} has no closing ${quote}: write it at the end of the value`);
      assignments.push(`${name}=${rest.slice(1)}`);
      continue;
    }
    if (!quote && /[^\s#]#/.test(rest)) {
      report(`the value of ${name} ends before #: put it in quotes, or a space before a comment`);
    }
    assignments.push(`${name}=${rest}`, ...lines.slice(index + 1, last + 1));
    index = last;
  }
  return { variables: util.parseEnv(assignments.join('\n')), mistakes };
}

const assignment = /^\s*(?:export\s+)?([A-Za-z_][\w.-]*)\s*=\s*(.*)$/;

/** Matches `NAME: value`, which is YAML. The name must be in upper case, because another text could be a secret. */
const withColon = /^\s*([A-Z][A-Z0-9_]*)\s*:\s*(.*)$/;

/**
 * Returns the lines of a file in UTF-8 or, with a byte order mark, in UTF-16. Returns none if the file is missing or not a text.
 */
function readLines(file, mistakes) {
  if (!existsSync(file)) {
    if (existsSync(`${file}.txt`)) mistakes.push(`${file}.txt is not read: rename it to ${file}`);
    return [];
  }
  let bytes;
  try {
    bytes = readFileSync(file);
  } catch (error) {
    mistakes.push(`${file} cannot be read: ${error.code}`);
    return [];
  }
  const mark = bytes.subarray(0, 2).toString('hex');
  const encoding = { fffe: 'utf-16le', feff: 'utf-16be' }[mark] ?? 'utf-8';
  const text = new TextDecoder(encoding).decode(bytes);
  const lines = text.split(/\r\n|\r|\n/);
  const unreadable = lines.findIndex((line) => /[\0\uFFFD]/.test(line));
  if (unreadable < 0) return lines;
  mistakes.push(
    `${file} line ${unreadable + 1}: this is not text in UTF-8: save the file as UTF-8`,
  );
  return [];
}

/**
 * Finds the line with the closing quote of a value. If an assignment comes first, the quote was forgotten, and the value would
 * contain the assignment.
 */
function findClosingLine(lines, first, quote, rest) {
  if (rest.includes(quote, 1)) return first;
  const last = lines.findIndex((line, index) => index > first && line.includes(quote));
  const between = lines.slice(first + 1, last + 1);
  return last < 0 || between.some((line) => /^\s*[A-Z]+(_[A-Z]+)+\s*=/.test(line))
    ? undefined
    : last;
}
