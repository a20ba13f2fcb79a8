// `npm run dev`: runs the program and the generator of its types, and restarts the program when a file that it reads changes.
import { spawn } from 'node:child_process';
import { mkdirSync, watch, watchFile } from 'node:fs';
import process from 'node:process';
import { compile } from './compile.js';
import { readEnvFile } from './env-file.js';

/** Starts the program and the generator of its types, restarts the program when a file changes, and ends both on SIGTERM, or with npm. */
export function watchProject() {
  const generator = run('node_modules/@graphql-codegen/cli/esm/bin.js', '--watch');
  let program = run('scripts/start.js');
  let isEnding = false;
  let isRestarting = false;

  const restart = () => {
    if (isRestarting || isEnding) return;
    isRestarting = true;
    const startAgain = () => {
      isRestarting = false;
      if (!isEnding) program = run('scripts/start.js');
    };
    if (hasEnded(program)) {
      startAgain();
    } else {
      program.once('exit', startAgain);
      program.kill('SIGTERM');
    }
  };
  // A file that has only types, such as the generator's, changes no JavaScript and needs no restart.
  const restartIfCompiled = () =>
    compile().then(
      (changed) => changed.length > 0 && restart(),
      (error) => console.error(error.message),
    );

  watch('src', { recursive: true, persistent: false }, soon(restartIfCompiled));
  mkdirSync('schema', { recursive: true });
  watch('schema', { persistent: false }, soon(restart));
  // Watched by path, since a file may be created later, and editors replace a file by a new one.
  for (const file of ['.env', 'schema.graphql', 'docs/post-login-action.js', settingsFile()]) {
    watchFile(file, { persistent: false, interval: 300 }, (now, before) => {
      if (now.mtimeMs !== before.mtimeMs) restart();
    });
  }
  const end = () => {
    isEnding = true;
    for (const child of [generator, program]) child.kill('SIGTERM');
  };
  // Ctrl-C reaches the children by itself; a second signal, of another name, does not cut them short.
  for (const signal of ['SIGTERM', 'SIGINT', 'SIGHUP']) process.on(signal, end);
}

function run(...args) {
  const options = ['--import', './scripts/end-with-parent.js'];
  return spawn(process.execPath, [...options, ...args], { stdio: 'inherit' });
}

function hasEnded({ exitCode, signalCode }) {
  return exitCode !== null || signalCode !== null;
}

/** Makes a function that calls `act` once for several calls within 100 ms, since one change of a file may cause several events. */
function soon(act) {
  let timer;
  return () => {
    clearTimeout(timer);
    timer = setTimeout(act, 100);
  };
}

/**
 * Returns the path of the tenant's settings file. Reads `.env` each time, as the program does at each start, so that an edit of
 * `.env` has an effect.
 */
function settingsFile() {
  const { variables } = readEnvFile('.env');
  return process.env.TENANT_FILE || variables.TENANT_FILE || 'src/tenant/tenant.yaml';
}
