import { constants } from 'node:fs';
import { access, stat } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';
import { readAuthorities } from '../store/redis-server.ts';
import { withinTimeLimit } from '../store/time-limit.ts';
import { readKeySetFile } from '../issuer-keys/key-set-file.ts';

type Env = Record<string, string | undefined>;

/**
 * Checks the files and folders that variables name, so that their mistakes are told together with those of the variables. The
 * gateway checks them again when it opens them.
 *
 * @returns a line for each mistake
 */
export async function findFileMistakes(env: Env): Promise<string[]> {
  const { JWKS_FILE, REDIS_CA_FILE, REDIS_URL, STATE_DIR } = env;
  const faults = await Promise.all([
    JWKS_FILE ? findFault('JWKS_FILE', readKeySetFile(JWKS_FILE)) : [],
    REDIS_CA_FILE ? findFault('REDIS_CA_FILE', readAuthorities(REDIS_CA_FILE)) : [],
    // With Redis, only saved keys may be in the folder, and the log warns of it.
    STATE_DIR && !REDIS_URL ? findFault('STATE_DIR', checkFolder(STATE_DIR)) : [],
  ]);
  return faults.flat();
}

async function findFault(variable: string, check: Promise<unknown>): Promise<string[]> {
  try {
    await withinTimeLimit(check);
    return [];
  } catch (error) {
    return [`${variable} cannot be used: ${(error as Error).message}`];
  }
}

/** Checks that a folder can be written, or made. Makes none. */
async function checkFolder(folder: string): Promise<void> {
  let path = resolve(folder);
  while (!(await exists(path))) path = dirname(path);
  if (!(await stat(path)).isDirectory()) throw new Error(`${path} is not a folder`);
  try {
    await access(path, constants.W_OK | constants.X_OK);
  } catch (error) {
    // The gateway works on a read-only file system, saves nothing, and says so.
    if ((error as NodeJS.ErrnoException).code !== 'EROFS') throw error;
  }
}

/** @throws the file system's error, unchanged, but for a path that does not exist */
async function exists(path: string): Promise<boolean> {
  try {
    await stat(path);
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return false;
    throw error;
  }
}
