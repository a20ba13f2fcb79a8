// Ends this process soon after its parent has ended, as SIGTERM would. npm passes SIGTERM and SIGINT only to its shell, and does
// not pass SIGHUP. SIGKILL cannot be passed on. Without this module, the programs would keep running and hold their ports. Import
// it, or start Node with `--import ./scripts/end-with-parent.js`.
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import process from 'node:process';

/** Milliseconds between two checks whether the parent runs. No system sends a signal for this. */
const interval = 250;

const parent = process.ppid;
// npm starts a shell, and the shell starts this process. If npm is killed, the shell keeps waiting, so this module watches the
// shell's parent too.
const shellsParent = process.env.npm_lifecycle_event ? findShellsParent(parent) : undefined;

const looks = setInterval(() => {
  if (process.ppid === parent && isAlive(parent) && isAlive(shellsParent ?? parent)) return;
  clearInterval(looks);
  process.kill(process.pid, 'SIGTERM');
}, interval).unref();

/** Returns the parent of a process that is a shell. Returns undefined for any other process. */
function findShellsParent(pid) {
  const [, shellsParent] =
    /\b(?:a|ba|da|fi|k|z)?sh\)? +\S+ +(\d+)/.exec(describeProcess(pid)) ?? [];
  return shellsParent && Number(shellsParent);
}

/** Returns name, state and parent of a process, in this order. Empty if the system does not provide them. */
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
    return error.code === 'EPERM'; // It runs, but belongs to another user.
  }
}
