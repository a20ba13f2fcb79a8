// `npm run build`: checks the types of src/, bundles it into dist/, and builds the app of web/ into dist/web/. `--noCheck` skips the
// check.
import './require-node.js';
import { spawnSync } from 'node:child_process';
import { rmSync } from 'node:fs';
import process from 'node:process';
import { bundle } from './bundle.js';

if (!process.argv.includes('--noCheck')) {
  const tsc = ['node_modules/typescript/bin/tsc', '-p', 'tsconfig.build.json'];
  const { status } = spawnSync(process.execPath, tsc, { stdio: 'inherit' });
  if (status !== 0) process.exit(status ?? 1);
}
rmSync('dist', { recursive: true, force: true });
await bundle('dist');
const web = ['scripts/build-web.js', 'dist/web', 'production'];
process.exitCode = spawnSync(process.execPath, web, { stdio: 'inherit' }).status ?? 1;
