// The app of web/ for `npm start`: built beside the gateway, into a folder that is kept until a source changes.
import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { constants, setPriority } from 'node:os';
import { join } from 'node:path';
import process from 'node:process';

/** Files and folders that an app is made of. */
const sources = [
  'web',
  'client',
  'schema.graphql',
  'schema',
  'src/operations',
  'package-lock.json',
];
const notSources = /(^|[\\/])(dist|node_modules|\.vite)([\\/]|$)/;

/** Folder of kept apps, each in a folder with the digest of its sources. */
const keptApps = '.web';

/** Signals that end this program too, as Ctrl-C does. */
const stopSignals = ['SIGINT', 'SIGTERM', 'SIGHUP'];

/** How many apps are kept. */
const keptCount = 3;

/** Builds the app, unless it is there. `state` is for the gateway, which asks at each request. */
export class WebBuild {
  /** @type {import('../src/http/web/serve-development-web.ts').DevelopmentWeb} */
  state = { state: 'building' };

  /** Builds the app in a child of low priority. Says in words if that fails. */
  begin() {
    const folder = keptApp();
    if (existsSync(folder)) {
      this.state = { state: 'built', folder };
      return;
    }
    const child = spawn(
      process.execPath,
      ['--import', './scripts/end-with-parent.js', 'scripts/build-web.js', folder, 'development'],
      { stdio: ['ignore', 'ignore', 'pipe'] },
    );
    if (child.pid) setPriority(child.pid, constants.priority.PRIORITY_LOW);
    let reason = '';
    child.stderr.setEncoding('utf8').on('data', (text) => (reason += text));
    child.once('close', (code, signal) => {
      if (code === 0) {
        this.state = { state: 'built', folder };
        removeOldApps();
      } else if (!stopSignals.includes(signal)) {
        reason = reason.trim() || `The build has ended by ${signal ?? `code ${code}`}.`;
        this.state = { state: 'failed', reason };
        console.error(`The app cannot be built:\n${reason}`);
      }
    });
  }
}

/** Returns the folder in which the app of the present sources is kept, once it is built. */
export function keptApp() {
  return join(keptApps, digestOf(sources));
}

/** Returns the digest of all files, with their paths. */
function digestOf(paths) {
  const digest = createHash('sha256');
  for (const path of paths.flatMap(filesOf)) {
    digest.update(`${path}\0`).update(readFileSync(path)).update('\0');
  }
  return digest.digest('hex').slice(0, 16);
}

function filesOf(path) {
  const stat = statSync(path, { throwIfNoEntry: false });
  if (!stat?.isDirectory()) return stat ? [path] : [];
  const entries = readdirSync(path, { recursive: true, withFileTypes: true });
  return entries
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .filter((file) => !notSources.test(file))
    .sort();
}

function removeOldApps() {
  const age = (name) => statSync(join(keptApps, name)).mtimeMs;
  const names = readdirSync(keptApps).sort((a, b) => age(b) - age(a));
  for (const name of names.slice(keptCount)) {
    rmSync(join(keptApps, name), { recursive: true, force: true });
  }
}
