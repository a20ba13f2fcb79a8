// Compiles src/ to JavaScript, for development. A compiled program starts twice as fast as one that Node compiles when it starts.
// `npm run typecheck` checks the types.
import {
  cpSync,
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
  // For debuggers only. With --enable-source-maps, Node itself would read source maps too, but would start slowly.
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
 * Compiles the files of src/ that are newer than their JavaScript, and removes JavaScript without a source. Copies the templates of
 * mails. Several processes may do this at once, because each JavaScript file is replaced as a whole.
 *
 * @param {string} target - a folder beside src/, so that relative paths stay valid
 * @returns {Promise<string[]>} the JavaScript files whose content has changed
 * @throws the compiler's error for a file that is not TypeScript
 */
export async function compile(target = '.compiled') {
  const outputOf = (source) =>
    join(project, target, source.slice(sourceFolder.length)).replace(/\.ts$/, '.js');
  const sources = new Map(filesIn(sourceFolder, '.ts').map((source) => [outputOf(source), source]));
  const gone = filesIn(join(project, target), '.js').filter((file) => !sources.has(file));
  for (const file of gone) rmSync(file, { force: true });
  const templates = join('mail', 'templates');
  cpSync(join(sourceFolder, templates), join(project, target, templates), { recursive: true });
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

/** Returns the modification time of a file (milliseconds since the epoch). Returns 0 if the file does not exist. */
function mtime(file) {
  return statSync(file, { throwIfNoEntry: false })?.mtimeMs ?? 0;
}

/** Writes a file as a whole. Returns whether its content has changed. */
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
