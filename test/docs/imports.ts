import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path/posix';
import { fileURLToPath } from 'node:url';

/** One import statement of `src/`, type imports included. */
export interface Import {
  /** Path of the importing file, below `src/`. */
  file: string;
  /** Room of that file: its folder at the top of `src/`, or the file itself when it is in no folder. */
  room: string;
  /** Path of the imported file, below `src/`; the name of an imported package. */
  imported: string;
  /** Room of the imported file; the name of an imported package. */
  target: string;
  isPackage: boolean;
}

const source = fileURLToPath(new URL('../../src/', import.meta.url));

/** Names of the folders and files directly in `src/`. */
export const rooms = readdirSync(source);

/** Reads every import of `src/`, static or dynamic. */
export function readImports(): Import[] {
  const files = readdirSync(source, { recursive: true, encoding: 'utf8' })
    .map((file) => file.replaceAll('\\', '/'))
    .filter((file) => file.endsWith('.ts'));
  return files.flatMap((file) => importsOf(file, readFileSync(join(source, file), 'utf8')));
}

/** Finds the imports of one file, static or dynamic. */
export function importsOf(file: string, text: string): Import[] {
  const specifiers = text.matchAll(
    /^(?:import|export)\b[^;]*?\bfrom '(.+?)'|^import '(.+?)'|\bimport\('(.+?)'\)/gm,
  );
  return [...specifiers].map(([, from, alone, dynamic]) => {
    const specifier = from ?? alone ?? dynamic ?? '';
    const isPackage = !specifier.startsWith('.');
    const imported = isPackage ? packageOf(specifier) : join(dirname(file), specifier);
    const target = isPackage ? imported : roomOf(imported);
    return { file, room: roomOf(file), imported, target, isPackage };
  });
}

/** Returns the first `depth` folders of a path; the path itself when the file is in fewer folders. */
export function roomOf(file: string, depth = 1): string {
  const parts = file.split('/');
  return parts.length > depth ? parts.slice(0, depth).join('/') : file;
}

/**
 * Finds cycles of imports between rooms. A file outside all folders is a room too, and type imports count.
 *
 * @param depth - 1 compares the folders of `src/`, 2 the folders below them
 * @returns the rooms of each cycle
 */
export function findCircles(imports: readonly Import[], depth = 1): string[][] {
  const graph = new Map<string, Set<string>>();
  for (const { file, imported, isPackage } of imports) {
    const [from, to] = [roomOf(file, depth), roomOf(imported, depth)];
    if (isPackage || from === to) continue;
    graph.set(from, (graph.get(from) ?? new Set()).add(to));
  }
  const reachable = (from: string, seen = new Set<string>()): Set<string> => {
    for (const next of graph.get(from) ?? []) if (!seen.has(next)) reachable(next, seen.add(next));
    return seen;
  };
  const reach = new Map([...graph.keys()].map((room) => [room, reachable(room)]));
  const circles = [...reach.keys()]
    .filter((room) => reach.get(room)?.has(room))
    .map((room) => [...reach.keys()].filter((other) => isMutual(reach, room, other)));
  return [...new Map(circles.map((circle) => [circle.join(' '), circle])).values()];
}

function isMutual(reach: Map<string, Set<string>>, one: string, other: string): boolean {
  return (reach.get(one)?.has(other) && reach.get(other)?.has(one)) ?? false;
}

/** Returns the name of the package: `@apollo/server` for `@apollo/server/errors`. */
function packageOf(specifier: string): string {
  return specifier.split('/', specifier.startsWith('@') ? 2 : 1).join('/');
}
