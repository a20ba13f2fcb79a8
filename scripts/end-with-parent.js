// Ends this process, as SIGTERM would, soon after the process that started it. npm passes SIGTERM and SIGINT on to its shell alone,
// and SIGHUP to nothing; SIGKILL cannot be passed on. Without this the programs would live on, and hold their ports.
// `import` it, or start Node with `--import ./scripts/end-with-parent.js`.
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import process from 'node:process';

/** Milliseconds between two looks. A signal would come at once, but no system sends one for this. */
const interval = 250;

const parent = process.ppid;
// Of npm, shell and this process, the shell is no program of its own: it waits, and outlives an npm that is killed.
const shellsParent = process.env.npm_lifecycle_event ? findShellsParent(parent) : undefined;

const looks = setInterval(() => {
  if (process.ppid === parent && isAlive(parent) && isAlive(shellsParent ?? parent)) return;
  clearInterval(looks);
  process.kill(process.pid, 'SIGTERM');
}, interval).unref();

/** The parent of a process that is a shell; undefined for another process. */
function findShellsParent(pid) {
  const [, shellsParent] =
    /\b(?:a|ba|da|fi|k|z)?sh\)? +\S+ +(\d+)/.exec(describeProcess(pid)) ?? [];
  return shellsParent && Number(shellsParent);
}

/** Name, state and parent of a process, in this order; empty where the system does not say. */
function describeProcess(pid) {
  try {
    return readFileSync(`/proc/${pid}/stat`, 'utf8');
  } catch {
    // This system is not Linux.
  }
  try {
    return execFileSync('ps', ['-o', 'comm=,state=,ppid=', '-p', String(pid)], {
      encoding: 'utf8',
    });
  } catch {
    return '';
  }
}

function isAlive(pid) {
  try {
    return process.kill(pid, 0);
  } catch (error) {
    return error.code === 'EPERM'; // alive, and another user's
  }
}
