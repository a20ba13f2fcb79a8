// `npm run build`: checks the types of src/, bundles it into dist/, writes the types of the tenant for tests into dist/types/, and builds
// the app of web/ into dist/web/. `--noCheck` skips the check and the types.
import './require-node.js';
import { spawnSync } from 'node:child_process';
import { cpSync, rmSync } from 'node:fs';
import process from 'node:process';
import { bundle } from './bundle.js';

const types = 'node_modules/.cache/types';
const isChecked = !process.argv.includes('--noCheck');
if (isChecked) {
  const tsc = ['node_modules/typescript/bin/tsc', '-p', 'tsconfig.build.json', '--outDir', types];
  const { status } = spawnSync(process.execPath, tsc, { stdio: 'inherit' });
  if (status !== 0) process.exit(status ?? 1);
}
rmSync('dist', { recursive: true, force: true });
await bundle('dist');
if (isChecked) cpSync(`${types}/tenant`, 'dist/types/tenant', { recursive: true });
const web = ['scripts/build-web.js', 'dist/web', 'production'];
process.exitCode = spawnSync(process.execPath, web, { stdio: 'inherit' }).status ?? 1;
