import { randomBytes, randomUUID, timingSafeEqual } from 'node:crypto';
import { setTimeout as wait } from 'node:timers/promises';
import type { RevocationCause } from '../errors.ts';
import { deriveKey } from '../secrets/derived-key.ts';
import { keyedDigest } from '../secrets/digest.ts';
import { openValue, sealValue } from '../secrets/sealed-values.ts';
import type { Deadline, Found, Store } from '../store/store.ts';
import type { SignIn } from './sign-in.ts';

/** A session in a cookie. Instants are milliseconds since the epoch. */
export interface CookieSession {
  kind: 'Session';
  signIn: SignIn;
  /** The instant at which the user signed in. */
  startedAt: number;
  accessToken: string;
  /** The instant at which the access token came, and the one at which it expires. */
  issuedAt: number;
  expiresAt: number;
  /** Undefined when the provider gave none: the session then ends with its access token. */
  refreshToken?: string | undefined;
  /** Keys of the cookie whose place this one takes, until the browser sends this one. */
  replaces?: SessionKeys | undefined;
}

/** What is left of a session that was ended. */
export interface EndedSession {
  kind: 'Ended';
  signIn: SignIn;
  startedAt: number;
  /** The event that ended it, if it is known. */
  cause?: RevocationCause | undefined;
}

/** A cookie in whose place the browser was given another one, for the same session. */
export interface ReplacedCookie {
  kind: 'Replaced';
  by: SessionKeys;
  startedAt: number;
  /** The instant at which the browser first sent the other cookie. Undefined: its answer may have been lost. */
  since?: number;
}

/** What is saved under the keys of a cookie. */
export type SavedSession = (CookieSession | EndedSession | ReplacedCookie) & { version: number };

/** The keys of a cookie's session. */
export interface SessionKeys {
  /** The store's key of the session. It reveals nothing of the cookie's value. */
  name: string;
  /** Encrypts the session: 256 bits in base64url, from the cookie's value and a secret of the gateway together. */
  key: string;
}

/** The keys of a genuine cookie's session. */
export interface OpenedCookie extends SessionKeys {
  /** The instant at which the cookie was made, in milliseconds since the epoch, to the second. */
  createdAt: number;
}

/** Dependencies of {@link CookieSessions}. */
export interface CookieSessionsOptions {
  store: Store;
  /** Newest first. New sessions get keys from the newest; each of them opens its own sessions. */
  secrets: readonly [string, ...string[]];
  /** The current instant, in milliseconds since the epoch. */
  now: () => number;
  /** Milliseconds after its last use at which a session ends. */
  idle: number;
  /** Milliseconds after its sign-in at which a session ends. */
  lifetime: number;
}

/** Milliseconds within which the use of a session is saved once. */
export const useInterval = 60_000;
/** Milliseconds for which a replaced cookie still answers queries, once the browser sends the other one. */
export const grace = 10_000;
/** Milliseconds after the making of a cookie within which another process, which had lost the store for a while, may still save its session. */
export const arrivalTime = 60_000;
/** The value in place of a session that was freed. */
const freed = 'freed';
/** Milliseconds after which the lock of a process that died is free, and for which a process waits for a lock. */
const lockLease = 5000;
const lockPatience = 6000;
/** Milliseconds between two looks at a lock. */
const pollInterval = 20;
/** Milliseconds for which a session is saved whose lifetime is over: a request with its cookie lets the provider revoke its refresh token. */
const revocationTime = 24 * 60 * 60 * 1000;
/** Bytes of randomness in the value of a cookie. */
const idBytes = 32;

/**
 * The sessions in cookies, in the store. A cookie's value is 256 random bits, the second of its making, and a MAC (RFC 2104), so that
 * an invented one costs no look-up. The store has no value of a cookie: its key for a session is a digest with a secret, and the session is encrypted (RFC
 * 7516, A256GCM) with a key that only the value and that secret together give.
 */
export class CookieSessions {
  readonly idle: number;
  readonly lifetime: number;
  readonly #store: Store;
  readonly #now: () => number;
  readonly #secrets: readonly [CookieKeys, ...CookieKeys[]];

  constructor(options: CookieSessionsOptions) {
    const {
      store,
      secrets: [newest, ...older],
      now,
      idle,
      lifetime,
    } = options;
    this.#store = store;
    this.#now = now;
    this.#secrets = [toKeys(newest), ...older.map(toKeys)];
    this.idle = idle;
    this.lifetime = lifetime;
  }

  /** Makes the value of a new cookie, and the keys of its session. */
  create(): { value: string; keys: SessionKeys } {
    const seconds = Math.floor(this.#now() / 1000).toString(36);
    const id = `${randomBytes(idBytes).toString('base64url')}.${seconds}`;
    const [{ macOf, nameOf, keyOf }] = this.#secrets;
    return { value: `${id}.${macOf(id)}`, keys: { name: nameOf(id), key: keyOf(id) } };
  }

  /** Finds the keys of a cookie's session. Returns undefined for a value that this gateway has not made. */
  open(value: string): OpenedCookie | undefined {
    const [, id, seconds, mac] = /^([\w-]{43}\.([0-9a-z]{1,8}))\.([\w-]{43})$/.exec(value) ?? [];
    if (id === undefined || seconds === undefined || mac === undefined) return undefined;
    const keys = this.#secrets.find(({ macOf }) => isEqual(macOf(id), mac));
    const createdAt = parseInt(seconds, 36) * 1000;
    return keys && { name: keys.nameOf(id), key: keys.keyOf(id), createdAt };
  }

  /** Finds what is saved under these keys. Undefined when there is nothing any more. */
  async find(
    { name, key }: SessionKeys,
    deadline?: Deadline,
  ): Promise<Found<SavedSession | undefined>> {
    const { value: sealed, isCertain } = await this.#store.get(sessionKey(name), deadline);
    const value = sealed === undefined ? undefined : await openValue(sealed, toBytes(key));
    return { value: value as SavedSession | undefined, isCertain };
  }

  /**
   * Saves a session, until a day after its lifetime.
   *
   * @param before - what was saved until now; the store keeps the newer one of the two, whatever comes first
   * @param until - milliseconds since the epoch
   */
  async save(
    { name, key }: SessionKeys,
    session: CookieSession | EndedSession | ReplacedCookie,
    before?: { version: number },
    until = session.startedAt + this.lifetime + revocationTime,
  ): Promise<void> {
    const version = Math.max(this.#now(), (before?.version ?? 0) + 1);
    const saved: SavedSession = { ...session, version };
    await this.#store.set(sessionKey(name), await sealValue(saved, toBytes(key)), until, version);
  }

  /** Tells whether a session was freed a moment ago, and so is not one that another process has not saved yet. */
  async isFreed({ name }: SessionKeys): Promise<boolean> {
    return (await this.#store.get(sessionKey(name))).value === freed;
  }

  /** Saves that a session is in use. */
  async use(name: string): Promise<void> {
    const now = this.#now();
    await this.#store.set(useKey(name), String(now), now + this.idle + useInterval);
  }

  /** Tells whether a session is idle for too long. It is not while the store cannot be asked. */
  async isIdle({ name }: SessionKeys, { issuedAt }: CookieSession): Promise<boolean> {
    if (this.#now() < issuedAt + this.idle) return false;
    const { value, isCertain } = await this.#store.get(useKey(name));
    return isCertain && value === undefined;
  }

  /**
   * Changes what is saved under these keys while no other process does.
   *
   * @param change - gets what is saved. `isAlone`: false when the store is away, or another process has held the lock for too long
   */
  async change<Result>(
    keys: SessionKeys,
    change: (saved: SavedSession | undefined, isAlone: boolean) => Promise<Result>,
  ): Promise<Result> {
    const lock = `session:${keys.name}`;
    const owner = randomUUID();
    const deadline = performance.now() + lockPatience;
    let state = await this.#store.lock(lock, owner, lockLease);
    while (state === 'busy' && performance.now() < deadline) {
      await wait(pollInterval);
      state = await this.#store.lock(lock, owner, lockLease);
    }
    try {
      const { value, isCertain } = await this.find(keys);
      return await change(value, state === 'held' && isCertain);
    } finally {
      if (state === 'held') await this.#store.unlock(lock, owner);
    }
  }
}

/**
 * Removes a session from the store, by its name alone. A mark stays there for a minute, in which nothing else tells that the session
 * of a new cookie is not about to arrive.
 *
 * @param now - the current instant, in milliseconds since the epoch
 */
export async function freeSession(store: Store, name: string, now: number): Promise<void> {
  await store.delete(sessionKey(name));
  await store.set(sessionKey(name), freed, now + arrivalTime);
  await store.delete(useKey(name));
}

interface CookieKeys {
  macOf: (id: string) => string;
  nameOf: (id: string) => string;
  keyOf: (id: string) => string;
}

function toKeys(secret: string): CookieKeys {
  return {
    macOf: keyedDigest(secret, 'session cookie'),
    nameOf: keyedDigest(secret, 'session name'),
    keyOf: (id) => Buffer.from(deriveKey(secret, 'session', id)).toString('base64url'),
  };
}

function toBytes(key: string): Uint8Array {
  return Buffer.from(key, 'base64url');
}

function sessionKey(name: string): string {
  return `session:${name}`;
}

function useKey(name: string): string {
  return `session-use:${name}`;
}

function isEqual(one: string, other: string): boolean {
  return timingSafeEqual(Buffer.from(one), Buffer.from(other));
}
