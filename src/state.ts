import { join } from 'node:path';
import { ConfigurationError, type Config } from './config.ts';
import { openJournal } from './store/journal.ts';
import { memoryStore } from './store/memory-store.ts';
import type { Store } from './store/store.ts';
import type { Logger } from './telemetry/log.ts';
import { digest } from './tokens/digest.ts';
import { issuerKeys, type IssuerKeys } from './tokens/issuer-keys.ts';
import { readKeySetFile } from './tokens/key-set-file.ts';
import { fileAsPlace, storeAsPlace } from './tokens/key-set-place.ts';
import { operatorKeys } from './tokens/operator-keys.ts';
import { signingKeys, type SigningKeys } from './tokens/signing-keys.ts';
import type { Upstream } from './upstream/upstream.ts';

interface KeysSurroundings {
  fetch: Upstream['fetch'];
  store: Store;
  now: () => Date;
  log: Logger;
}

/**
 * The keys that access and ID tokens are verified with.
 *
 * @throws `ConfigurationError` for a `JWKS_FILE` that cannot be used
 */
export async function keysOfIssuer(
  { auth0, jwks, redisUrl, stateDir }: Config,
  { store, ...surroundings }: KeysSurroundings,
): Promise<IssuerKeys> {
  const { file, fileOnly, maxAge } = jwks;
  if (file !== undefined) {
    await readKeySetFile(file).catch((error: unknown) => {
      throw new ConfigurationError([`JWKS_FILE cannot be used: ${(error as Error).message}`]);
    });
    if (fileOnly) return operatorKeys({ ...surroundings, file });
  }
  const keptFor = maxAge * 1000;
  const places = [
    fileAsPlace(join(stateDir, 'issuer-keys.jwt')),
    ...(redisUrl ? [storeAsPlace(store, keptFor, surroundings.now)] : []),
  ];
  const kept = { places, secret: auth0.clientSecret };
  return issuerKeys({ ...surroundings, issuer: auth0.issuer, maxAge, kept, file });
}

/**
 * The keys that sign what services are told, where one of them wants to be told so.
 *
 * @throws `ConfigurationError` when those in `STATE_DIR` cannot be used
 */
export async function ownKeys(
  { services, stateDir }: Config,
  now: () => Date,
  log: Logger,
): Promise<SigningKeys | undefined> {
  if (!Object.values(services).some(({ auth }) => auth === 'internal')) return undefined;
  try {
    return await signingKeys({ folder: join(stateDir, 'signing-keys'), now, log });
  } catch (error) {
    throw new ConfigurationError([`STATE_DIR cannot be used: ${(error as Error).message}`]);
  }
}

/**
 * What replicas share, in Redis; or what a restart must not forget, in a file.
 *
 * @throws `ConfigurationError` when the file cannot be used
 */
export async function openStore(
  { redisUrl, stateDir, auth0 }: Config,
  now: () => Date,
  log: Logger,
): Promise<Store> {
  if (redisUrl) {
    // Loaded here alone: a gateway without Redis starts sooner.
    const { redisStore } = await import('./store/redis-store.ts');
    const gateway = digest(JSON.stringify([auth0.issuer, auth0.clientId])).slice(0, 12);
    return await redisStore({ url: redisUrl, prefix: `gatehouse:${gateway}`, now, log });
  }
  try {
    const file = join(stateDir, 'sessions.jsonl');
    return memoryStore({ now, journal: await openJournal({ file, now, log }) });
  } catch (error) {
    throw new ConfigurationError([`STATE_DIR cannot be used: ${(error as Error).message}`]);
  }
}
