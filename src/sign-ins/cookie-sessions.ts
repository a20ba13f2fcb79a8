import { randomBytes, randomUUID, timingSafeEqual } from 'node:crypto';
import { setTimeout as wait } from 'node:timers/promises';
import type { RevocationCause } from '../errors.ts';
import { deriveKey } from '../secrets/derived-key.ts';
import { keyedDigest } from '../secrets/digest.ts';
import { openValue, sealValue } from '../secrets/sealed-values.ts';
import type { Deadline, Found, Store } from '../store/store.ts';
import { findFreed, sessionKey, useKey } from './freed-sessions.ts';
import type { SignIn } from './sign-in.ts';

/** A session that a cookie holds. Times are milliseconds since the epoch. */
export interface CookieSession {
  kind: 'Session';
  signIn: SignIn;
  /** Time of the login. */
  startedAt: number;
  accessToken: string;
  /** Time at which the provider issued the access token. */
  issuedAt: number;
  /** Time at which the access token expires. */
  expiresAt: number;
  /** Undefined if the provider issues no refresh token. The session then ends when its access token expires. */
  refreshToken?: string | undefined;
  /** Keys of the previous cookie of this session. Undefined once the browser has sent the present cookie. */
  replaces?: SessionKeys | undefined;
}

/** Entry that is left when a session has ended. */
export interface EndedSession {
  kind: 'Ended';
  signIn: SignIn;
  startedAt: number;
  /** Cause of the end. Undefined if it is unknown. */
  cause?: RevocationCause | undefined;
}

/** Entry of a cookie that another cookie of the same session has replaced. */
export interface ReplacedCookie {
  kind: 'Replaced';
  by: SessionKeys;
  startedAt: number;
  /**
   * Time at which the browser first sent the new cookie (milliseconds since the epoch). Undefined until then, because the answer
   * with the new cookie may be lost.
   */
  since?: number;
}

/** Entry of the store for a cookie. The entry with the higher version wins. */
export type SavedSession = (CookieSession | EndedSession | ReplacedCookie) & { version: number };

/** Keys that find and decrypt a session in the store. */
export interface SessionKeys {
  /** Store key of the session. A digest, so it does not reveal the cookie. */
  name: string;
  /** Encryption key of the session: 256 bits in base64url, derived from the cookie's value and a secret of the gateway. */
  key: string;
}

/** Keys of a session whose cookie this gateway has made. */
export interface OpenedCookie extends SessionKeys {
  /** Time at which the gateway made the cookie (milliseconds since the epoch, rounded down to a second). */
  createdAt: number;
}

/** Dependencies of {@link CookieSessions}. */
export interface CookieSessionsOptions {
  store: Store;
  /**
   * Secrets of the gateway, newest first. New sessions use the newest. A session of an older secret stays readable while that
   * secret is listed.
   */
  secrets: readonly [string, ...string[]];
  /** Returns the current time (milliseconds since the epoch). */
  now: () => number;
  /** A session ends this many milliseconds after its last use. */
  idle: number;
  /** A session ends this many milliseconds after its login, even if it is in use. */
  lifetime: number;
}

/** Shortest time between two saves of a session's last use (milliseconds). */
export const useInterval = 60_000;
/** A replaced cookie can still query for this many milliseconds after the browser has first sent the new cookie. */
export const grace = 10_000;
/** Milliseconds after its creation within which a session may still reach the store, because its replica had lost the store. */
export const arrivalTime = 60_000;
/**
 * A process holds a session's lock for at most `lockLease` milliseconds, and waits at most `lockPatience` milliseconds for it.
 */
const lockLease = 5000;
const lockPatience = 6000;
/** Milliseconds between two attempts to get the lock. */
const pollInterval = 20;
/** Milliseconds for which the store holds a session after its lifetime, so that its cookie can still have the refresh token revoked. */
const revocationTime = 24 * 60 * 60 * 1000;
/** Number of random bytes in a cookie's value. */
const idBytes = 32;

/**
 * Saves the sessions that cookies hold.
 *
 * A cookie's value consists of 256 random bits, the time at which the gateway made it, and a MAC (RFC 2104). Because of the MAC,
 * the gateway refuses an invented value without a look-up in the store.
 *
 * The store never sees a cookie's value. The store key of a session is a keyed digest of the value. The session is encrypted (RFC
 * 7516, A256GCM) with a key derived from the value and a secret of the gateway, so that neither alone can decrypt it.
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

  /**
   * Checks a cookie's value and returns the keys of its session. Returns undefined for a value that this gateway has not made.
   */
  open(value: string): OpenedCookie | undefined {
    const [, id, seconds, mac] = /^([\w-]{43}\.([0-9a-z]{1,8}))\.([\w-]{43})$/.exec(value) ?? [];
    if (id === undefined || seconds === undefined || mac === undefined) return undefined;
    const keys = this.#secrets.find(({ macOf }) => isEqual(macOf(id), mac));
    const createdAt = parseInt(seconds, 36) * 1000;
    return keys && { name: keys.nameOf(id), key: keys.keyOf(id), createdAt };
  }

  /** Finds the entry of a cookie. The value is undefined if the store has none. */
  async find(
    { name, key }: SessionKeys,
    deadline?: Deadline,
  ): Promise<Found<SavedSession | undefined>> {
    const { value: sealed, isCertain } = await this.#store.get(sessionKey(name), deadline);
    const value = sealed === undefined ? undefined : await openValue(sealed, toBytes(key));
    return { value: value as SavedSession | undefined, isCertain };
  }

  /**
   * Saves the entry of a cookie.
   *
   * @param before - the present entry, if there is one. The new entry gets a higher version, so that it wins even if it reaches
   *   the store first
   * @param until - time at which the store drops the entry (milliseconds since the epoch). Default: a day after the end of the session's
   *   lifetime
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

  /** Finds why a session was removed from the store. Undefined if it was not, or if that is more than seven days ago. */
  findFreed({ name }: SessionKeys): Promise<Pick<EndedSession, 'cause'> | undefined> {
    return findFreed(this.#store, name);
  }

  /** Saves the current time as the session's last use. */
  async use(name: string): Promise<void> {
    const now = this.#now();
    await this.#store.set(useKey(name), String(now), now + this.idle + useInterval);
  }

  /** Whether a session was not used for too long. False if the store does not answer. */
  async isIdle({ name }: SessionKeys, { issuedAt }: CookieSession): Promise<boolean> {
    if (this.#now() < issuedAt + this.idle) return false;
    const { value, isCertain } = await this.#store.get(useKey(name));
    return isCertain && value === undefined;
  }

  /**
   * Locks the entry of a cookie, reads it, and calls `change` with it.
   *
   * @param change - `isAlone` is false if the store does not answer, or if another process has held the lock for too long
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

function isEqual(one: string, other: string): boolean {
  return timingSafeEqual(Buffer.from(one), Buffer.from(other));
}
