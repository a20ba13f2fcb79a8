import { constants } from 'node:fs';
import { access, stat } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';
import { MailTemplates } from '../mail/mail-templates.ts';
import { readAuthorities } from '../store/redis-server.ts';
import { withinTimeLimit } from '../store/time-limit.ts';
import { readKeySetFile } from '../issuer-keys/key-set-file.ts';

type Env = Record<string, string | undefined>;

/**
 * Checks the files and folders that variables name, to report their mistakes together with those of the variables. The gateway
 * checks them again when it opens them.
 *
 * @returns one line for each mistake
 */
export async function findFileMistakes(env: Env): Promise<string[]> {
  const { JWKS_FILE, REDIS_CA_FILE, REDIS_URL, STATE_DIR, MAIL_TEMPLATES } = env;
  const faults = await Promise.all([
    JWKS_FILE ? findFault('JWKS_FILE', readKeySetFile(JWKS_FILE)) : [],
    REDIS_CA_FILE ? findFault('REDIS_CA_FILE', readAuthorities(REDIS_CA_FILE)) : [],
    MAIL_TEMPLATES ? findFault('MAIL_TEMPLATES', MailTemplates.read(MAIL_TEMPLATES)) : [],
    // With Redis, only the issuer's saved keys need the folder, and the log warns if it is not usable.
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

/** Checks that a folder can be written to, or can be created. Does not create it. */
async function checkFolder(folder: string): Promise<void> {
  let path = resolve(folder);
  while (!(await exists(path))) path = dirname(path);
  if (!(await stat(path)).isDirectory()) throw new Error(`${path} is not a folder`);
  try {
    await access(path, constants.W_OK | constants.X_OK);
  } catch (error) {
    // On a read-only file system, the gateway runs without saving anything, and logs that.
    if ((error as NodeJS.ErrnoException).code !== 'EROFS') throw error;
  }
}

/**
 * Whether a path exists.
 *
 * @throws the file system's error, unchanged, except for a path that does not exist
 */
async function exists(path: string): Promise<boolean> {
  try {
    await stat(path);
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return false;
    throw error;
  }
}
