// Starts Gatehouse from its TypeScript sources, for development: `npm start`, `npm run dev` (--watch: regenerates and
// restarts on change), `npm run tenant` (--tenant: the local tenant alone). Production is `npm run build && node dist/main.js`.
import './require-node.js';
import { existsSync } from 'node:fs';
import process from 'node:process';
import { compile } from './compile.js';

process.env.NODE_ENV ||= 'development';

if (process.argv.includes('--watch')) {
  const { watchProject } = await import('./watch.js');
  await watchProject();
} else {
  if (existsSync('.env')) process.loadEnvFile('.env');
  await compile();
  await import(
    process.argv.includes('--tenant') ? '../.compiled/tenant/main.js' : '../.compiled/main.js'
  );
}
