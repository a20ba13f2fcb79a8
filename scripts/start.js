// Starts Gatehouse from its TypeScript sources, for development: `npm start`, `npm run dev` (--watch: regenerates and
// restarts on change), `npm run tenant` (--tenant: the local tenant alone; --reset, --export, --import: for its state). Production is
// `npm run build && node dist/main.js`.
import './require-node.js';
import process from 'node:process';
import { compile } from './compile.js';
import { readEnvFile } from './env-file.js';

/** Commands of the local tenant (`npm run tenant -- --reset`). */
const commands = ['reset', 'export', 'import'];

process.env.NODE_ENV ||= 'development';
// Only npm and the programs of this folder certainly run as long as the programs that they start. A shell may start this one in
// the background and end.
if (process.env.npm_lifecycle_event) await import('./end-with-parent.js');

if (process.argv.includes('--watch')) {
  const { watchProject } = await import('./watch.js');
  await watchProject();
} else {
  const { variables, mistakes } = readEnvFile('.env');
  for (const [name, value] of Object.entries(variables)) process.env[name] ??= value;
  await compile();
  if (!process.argv.includes('--tenant')) {
    const { WebBuild } = await import('./web-build.js');
    const { startUp } = await import('../.compiled/start-up/start-up.js');
    const web = process.env.NODE_ENV === 'development' ? new WebBuild() : undefined;
    await startUp(process.env, { found: mistakes, ...(web && { web: () => web.state }) });
    // When the gateway is ready: the build takes no time from its start.
    web?.begin();
  } else if (mistakes.length === 0) {
    const program = commands.find((name) => process.argv.includes(`--${name}`)) ?? 'main';
    await import(`../.compiled/tenant/${program}.js`);
  } else {
    console.error(mistakes.join('\n'));
    process.exitCode = 1;
  }
}
