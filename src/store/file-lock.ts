import { randomUUID } from 'node:crypto';
import { readFileSync, readlinkSync } from 'node:fs';
import { link, readFile, rename, rm, stat, utimes, writeFile } from 'node:fs/promises';
import { hostname } from 'node:os';
import { resolve } from 'node:path';
import process from 'node:process';
import { setTimeout as wait } from 'node:timers/promises';

/** Milliseconds that a process waits for another one to release the lock. During a restart, the old process may run that long. */
export const lockPatience = 10_000;
/** Milliseconds without a renewal after which the holder counts as dead. */
const stale = 7000;
/** Milliseconds between two renewals of a lock. */
const beat = 1000;
const lookInterval = 50;

/** Thrown when another process holds a lock. */
export class LockedError extends Error {
  override name = 'LockedError';
}

/**
 * Lock that one process holds while it writes to a file. The lock is a file beside that file. The holder renews the lock's
 * modification time every second.
 *
 * A process that is killed leaves its lock behind. On the same machine and in the same container, the next process sees at once
 * that the holder's pid no longer runs. In another container, or on another machine that shares the folder, pids have no meaning:
 * there the lock becomes free when its modification time has not changed for 7 s. The clocks of two machines are never compared.
 *
 * A holder that was suspended for longer finds the lock of another process when it continues, and has then lost its own lock
 * ({@link FileLock.isLost}).
 */
export class FileLock {
  /** Locks that this process holds, by path. Needed to recognize a lock that an earlier process with the same pid left behind. */
  static readonly #held = new Map<string, FileLock>();
  readonly #path: string;
  readonly #text: string;
  readonly #onLost: () => void;
  readonly #timer: NodeJS.Timeout;
  #isLost = false;
  #users = 1;

  private constructor(path: string, text: string, onLost: () => void) {
    this.#path = path;
    this.#text = text;
    this.#onLost = onLost;
    FileLock.#held.set(path, this);
    this.#timer = setInterval(() => void this.#showLife(), beat).unref();
  }

  /**
   * Takes the lock of a path. Waits up to 10 s for a running holder. If this process holds the lock already, returns the same
   * lock, which must then be released once more.
   *
   * @param onLost - called once, if another process takes over the lock
   * @throws {@link LockedError} if another process keeps the lock; the file system's error, unchanged
   */
  static async take(file: string, onLost: () => void): Promise<FileLock> {
    const path = resolve(file);
    const own = FileLock.#held.get(path);
    if (own) {
      own.#users += 1;
      return own;
    }
    const text = JSON.stringify({ id: randomUUID(), pid: process.pid, machine: machine() });
    const begun = performance.now();
    let seen: Sight | undefined;
    let seenSince = begun;
    for (;;) {
      if (await create(path, text)) {
        // Another process that waited too may have removed this new lock, because it took it for the old one.
        if (!seen) return new FileLock(path, text, onLost);
        await wait(4 * lookInterval);
        if ((await look(path))?.text === text) return new FileLock(path, text, onLost);
        continue;
      }
      const sight = await look(path);
      if (!sight) continue;
      const now = performance.now();
      if (sight.text !== seen?.text || sight.changedAt !== seen.changedAt) seenSince = now;
      seen = sight;
      if (FileLock.#isDead(sight.text) || now - seenSince >= stale) await bury(path, sight.text);
      else if (now - begun >= lockPatience) throw new LockedError('another process uses it');
      else await wait(lookInterval);
    }
  }

  /** Whether another process has taken over the lock, because this process did not renew it for too long. */
  get isLost(): boolean {
    return this.#isLost;
  }

  async release(): Promise<void> {
    this.#users -= 1;
    if (this.#users > 0) return;
    clearInterval(this.#timer);
    FileLock.#held.delete(this.#path);
    const sight = await look(this.#path).catch(() => undefined);
    if (sight?.text === this.#text) await rm(this.#path, { force: true });
  }

  async #showLife(): Promise<void> {
    try {
      const sight = await look(this.#path);
      const isMine = sight ? sight.text === this.#text : await create(this.#path, this.#text);
      if (isMine) {
        const now = new Date();
        await utimes(this.#path, now, now);
      } else if (!this.#isLost && this.#users > 0) {
        this.#isLost = true;
        this.#onLost();
      }
    } catch {
      // The disk may be full, or not mounted. The journal logs such a failure.
    }
  }

  static #isDead(text: string): boolean {
    try {
      const { pid, machine: where } = JSON.parse(text) as { pid: number; machine: string };
      if (where !== machine()) return false;
      const isOwn = [...FileLock.#held.values()].some((lock) => lock.#text === text);
      return pid === process.pid ? !isOwn : !isRunning(pid);
    } catch {
      return false; // Its holder is still writing it.
    }
  }
}

interface Sight {
  text: string;
  changedAt: number;
}

/** Creates the lock's file. Returns false if the file exists. */
async function create(path: string, text: string): Promise<boolean> {
  try {
    await writeFile(path, text, { flag: 'wx', mode: 0o600 });
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false;
    throw error;
  }
}

async function look(path: string): Promise<Sight | undefined> {
  try {
    const text = await readFile(path, 'utf8');
    return { text, changedAt: (await stat(path)).mtimeMs };
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
}

/** Removes the lock of a dead holder. Keeps a lock that another process has created meanwhile. */
async function bury(path: string, text: string): Promise<void> {
  const grave = `${path}.${randomUUID()}`;
  try {
    await rename(path, grave);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return;
    throw error;
  }
  if ((await look(grave))?.text !== text) await link(grave, path).catch(() => undefined);
  await rm(grave, { force: true });
}

function isRunning(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}

let thisMachine: string | undefined;

/** Identifies the environment in which a pid has a meaning: the machine since it started, and the container. */
function machine(): string {
  try {
    return (thisMachine ??= [
      readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim(),
      readlinkSync('/proc/self/ns/pid'),
    ].join(' '));
  } catch {
    return (thisMachine ??= hostname()); // This system is not Linux.
  }
}
