import { copyFileSync, readdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { transformFileSync } from '@swc/core';
import { temporaryFolder } from './temporary-folder.ts';

// A constant of its own, as swc's types do not know the last setting.
const swc = {
  module: { type: 'es6' },
  jsc: {
    target: 'es2023',
    parser: { syntax: 'typescript' },
    rewriteRelativeImportExtensions: true,
  },
} as const;

/**
 * Makes JavaScript of a program, in a folder that is gone after the test file: what is started often starts there in half the
 * time that tsx takes.
 *
 * @param folder - its TypeScript sources, with no folder inside
 * @returns where the JavaScript is
 */
export function builtProgram(folder: string): string {
  const built = temporaryFolder();
  for (const name of readdirSync(folder)) {
    const file = join(folder, name);
    if (name.endsWith('.ts'))
      writeFileSync(join(built, name.replace(/ts$/, 'js')), transformFileSync(file, swc).code);
    else copyFileSync(file, join(built, name));
  }
  writeFileSync(join(built, 'package.json'), '{ "type": "module" }');
  symlinkSync(resolve('node_modules'), join(built, 'node_modules'));
  return built;
}
