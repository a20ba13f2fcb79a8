// Starts Gatehouse from its TypeScript sources, for development: `npm start`, `npm run dev` (--watch: regenerates and
// restarts on change), `npm run tenant` (--tenant: the local tenant alone). Production is `npm run build && node dist/main.js`.
import './require-node.js';
import { spawn } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, watch, watchFile } from 'node:fs';
import process from 'node:process';
import util from 'node:util';

process.env.NODE_ENV ||= 'development';

if (process.argv.includes('--watch')) {
  // The program reads .env itself, each time it starts; what it inherited would win over an edited line.
  const fromFile = existsSync('.env') ? util.parseEnv(readFileSync('.env', 'utf8')) : {};
  const settingsFile = process.env.TENANT_FILE || fromFile.TENANT_FILE || 'src/tenant/tenant.yaml';
  const included = ['schema.graphql', 'docs/post-login-action.js', settingsFile];
  const generator = spawn(
    process.execPath,
    ['node_modules/@graphql-codegen/cli/esm/bin.js', '--watch'],
    { stdio: 'inherit' },
  );
  const program = spawn(
    process.execPath,
    [
      'node_modules/tsx/dist/cli.mjs',
      'watch',
      '--clear-screen=false',
      ...included.map((file) => `--include=${file}`),
      'scripts/start.js',
    ],
    { stdio: ['pipe', 'inherit', 'inherit'] },
  );
  // tsx watches no file that comes later, nor one whose name begins with a dot; a line on its standard input makes it restart.
  const restart = () => program.stdin.write('\n');
  // A file that is not there is told of once, at the beginning.
  watchFile('.env', { persistent: false, interval: 500 }, (now, before) => {
    if (now.mtimeMs !== before.mtimeMs) restart();
  });
  mkdirSync('schema', { recursive: true });
  let soon;
  watch('schema', { persistent: false }, () => {
    clearTimeout(soon); // one change may be several events
    soon = setTimeout(restart, 100);
  });
  process.on('SIGTERM', () => [generator, program].forEach((child) => child.kill('SIGTERM')));
  // Ctrl-C reaches the children by itself; a second signal would cut them short.
  process.on('SIGINT', () => undefined);
} else {
  if (existsSync('.env')) process.loadEnvFile('.env');
  const { register } = await import('tsx/esm/api');
  register();
  await import(process.argv.includes('--tenant') ? '../src/tenant/main.ts' : '../src/main.ts');
}
