// `npm run dev`: the program, started again whenever something changes that it reads, and the generator of its types.
import { spawn } from 'node:child_process';
import { mkdirSync, watch, watchFile } from 'node:fs';
import process from 'node:process';
import { compile } from './compile.js';
import { readEnvFile } from './env-file.js';

/** Starts both, and ends them when it is told to end, or is killed. */
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
  // A file of types alone changes nothing that runs: the generator writes one.
  const restartIfCompiled = () =>
    compile().then(
      (changed) => changed.length > 0 && restart(),
      (error) => console.error(error.message),
    );

  watch('src', { recursive: true, persistent: false }, soon(restartIfCompiled));
  mkdirSync('schema', { recursive: true });
  watch('schema', { persistent: false }, soon(restart));
  // Looked at by name, as a file may come later, and editors put a new one in the place of the old.
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

/** One change may be several events. */
function soon(act) {
  let timer;
  return () => {
    clearTimeout(timer);
    timer = setTimeout(act, 100);
  };
}

/** The program reads .env itself, each time it starts; what it inherited would win over an edited line. */
function settingsFile() {
  const { variables } = readEnvFile('.env');
  return process.env.TENANT_FILE || variables.TENANT_FILE || 'src/tenant/tenant.yaml';
}
