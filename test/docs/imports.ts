import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path/posix';
import { fileURLToPath } from 'node:url';

/** One import statement of `src/`, types included. */
export interface Import {
  file: string;
  /** Folder of `src/` that the file is in, or its name when it is in none. */
  room: string;
  /** The same of what is imported; for a package its name. */
  target: string;
  isPackage: boolean;
}

const source = fileURLToPath(new URL('../../src/', import.meta.url));

/** Every folder and file at the top of `src/`. */
export const rooms = readdirSync(source);

/** Every import of `src/`, static or dynamic. */
export function readImports(): Import[] {
  const files = readdirSync(source, { recursive: true, encoding: 'utf8' })
    .map((file) => file.replaceAll('\\', '/'))
    .filter((file) => file.endsWith('.ts'));
  return files.flatMap((file) => {
    const text = readFileSync(join(source, file), 'utf8');
    const specifiers = text.matchAll(
      /^(?:import|export)\b[^;]*?\bfrom '(.+?)'|\bimport\('(.+?)'\)/gm,
    );
    return [...specifiers].map(([, fixed, dynamic]) => toImport(file, fixed ?? dynamic ?? ''));
  });
}

function toImport(file: string, specifier: string): Import {
  const isPackage = !specifier.startsWith('.');
  const target = isPackage ? packageOf(specifier) : roomOf(join(dirname(file), specifier));
  return { file, room: roomOf(file), target, isPackage };
}

function roomOf(file: string): string {
  return file.split('/')[0] ?? file;
}

/** `@apollo/server/errors` → `@apollo/server` */
function packageOf(specifier: string): string {
  return specifier.split('/', specifier.startsWith('@') ? 2 : 1).join('/');
}
