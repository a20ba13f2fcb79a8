import process from 'node:process';
import { setTimeout as wait } from 'node:timers/promises';
import { AuditLog } from '../audit/audit-log.ts';
import { AuditTrail } from '../audit/audit-trail.ts';
import type { Config } from '../config/config.ts';
import { services } from '../services/services.ts';
import { Devices } from '../sign-ins/devices.ts';
import { everybody } from '../sign-ins/notices.ts';
import { RefreshTokens } from '../sign-ins/refresh-tokens.ts';
import { Revocations } from '../sign-ins/revocations.ts';
import { SavedSignIns } from '../sign-ins/saved-sign-ins.ts';
import { SignIns } from '../sign-ins/sign-ins.ts';
import { openAuditStorage, openStore } from '../state.ts';
import type { Store } from '../store/store.ts';
import { createLogger, type Logger } from '../telemetry/log.ts';
import { Tally } from '../telemetry/tally.ts';
import { hasMistakes } from './mistakes.ts';
import { readWholeConfig } from './whole-config.ts';

type Env = Record<string, string | undefined>;

/** Milliseconds that the command waits until it has read the announcements of the gateways from Redis. */
const readyTimeLimit = 15_000;

const usage = `Usage: npm run end-sessions -- USER
       npm run end-sessions -- --all

USER is a user's id (sub), for example 'auth0|6500000000000000000000a1'. --all ends the sessions of all users.`;

/**
 * Runs the command `end-sessions`: ends all sign-ins of one user or of all users, in the store of this configuration, and prints
 * the result. Exit code 0: every ready gateway knows. Exit code 2: this is not certain yet. Exit code 1: nothing has ended.
 *
 * @param found - mistakes in the file that the environment comes from, one line each
 */
export async function endSessions(
  args: readonly string[],
  env: Env,
  found: readonly string[] = [],
): Promise<void> {
  try {
    const user = readUser(args);
    const config = await readWholeConfig(env, Object.keys(services), found);
    const log = createLogger('warn', process.stderr);
    const store = await openStore(config, () => new Date(), log);
    try {
      const isKnown = await endAll(user, config, store);
      process.exitCode = isKnown ? 0 : 2;
      await recordEnd(user, isKnown, { config, store, log });
    } finally {
      await store.close();
    }
  } catch (error) {
    const isExpected = hasMistakes(error) || error instanceof CommandError;
    console.error(isExpected ? error.message : error);
    process.exitCode = 1;
  }
}

/** The command cannot be carried out. The message says why. */
class CommandError extends Error {
  override name = 'CommandError';
}

function readUser([user, ...others]: readonly string[]): string {
  if (user === undefined || user === '' || others.length > 0) throw new CommandError(usage);
  if (user === '--all') return everybody;
  if (user.includes('|')) return user;
  throw new CommandError(`${user} is not a user's id.\n\n${usage}`);
}

/** Ends the sessions of one user or of all users. Returns whether every ready gateway knows. */
async function endAll(user: string, config: Config, store: Store): Promise<boolean> {
  const { claims, redis, stateSecrets: secrets } = config;
  const now = () => new Date();
  const verify = () => Promise.reject(new Error('no token is verified here'));
  const revocations = new Revocations({
    ...{ store, now, verify, onRevoked: () => undefined },
    passwordClaim: claims.password,
  });
  const refreshTokens = new RefreshTokens({ store, secrets });
  const signIns = new SignIns({ store, revocations, refreshTokens });
  const saved = new SavedSignIns({ store, refreshTokens, secrets });
  await waitUntilReady(store);

  const isAll = user === everybody;
  const { value: known } = isAll
    ? { value: undefined }
    : await new Devices({ store, signIns, saved, secrets }).list(user);
  const { since, everywhere } = signIns.ends.endAll(user, 'ENDED_BY_OPERATOR');
  const isKnown = await everywhere;
  const whose = isAll ? 'of all users' : `of ${user}`;
  const devices = known ? `; known devices: ${known.length}` : '';
  const before = new Date(since).toISOString();
  console.log(`Ended: every session ${whose} that began before ${before}${devices}.`);
  if (!redis) console.log('A gateway that starts with this STATE_DIR refuses their tokens.');
  else if (isKnown) console.log('Every ready gateway refuses their tokens.');
  else
    console.log(
      'Redis has it, or will have it, but not every gateway has confirmed that it knows. Run the command again.',
    );
  return isKnown;
}

/** Records the act of the operator in the audit trail of the gateways. */
async function recordEnd(
  user: string,
  isKnown: boolean,
  { config, store, log }: { config: Config; store: Store; log: Logger },
): Promise<void> {
  const now = () => new Date();
  const trail = new AuditTrail({
    ...openAuditStorage(config, { store, now, log }),
    ...{ outcomes: new Tally([], []), secrets: config.stateSecrets, now, log },
  });
  const isAll = user === everybody;
  const outcome = { kind: isKnown ? 'SignInsEnded' : 'SignInsEnding' };
  await new AuditLog(trail, {}).act('endSessions', Promise.resolve(outcome), {
    subject: isAll ? undefined : user,
    change: () => ({ before: { sessions: isAll ? 'of all users' : 'of the user' } }),
  });
  await trail.close();
}

async function waitUntilReady(store: Store): Promise<void> {
  const deadline = performance.now() + readyTimeLimit;
  while (!store.isReady()) {
    if (performance.now() > deadline)
      throw new CommandError('Redis cannot be reached, or refuses commands: nothing has ended.');
    await wait(100);
  }
}
