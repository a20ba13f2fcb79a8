import { join } from 'node:path';
import { ConfigurationError, type Config } from './config/config.ts';
import { Journal } from './store/journal.ts';
import { MemoryStore } from './store/memory-store.ts';
import { RedisStore } from './store/redis-store.ts';
import type { Store } from './store/store.ts';
import type { Logger } from './telemetry/log.ts';
import { digest } from './secrets/digest.ts';
import { issuerKeys, type IssuerKeys } from './issuer-keys/issuer-keys.ts';
import { readKeySetFile } from './issuer-keys/key-set-file.ts';
import { fileAsPlace, storeAsPlace } from './issuer-keys/key-set-storage.ts';
import { operatorKeys } from './issuer-keys/keys-from-file.ts';
import { signingKeys, type SigningKeys } from './internal-tokens/signing-keys.ts';
import type { Upstream } from './upstream/upstream.ts';

interface IssuerKeysDependencies {
  fetch: Upstream['fetch'];
  store: Store;
  now: () => Date;
  log: Logger;
}

/**
 * Opens the issuer's keys, with which access and ID tokens are verified.
 *
 * @throws `ConfigurationError` for a `JWKS_FILE` that cannot be used
 */
export async function openIssuerKeys(
  { auth0, jwks, redisUrl, stateDir }: Config,
  { store, ...dependencies }: IssuerKeysDependencies,
): Promise<IssuerKeys> {
  const { file, fileOnly, maxAge } = jwks;
  if (file !== undefined) {
    await readKeySetFile(file).catch((error: unknown) => {
      throw new ConfigurationError([`JWKS_FILE cannot be used: ${(error as Error).message}`]);
    });
    if (fileOnly) return operatorKeys({ ...dependencies, file });
  }
  const keptFor = maxAge * 1000;
  const places = [
    fileAsPlace(join(stateDir, 'issuer-keys.jwt')),
    ...(redisUrl ? [storeAsPlace(store, keptFor, dependencies.now)] : []),
  ];
  const kept = { places, secret: auth0.clientSecret };
  return issuerKeys({ ...dependencies, issuer: auth0.issuer, maxAge, kept, file });
}

/**
 * Opens the gateway's own keys, which sign internal tokens.
 *
 * @returns undefined when no service takes internal tokens
 * @throws `ConfigurationError` when the keys in `STATE_DIR` cannot be used
 */
export async function openSigningKeys(
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
 * Opens the store: in Redis, which replicas share, when `REDIS_URL` is set; else in memory, with a file in `STATE_DIR`.
 *
 * @throws `ConfigurationError` when the file cannot be used
 */
export async function openStore(
  { redisUrl, stateDir, auth0 }: Config,
  now: () => Date,
  log: Logger,
): Promise<Store> {
  if (redisUrl) {
    const gateway = digest(JSON.stringify([auth0.issuer, auth0.clientId])).slice(0, 12);
    return await RedisStore.connect({ url: redisUrl, prefix: `gatehouse:${gateway}`, now, log });
  }
  try {
    const file = join(stateDir, 'sessions.jsonl');
    return new MemoryStore({ now, journal: await Journal.open({ file, now, log }) });
  } catch (error) {
    throw new ConfigurationError([`STATE_DIR cannot be used: ${(error as Error).message}`]);
  }
}
