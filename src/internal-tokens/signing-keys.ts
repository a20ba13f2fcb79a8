import type { CryptoKey, JWK } from 'jose';
import { createKeyPair, readKeyPairs, removeKeyPair, type KeyPair } from './key-files.ts';

/** The gateway's own keys, ES256. */
export interface SigningKeys {
  /** The key that signs now; its public half has been published for an hour, unless there never was another. */
  current: () => { kid: string; privateKey: CryptoKey };
  /** A JWK set (RFC 7517 §5): what signs, what will sign next, and what did until a week ago. Public halves alone. */
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
  /** A key is published this long before it signs: far longer than services keep a key set. */
  lead: 60 * 60 * 1000,
  /** And this long after it was made, what came before it is still published: a replica that nobody asks does not look. */
  grace: 7 * 24 * 60 * 60 * 1000,
  /** The folder is read once in this time at most, however often the key set is asked for. */
  freshness: 1000,
  /** A gateway that signs looks for newer keys this often, and complains no more often. */
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
  let warnedAt = -Infinity;

  const isPast = (instant: number) => instant <= now().getTime();
  const hasAge = ({ createdAt }: KeyPair, age: number) => isPast(createdAt.getTime() + age);

  /** What is in hand stays, should the folder be emptied: services know it. */
  async function read(): Promise<void> {
    readAt = Infinity; // while it goes on: a disk that hangs must not hang everybody
    try {
      const known = oldestFirst([...(await readKeyPairs(folder)), ...keys]);
      const settled = known.findLastIndex((key) => hasAge(key, timing.grace));
      const retired = known.splice(0, Math.max(settled, 0));
      keys = known;
      await Promise.all(retired.map((key) => removeKeyPair(folder, key)));
    } finally {
      readAt = now().getTime();
    }
  }

  /** Reads before, since another replica may have made the next key already, and after, since it may have done so meanwhile. */
  async function rotate(): Promise<void> {
    rotatedAt = Infinity; // while it goes on, so that a slow disk does not make it begin again
    try {
      await read();
      if (!keys.every((key) => hasAge(key, timing.period))) return;
      await createKeyPair(folder, now());
      await read();
    } finally {
      rotatedAt = now().getTime();
    }
  }

  /** Nobody waits for it to work: what goes wrong leaves the keys in hand. */
  async function attempt(step: () => Promise<void>): Promise<void> {
    try {
      await step();
    } catch (error) {
      if (!isPast(warnedAt + timing.patience)) return;
      warnedAt = now().getTime();
      log.warn({ err: error }, 'the signing keys in STATE_DIR cannot be read or replaced');
    }
  }

  await rotate();
  return {
    current: () => {
      if (isPast(rotatedAt + timing.patience)) void attempt(rotate);
      const key = keys.findLast((one) => hasAge(one, timing.lead)) ?? keys[0];
      if (!key) throw new Error('there is no signing key');
      return key;
    },
    published: async () => {
      if (isPast(readAt + timing.freshness)) await attempt(read);
      return { keys: keys.map(({ publicJwk }) => publicJwk) };
    },
  };
}

/** Each once, in an order on which all replicas agree. */
function oldestFirst(keys: readonly KeyPair[]): KeyPair[] {
  const each = new Map(keys.map((key) => [key.kid, key])).values();
  return [...each].toSorted(
    (a, b) => a.createdAt.getTime() - b.createdAt.getTime() || (a.kid < b.kid ? -1 : 1),
  );
}
