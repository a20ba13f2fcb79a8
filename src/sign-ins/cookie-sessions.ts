import { randomBytes, randomUUID, timingSafeEqual } from 'node:crypto';
import { setTimeout as wait } from 'node:timers/promises';
import type { RevocationCause } from '../errors.ts';
import { deriveKey } from '../secrets/derived-key.ts';
import { keyedDigest } from '../secrets/digest.ts';
import { openValue, sealValue } from '../secrets/sealed-values.ts';
import type { Deadline, Found, Store } from '../store/store.ts';
import type { SignIn } from './sign-in.ts';

/** A session in a cookie, as it is saved. Instants are milliseconds since the epoch. */
export interface CookieSession {
  signIn: SignIn;
  /** The instant at which the user signed in. */
  startedAt: number;
  accessToken: string;
  /** The instant at which the access token came, and the one at which it expires. */
  issuedAt: number;
  expiresAt: number;
  refreshToken?: string | undefined;
  /** The cookie that took the place of this one, and when. Undefined while none has. */
  replaced?: { by: SessionKeys; at: number };
}

/** What is saved of a session that is over. */
export interface EndedCookieSession {
  isEnded: true;
  /** The event that ended it, if it is known. */
  cause?: RevocationCause | undefined;
  /** Whether its time was over, and no event ended it. */
  hasExpired?: boolean;
}

/** The keys of a cookie's session. */
export interface SessionKeys {
  /** The store's key of the session. It reveals nothing of the value. */
  name: string;
  /** Encrypts the session: 256 bits in base64url, from the value and a secret of the gateway together. */
  key: string;
}

/** Dependencies of {@link CookieSessions}. */
export interface CookieSessionsOptions {
  store: Store;
  /** Newest first. New sessions get keys from the newest; each of them opens its own sessions. */
  secrets: readonly [string, ...string[]];
  /** Milliseconds after its last use at which a session ends. */
  idle: number;
  /** Milliseconds after its sign-in at which a session ends. */
  lifetime: number;
}

/** Milliseconds after which the lock of a process that died is free, and for which a process waits for a lock. */
const lockLease = 5000;
const lockPatience = 6000;
/** Milliseconds between two looks at a lock. */
const pollInterval = 20;
/** Bytes of randomness in the value of a cookie. */
const idBytes = 32;

/**
 * The sessions in cookies, in the store. A cookie's value is 256 random bits and a MAC (RFC 2104), so that an invented one costs no
 * look-up. The store has no value of a cookie: its key for a session is a digest with a secret, and the session is encrypted (RFC
 * 7516, A256GCM) with a key that only the value and that secret together give.
 */
export class CookieSessions {
  readonly idle: number;
  readonly lifetime: number;
  readonly #store: Store;
  readonly #secrets: readonly [CookieKeys, ...CookieKeys[]];

  constructor({ store, secrets: [newest, ...older], idle, lifetime }: CookieSessionsOptions) {
    this.#store = store;
    this.#secrets = [toKeys(newest), ...older.map(toKeys)];
    this.idle = idle;
    this.lifetime = lifetime;
  }

  /** Makes the value of a new cookie, and the keys of its session. */
  create(): { value: string; keys: SessionKeys } {
    const id = randomBytes(idBytes).toString('base64url');
    const [{ macOf, nameOf, keyOf }] = this.#secrets;
    return { value: `${id}.${macOf(id)}`, keys: { name: nameOf(id), key: keyOf(id) } };
  }

  /** Finds the keys of a cookie's session. Returns undefined for a value that this gateway has not made. */
  open(value: string): SessionKeys | undefined {
    const [, id, mac] = /^([\w-]{43})\.([\w-]{43})$/.exec(value) ?? [];
    if (id === undefined || mac === undefined) return undefined;
    const keys = this.#secrets.find(({ macOf }) => isEqual(macOf(id), mac));
    return keys && { name: keys.nameOf(id), key: keys.keyOf(id) };
  }

  /** Finds a session, or the end of one. Undefined when there is none any more. */
  async find(
    { name, key }: SessionKeys,
    deadline?: Deadline,
  ): Promise<Found<CookieSession | EndedCookieSession | undefined>> {
    const { value: sealed, isCertain } = await this.#store.get(sessionKey(name), deadline);
    const value = sealed === undefined ? undefined : await openValue(sealed, toBytes(key));
    return { value: value as CookieSession | EndedCookieSession | undefined, isCertain };
  }

  /** Saves a session, until its lifetime ends. */
  async save({ name, key }: SessionKeys, session: CookieSession): Promise<void> {
    const sealed = await sealValue(session, toBytes(key));
    await this.#store.set(sessionKey(name), sealed, session.startedAt + this.lifetime);
  }

  /**
   * Changes a session while no other process does. When the store is away, or another process takes too long, the change happens
   * all the same.
   *
   * @returns what `change` returns
   */
  async change<Result>(
    { name }: SessionKeys,
    change: (isAlone: boolean) => Promise<Result>,
  ): Promise<Result> {
    const lock = `session:${name}`;
    const owner = randomUUID();
    const deadline = performance.now() + lockPatience;
    let state = await this.#store.lock(lock, owner, lockLease);
    while (state === 'busy' && performance.now() < deadline) {
      await wait(pollInterval);
      state = await this.#store.lock(lock, owner, lockLease);
    }
    try {
      return await change(state === 'held');
    } finally {
      if (state === 'held') await this.#store.unlock(lock, owner);
    }
  }

  /** Saves in the place of a session that it is over. */
  async end(
    { name, key }: SessionKeys,
    { startedAt }: CookieSession,
    end: Omit<EndedCookieSession, 'isEnded'>,
  ): Promise<void> {
    const sealed = await sealValue({ isEnded: true, ...end }, toBytes(key));
    await this.#store.set(sessionKey(name), sealed, startedAt + this.lifetime);
  }

  /** Saves that a session is in use. */
  async use({ name }: SessionKeys, now: number): Promise<void> {
    await this.#store.set(useKey(name), String(now), now + this.idle);
  }

  /** Tells whether a session has been used within its idle time. */
  async isInUse({ name }: SessionKeys): Promise<Found<boolean>> {
    const { value, isCertain } = await this.#store.get(useKey(name));
    return { value: value !== undefined, isCertain };
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

function sessionKey(name: string): string {
  return `session:${name}`;
}

function useKey(name: string): string {
  return `session-use:${name}`;
}

function isEqual(one: string, other: string): boolean {
  return timingSafeEqual(Buffer.from(one), Buffer.from(other));
}
