import type { CryptoKey, JWK } from 'jose';
import { createKeyPair, readKeyPairs, removeKeyPair, type KeyPair } from './key-files.ts';

/** The gateway's own keys, ES256. */
export interface SigningKeys {
  /** The key that signs now; its public half has been published for an hour, unless there never was another. */
  current: () => { kid: string; privateKey: CryptoKey };
  /** A JWK set (RFC 7517 §5): what signs, what will sign next, and what did until an hour ago. Public halves alone. */
  published: () => Promise<{ keys: JWK[] }>;
}

/** Where keys are kept. */
export interface SigningKeysOptions {
  /** Made when missing. Replicas of a gateway share it. */
  folder: string;
  now: () => Date;
  log: { warn: (details: object, message: string) => void };
}

/** All in milliseconds. */
const timing = {
  /** Between the making of one key and of the next. */
  period: 30 * 24 * 60 * 60 * 1000,
  /** A key is published this long before it signs, and this long after: far longer than services keep a key set. */
  lead: 60 * 60 * 1000,
  /** The folder is read once in this time at most, however often the key set is asked for. */
  freshness: 1000,
  /** A rotation that failed is tried again after this. */
  patience: 60 * 1000,
};

/**
 * Keys that are made here, kept in a folder and replaced every 30 days. There is nothing to lock: replicas that start or
 * rotate at the same time each add a key, and all of them publish what any of them has added.
 *
 * @throws what the file system fails with; `Error` for a file of the folder that holds no key
 */
export async function signingKeys({ folder, now, log }: SigningKeysOptions): Promise<SigningKeys> {
  let keys: KeyPair[] = [];
  let readAt = -Infinity;
  let rotatedAt = -Infinity;

  const isPast = (instant: number) => instant <= now().getTime();
  const age = (key: KeyPair, more: number) => key.createdAt.getTime() + more;
  const isDue = () => !keys.some((key) => !isPast(age(key, timing.period)));

  async function read(): Promise<void> {
    readAt = now().getTime();
    const stored = await readKeyPairs(folder);
    const settled = stored.findLastIndex((key) => isPast(age(key, 2 * timing.lead)));
    const [retired, inUse] = [
      stored.slice(0, Math.max(settled, 0)),
      stored.slice(Math.max(settled, 0)),
    ];
    await Promise.all(retired.map((key) => removeKeyPair(folder, key)));
    // An emptied folder is noticed at the next start; until then the keys in hand sign on.
    if (inUse.length > 0) keys = inUse;
  }

  /** Another replica may have made the next key already. */
  async function rotate(): Promise<void> {
    rotatedAt = now().getTime();
    await read();
    if (isDue()) keys = [...keys, await createKeyPair(folder, now())];
  }

  /** Nobody waits, and what goes wrong leaves the keys in hand. */
  function attempt(step: () => Promise<void>): Promise<void> {
    return step().catch((error: unknown) => {
      log.warn({ err: error }, 'the signing keys in STATE_DIR cannot be read or replaced');
    });
  }

  await rotate();
  return {
    current: () => {
      if (isDue() && isPast(rotatedAt + timing.patience)) void attempt(rotate);
      const key = keys.findLast((one) => isPast(age(one, timing.lead))) ?? keys[0];
      if (!key) throw new Error('there is no signing key');
      return key;
    },
    published: async () => {
      if (isPast(readAt + timing.freshness)) await attempt(read);
      return { keys: keys.map(({ publicJwk }) => publicJwk) };
    },
  };
}
