import { join } from 'node:path';
import { ConfigurationError, type Config } from './config/config.ts';
import type { RedisConfig } from './config/redis.ts';
import type { EventLog } from './store/event-log.ts';
import { FileEventLog } from './store/file-event-log.ts';
import { LockedError, lockPatience } from './store/file-lock.ts';
import { Journal } from './store/journal.ts';
import { MemoryStore } from './store/memory-store.ts';
import { UnusableRedisError } from './store/redis-fault.ts';
import { readAuthorities, type RedisServer } from './store/redis-server.ts';
import type { Store } from './store/store.ts';
import { withinTimeLimit } from './store/time-limit.ts';
import type { Logger } from './telemetry/log.ts';
import { digest } from './secrets/digest.ts';
import { keysFromIssuer } from './issuer-keys/keys-from-issuer.ts';
import type { IssuerKeys } from './issuer-keys/issuer-keys.ts';
import { readKeySetFile } from './issuer-keys/key-set-file.ts';
import { fileStorage, redisStorage } from './issuer-keys/key-set-storage.ts';
import { keysFromFile } from './issuer-keys/keys-from-file.ts';
import { SigningKeys } from './internal-tokens/signing-keys.ts';
import type { Calls } from './upstream/calls.ts';
import type { Upstream } from './upstream/upstream.ts';

interface IssuerKeysDependencies {
  fetch: Upstream['fetch'];
  calls: Calls;
  store: Store;
  now: () => Date;
  log: Logger;
}

/**
 * Checks that `JWKS_FILE` is usable, if it is set.
 *
 * @throws `ConfigurationError` for a file that cannot be used
 */
export async function checkKeySetFile({ jwks: { file } }: Config): Promise<void> {
  if (file === undefined) return;
  await withinTimeLimit(readKeySetFile(file)).catch((error: unknown) => {
    throw new ConfigurationError([`JWKS_FILE cannot be used: ${(error as Error).message}`]);
  });
}

/** Opens the issuer's keys, which verify access tokens and ID tokens. */
export function openIssuerKeys(
  { auth0, jwks, redis, stateDir }: Config,
  { store, ...dependencies }: IssuerKeysDependencies,
): IssuerKeys {
  const { file, fileOnly, maxAge } = jwks;
  if (file !== undefined && fileOnly) return keysFromFile({ ...dependencies, file });
  const lifetime = maxAge * 1000;
  const storages = [
    fileStorage(join(stateDir, 'issuer-keys.jwt')),
    ...(redis ? [redisStorage(store, lifetime, dependencies.now)] : []),
  ];
  const saved = { storages, secret: auth0.clientSecret };
  return keysFromIssuer({ ...dependencies, issuer: auth0.issuer, maxAge, saved, file });
}

/**
 * Opens the gateway's own keys, which sign internal tokens.
 *
 * @returns undefined if no service uses internal tokens
 * @throws `ConfigurationError` if the keys in `STATE_DIR` cannot be used
 */
export async function openSigningKeys(
  { services, stateDir }: Config,
  now: () => Date,
  log: Logger,
): Promise<SigningKeys | undefined> {
  if (!Object.values(services).some(({ auth }) => auth === 'internal')) return undefined;
  try {
    const folder = join(stateDir, 'signing-keys');
    return await withinTimeLimit(SigningKeys.open({ folder, now, log }));
  } catch (error) {
    throw new ConfigurationError([`STATE_DIR cannot be used: ${(error as Error).message}`]);
  }
}

/**
 * Opens the store. With `REDIS_URL`, entries are in Redis, which replicas share. Otherwise they are in memory and in a file in
 * `STATE_DIR`.
 *
 * @throws `ConfigurationError` if the file, `REDIS_CA_FILE` or this kind of Redis cannot be used
 */
export async function openStore(
  { redis, stateDir, storeGrace, auth0 }: Config,
  now: () => Date,
  log: Logger,
): Promise<Store> {
  if (redis) {
    // Imported only here, so that a gateway without Redis starts faster.
    const { RedisStore } = await import('./store/redis-store.ts');
    const gateway = digest(JSON.stringify([auth0.issuer, auth0.clientId])).slice(0, 12);
    const opening = RedisStore.connect({
      ...{ server: await readServer(redis), prefix: `gatehouse:${gateway}`, now, log },
      grace: storeGrace * 1000,
    });
    return await opening.catch((error: unknown) => {
      throw error instanceof UnusableRedisError ? new ConfigurationError([error.message]) : error;
    });
  }
  try {
    const file = join(stateDir, 'sessions.jsonl');
    const journal = await withinTimeLimit(Journal.open({ file, now, log }), lockPatience);
    return new MemoryStore({ now, journal });
  } catch (error) {
    if (error instanceof LockedError) {
      throw new ConfigurationError([
        'STATE_DIR is used by another gateway process: stop that process, give this one a STATE_DIR of its own, or set REDIS_URL for both',
      ]);
    }
    throw new ConfigurationError([`STATE_DIR cannot be used: ${(error as Error).message}`]);
  }
}

async function readServer({ caFile, ...server }: RedisConfig): Promise<RedisServer> {
  if (caFile === undefined) return server;
  const reading = withinTimeLimit(readAuthorities(caFile));
  const ca = await reading.catch((error: unknown) => {
    throw new ConfigurationError([`REDIS_CA_FILE cannot be used: ${(error as Error).message}`]);
  });
  return { ...server, ca };
}

/** Storage of the audit trail. Successful administrative acts are apart from all other events. */
export interface AuditStorage {
  acts: EventLog;
  attempts: EventLog;
  /** Milliseconds for which an event is saved. */
  lifetime: number;
}

/**
 * Opens the storage of the audit trail: Redis if the store is there, else files in `STATE_DIR`. The first event connects it, so
 * that it never stops the start.
 */
export function openAuditStorage(
  { audit, stateDir }: Config,
  { store, now, log }: { store: Store; now: () => Date; log: Logger },
): AuditStorage {
  const limits = { entries: audit.events, lifetime: audit.days * 24 * 60 * 60 * 1000 };
  const folder = join(stateDir, 'audit');
  const open = (name: string) =>
    store.sharedLog?.(`audit:${name}`, limits) ??
    new FileEventLog({ folder, name, limits, now, log });
  return { acts: open('acts'), attempts: open('attempts'), lifetime: limits.lifetime };
}
