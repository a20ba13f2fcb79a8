import { spawnSync } from 'node:child_process';
import process from 'node:process';

/**
 * The benchmarks. They run one after another. `npm run bench -- --short` only shows, in a few seconds, that they work. Its
 * figures mean nothing.
 */
const programs = [
  'start-up',
  'save-to-ready',
  'tenant-in-tests',
  'cpu-per-request',
  'guards-per-request',
  'internal-token',
  'remembered-tokens',
  'sign-in-page',
];

for (const program of programs) {
  const args = ['--import', 'tsx', `bench/${program}.ts`, ...process.argv.slice(2)];
  const { status } = spawnSync(process.execPath, args, { stdio: 'inherit' });
  if (status !== 0) process.exit(status ?? 1);
}
