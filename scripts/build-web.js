// Builds the app of web/ into a folder: `node scripts/build-web.js FOLDER MODE`. The mode is `production`, or `development` for an app
// with the development bar. If the build fails, prints why, without a stack, and exits with code 1.
import { mkdirSync, renameSync, rmSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import process from 'node:process';
import { stripVTControlCharacters } from 'node:util';

const [folder, mode] = process.argv.slice(2);
// React has another build for development. Vite goes by NODE_ENV, which whoever builds may have set.
if (mode === 'production') process.env.NODE_ENV = 'production';
const draft = `${resolve(folder)}.${process.pid}`;

try {
  const { build } = await import('vite');
  await build({
    configFile: 'web/vite.config.ts',
    mode,
    logLevel: 'silent',
    build: { outDir: draft, emptyOutDir: true },
  });
  if (mode === 'production') await (await import('./compress.js')).compress(draft);
  mkdirSync(dirname(resolve(folder)), { recursive: true });
  rmSync(folder, { recursive: true, force: true });
  renameSync(draft, folder);
} catch (error) {
  rmSync(draft, { recursive: true, force: true });
  console.error(stripVTControlCharacters(error instanceof Error ? error.message : String(error)));
  process.exit(1);
}
