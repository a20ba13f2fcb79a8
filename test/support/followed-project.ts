import { spawnSync } from 'node:child_process';
import { cpSync, readFileSync, symlinkSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { followPage } from '../../scripts/follow-page.js';
import { temporaryFolder } from './temporary-folder.ts';

const copied = [
  ...['src', 'scripts', 'docs', 'examples', 'test', 'schema.graphql', 'schema'],
  ...['codegen.yml', 'package.json', 'tsconfig.json'],
];

/**
 * Copies the project into a new folder, makes the changes of `docs/your-own-schema.md` there, and returns the folder. The copy is
 * ready to start.
 */
export function followedProject(): string {
  const folder = temporaryFolder();
  for (const name of copied) cpSync(name, join(folder, name), { recursive: true });
  symlinkSync(resolve('node_modules'), join(folder, 'node_modules'));
  followPage(readFileSync('docs/your-own-schema.md', 'utf8'), folder);
  const generator = ['node_modules/@graphql-codegen/cli/esm/bin.js', '--silent'];
  const { status, stderr } = spawnSync(process.execPath, generator, {
    cwd: folder,
    encoding: 'utf8',
  });
  if (status !== 0) throw new Error(stderr);
  return folder;
}
