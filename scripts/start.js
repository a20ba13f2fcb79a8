// Starts Gatehouse from its TypeScript sources, for development: `npm start`, `npm run dev` (--watch: regenerates and
// restarts on change), `npm run tenant` (--tenant: the local tenant alone). Production is `npm run build && node dist/main.js`.
import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import process from 'node:process';

const [major, minor] = process.versions.node.split('.').map(Number);
if (major < 20 || (major === 20 && minor < 19)) {
  console.error(`Gatehouse needs Node 20.19 or later; this is ${process.versions.node}.`);
  process.exit(1);
}

process.env.NODE_ENV ||= 'development';
if (existsSync('.env')) process.loadEnvFile('.env');

if (process.argv.includes('--watch')) {
  const run = (...args) => spawn(process.execPath, args, { stdio: 'inherit' });
  const children = [
    run('node_modules/@graphql-codegen/cli/esm/bin.js', '--watch'),
    run(
      'node_modules/tsx/dist/cli.mjs',
      'watch',
      '--clear-screen=false',
      '--include=schema.graphql',
      '--include=.env',
      'src/main.ts',
    ),
  ];
  for (const signal of ['SIGINT', 'SIGTERM']) {
    process.on(signal, () => children.forEach((child) => child.kill(signal)));
  }
} else {
  const { register } = await import('tsx/esm/api');
  register();
  await import(process.argv.includes('--tenant') ? '../src/tenant/main.ts' : '../src/main.ts');
}
