import { execFileSync } from 'node:child_process';
import { copyFileSync, cpSync, existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { keptApp } from '../../scripts/web-build.js';
import { temporaryFolder } from '../support/temporary-folder.ts';

/** Address of axe in the app. A browser keeps it compiled, and the app's policy lets it run. */
export const axeUrl = '/assets/axe.min.js';

let copy: string | undefined;

/**
 * Returns a folder with the app that has the development bar, and axe beside it. The app is that of `npm start`, with a React that
 * warns. It is built once, and kept until a source changes.
 */
export function builtApp(): string {
  if (copy !== undefined) return copy;
  const kept = `${keptApp()}-that-warns`;
  if (!existsSync(kept)) {
    execFileSync(process.execPath, ['scripts/build-web.js', kept, 'development'], {
      env: { ...process.env, NODE_ENV: 'development' },
      stdio: 'pipe',
    });
  }
  copy = temporaryFolder();
  cpSync(kept, copy, { recursive: true });
  const axe = createRequire(import.meta.url).resolve('axe-core/axe.min.js');
  copyFileSync(axe, join(copy, axeUrl));
  return copy;
}
