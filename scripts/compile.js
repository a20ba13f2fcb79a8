// Makes JavaScript of src/, for development: what has been made once starts in half the time that a
// compiler takes which translates as it goes. `npm run typecheck` checks the types.
import {
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join, relative } from 'node:path';
import process from 'node:process';
import { fileURLToPath } from 'node:url';

const project = fileURLToPath(new URL('..', import.meta.url));
const sourceFolder = join(project, 'src');

const options = {
  // For debuggers. Node itself reads them with --enable-source-maps, and is slow to start then.
  sourceMaps: 'inline',
  inlineSourcesContent: false,
  module: { type: 'es6' },
  jsc: {
    target: 'es2023',
    parser: { syntax: 'typescript' },
    rewriteRelativeImportExtensions: true,
  },
};

/**
 * Compiles the files of src/ that are newer than their JavaScript, and removes JavaScript that has no source any more.
 * Several processes may do so at once: each file is replaced as a whole.
 *
 * @param {string} target - a folder beside src/, so that a path from file to file leads to the same place
 * @returns {Promise<string[]>} the JavaScript files that are not what they were before
 * @throws what the compiler says of a file that it cannot read as TypeScript
 */
export async function compile(target = '.compiled') {
  const outputOf = (source) =>
    join(project, target, source.slice(sourceFolder.length)).replace(/\.ts$/, '.js');
  const sources = new Map(filesIn(sourceFolder, '.ts').map((source) => [outputOf(source), source]));
  const gone = filesIn(join(project, target), '.js').filter((file) => !sources.has(file));
  for (const file of gone) rmSync(file, { force: true });
  const old = [...sources].filter(([file, source]) => mtime(file) <= mtime(source));
  if (old.length === 0) return gone;
  const { transformFile } = await import('@swc/core');
  const changed = await Promise.all(
    old.map(async ([file, source]) => {
      const sourceFileName = relative(dirname(file), source);
      const { code } = await transformFile(source, { ...options, sourceFileName });
      return write(file, code) ? [file] : [];
    }),
  );
  return [...gone, ...changed.flat()];
}

function filesIn(folder, ending) {
  if (!existsSync(folder)) return [];
  const names = readdirSync(folder, { recursive: true });
  return names.filter((name) => name.endsWith(ending)).map((name) => join(folder, name));
}

/** Milliseconds since the epoch; 0 without such a file. */
function mtime(file) {
  return statSync(file, { throwIfNoEntry: false })?.mtimeMs ?? 0;
}

/** Whether the file was another before. */
function write(file, code) {
  if (existsSync(file) && readFileSync(file, 'utf8') === code) {
    utimesSync(file, new Date(), new Date());
    return false;
  }
  mkdirSync(dirname(file), { recursive: true });
  const draft = `${file}.${process.pid}`;
  writeFileSync(draft, code);
  renameSync(draft, file);
  return true;
}
