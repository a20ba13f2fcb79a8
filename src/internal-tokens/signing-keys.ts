import type { CryptoKey, JWK } from 'jose';
import { createKeyPair, readKeyPairs, removeKeyPair, type KeyPair } from './key-files.ts';

/** Options of {@link SigningKeys}. */
export interface SigningKeysOptions {
  /** Folder of the key files, which all replicas share. Created if it is missing. */
  folder: string;
  now: () => Date;
  log: { warn: (details: object, message: string) => void };
}

/** Times in the life of a key (milliseconds). */
const timing = {
  /** Time from the creation of one key to the creation of the next. */
  period: 30 * 24 * 60 * 60 * 1000,
  /** Time for which a key is published before it signs. It is far longer than the time for which services cache a key set. */
  lead: 60 * 60 * 1000,
  /**
   * Age at which a key makes all older keys obsolete. Until then, a replica without requests may still sign with an older key.
   */
  grace: 7 * 24 * 60 * 60 * 1000,
  /** Minimum time between two reads of the folder for the published key set. */
  freshness: 1000,
  /** Minimum time between two checks for a newer key while the gateway signs, and between two warnings. */
  patience: 60 * 1000,
};

/**
 * The gateway's own ES256 keys. The gateway creates them, saves them in a folder, and replaces them every 30 days.
 *
 * No lock is needed: replicas that start or rotate at the same time each add a key, and all replicas publish all keys.
 */
export class SigningKeys {
  readonly #options: SigningKeysOptions;
  #keys: KeyPair[] = [];
  #readAt = -Infinity;
  #rotatedAt = -Infinity;
  #warnedAt = -Infinity;

  private constructor(options: SigningKeysOptions) {
    this.#options = options;
  }

  /**
   * Reads the folder, and creates a key unless the folder has one that is younger than 30 days.
   *
   * @throws the file system's error, unchanged; `Error` that names a file without a key pair
   */
  static async open(options: SigningKeysOptions): Promise<SigningKeys> {
    const keys = new SigningKeys(options);
    await keys.#rotate();
    return keys;
  }

  /** Returns the key to sign with: the newest key that was published at least one hour ago. Without one, the oldest key. */
  current(): { kid: string; privateKey: CryptoKey } {
    if (this.#isPast(this.#rotatedAt + timing.patience)) void this.#attempt(() => this.#rotate());
    const key = this.#keys.findLast((one) => this.#hasAge(one, timing.lead)) ?? this.#keys[0];
    if (!key) throw new Error('there is no signing key');
    return key;
  }

  /**
   * Returns the public keys as a JWK set (RFC 7517 §5): the next key, the key that signs, and older keys until their successor is
   * a week old.
   */
  async publicKeySet(): Promise<{ keys: JWK[] }> {
    if (this.#isPast(this.#readAt + timing.freshness)) await this.#attempt(() => this.#read());
    return { keys: this.#keys.map(({ publicJwk }) => publicJwk) };
  }

  /** Creates the next key when the newest is 30 days old. */
  async #rotate(): Promise<void> {
    this.#rotatedAt = Infinity; // No further rotation starts while this one runs.
    try {
      await this.#read(); // Another replica may have created the next key.
      if (!this.#keys.every((key) => this.#hasAge(key, timing.period))) return;
      await createKeyPair(this.#options.folder, this.#now());
      await this.#read(); // Another replica may have created one at the same time.
    } finally {
      this.#rotatedAt = this.#now().getTime();
    }
  }

  /** Loads the keys of the folder, and drops obsolete ones. Keeps a key whose file is missing, because services may know it. */
  async #read(): Promise<void> {
    const { folder } = this.#options;
    this.#readAt = Infinity; // No further read starts while this one runs, even if the disk hangs.
    try {
      const known = sortByAge([...(await readKeyPairs(folder)), ...this.#keys]);
      const settled = known.findLastIndex((key) => this.#hasAge(key, timing.grace));
      const retired = known.splice(0, Math.max(settled, 0));
      this.#keys = known;
      await Promise.all(retired.map((key) => removeKeyPair(folder, key)));
    } finally {
      this.#readAt = this.#now().getTime();
    }
  }

  /** Runs a step. If the step fails, the keys stay unchanged, and the log has a warning. */
  async #attempt(step: () => Promise<void>): Promise<void> {
    try {
      await step();
    } catch (error) {
      if (!this.#isPast(this.#warnedAt + timing.patience)) return;
      this.#warnedAt = this.#now().getTime();
      this.#options.log.warn({ err: error }, failure);
    }
  }

  #hasAge({ createdAt }: KeyPair, age: number): boolean {
    return this.#isPast(createdAt.getTime() + age);
  }

  #isPast(instant: number): boolean {
    return instant <= this.#now().getTime();
  }

  #now(): Date {
    return this.#options.now();
  }
}

const failure = 'the signing keys in STATE_DIR cannot be read or replaced';

/** Sorts the keys, oldest first, and removes duplicates. The order is the same at all replicas. */
function sortByAge(keys: readonly KeyPair[]): KeyPair[] {
  const distinct = new Map(keys.map((key) => [key.kid, key])).values();
  return [...distinct].toSorted(
    (a, b) => a.createdAt.getTime() - b.createdAt.getTime() || (a.kid < b.kid ? -1 : 1),
  );
}
