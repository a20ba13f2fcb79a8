import { keyedDigest } from '../secrets/digest.ts';
import type { Deadline, Found, Store } from '../store/store.ts';
import { sessionLifetime } from './revocations.ts';
import type { SignIn, Transport } from './sign-in.ts';

/** Record of a refresh token. Times are milliseconds since the epoch. */
export interface RefreshTokenRecord extends SignIn {
  /** Time at which a client first presented the token. */
  presentedAt?: number;
  /** Whether the provider may have exchanged the token in an answer that never reached the gateway. */
  isInDoubt?: boolean;
  /** The first exchange of this token whose new tokens reached a client. `successor` is the digest of the new refresh token. */
  exchanged?: { at: number; successor: string };
  /** Whether the session of this token has moved into a cookie. */
  isInCookie?: boolean;
  /** Whether a client ended the sign-in of this token when the store had no record of the token. */
  isEnded?: boolean;
  /** Counts the writes of the record, from the instant of the first one on. Undefined for a record that is not saved yet. */
  version?: number;
}

/** Dependencies of {@link RefreshTokens}. */
export interface RefreshTokensOptions {
  store: Store;
  /** Secrets of the gateway, newest first. The store keys of refresh tokens are digests with keys derived from these secrets. */
  secrets: readonly [string, ...string[]];
}

/** Milliseconds for which the record of an exchanged refresh token is saved. A second use within this time may be a thief's. */
const exchangedLifetime = 30 * 24 * 60 * 60 * 1000;

const unknownSignIn: SignIn = { id: '', user: '', since: 0, after: 0 };

/**
 * Saves records of refresh tokens. The store holds keyed digests in place of the tokens. Each write has a higher version than the record
 * on which it is based: an older record in a promoted replica of Redis, or a write that is based on one, replaces no newer record.
 */
export class RefreshTokens {
  readonly #store: Store;
  readonly #digestOf: (refreshToken: string) => string;
  readonly #olderDigestsOf: ((refreshToken: string) => string)[];

  constructor({ store, secrets: [newest, ...older] }: RefreshTokensOptions) {
    this.#store = store;
    this.#digestOf = keyedDigest(newest, 'refresh token');
    this.#olderDigestsOf = older.map((secret) => keyedDigest(secret, 'refresh token'));
  }

  /** Finds the record of a token. The value is undefined for an unknown token. */
  async find(
    refreshToken: string,
    deadline?: Deadline,
  ): Promise<Found<RefreshTokenRecord | undefined>> {
    const digests = [this.#digestOf, ...this.#olderDigestsOf].map((digestOf) =>
      digestOf(refreshToken),
    );
    const found = await Promise.all(digests.map((name) => this.#read(name, deadline)));
    return {
      value: found.find(({ value }) => value !== undefined)?.value,
      isCertain: found.every(({ isCertain }) => isCertain),
    };
  }

  /** Returns the digest that names a token in the store. */
  nameOf(refreshToken: string): string {
    return this.#digestOf(refreshToken);
  }

  /** Whether a client has presented the successor of an exchanged token. False if the store does not answer. */
  async isSuccessorPresented({ successor }: { successor: string }): Promise<boolean> {
    const { value } = await this.#read(successor);
    return value?.presentedAt !== undefined;
  }

  /** Saves the record of a token that has not been exchanged. */
  async save(refreshToken: string, record: RefreshTokenRecord, now: number): Promise<void> {
    await this.#write(this.nameOf(refreshToken), record, now, now + sessionLifetime);
  }

  /** Saves the record of a new token. */
  async saveNew(refreshToken: string, signIn: SignIn, now: number): Promise<void> {
    const { value } = await this.find(refreshToken);
    if (value === undefined) await this.save(refreshToken, signIn, now);
  }

  /**
   * Saves the record of a token that stays in use because the provider does not rotate refresh tokens. Keeps the mark that the
   * session has moved into a cookie.
   */
  async saveAgain(refreshToken: string, signIn: SignIn, now: number): Promise<void> {
    const { isInCookie, version } = (await this.find(refreshToken)).value ?? {};
    const record = { ...signIn, ...(isInCookie && { isInCookie }) };
    await this.save(refreshToken, { ...record, ...(version !== undefined && { version }) }, now);
  }

  /** Saves that the provider exchanged a token for another one. */
  async saveExchanged(
    refreshToken: string,
    signIn: SignIn,
    { at, successor }: { at: number; successor: string },
  ): Promise<void> {
    const { value } = await this.find(refreshToken);
    const { presentedAt, isInCookie, version } = value ?? {};
    const exchanged = { at, successor: this.#digestOf(successor) };
    const record = {
      ...signIn,
      exchanged,
      ...(presentedAt !== undefined && { presentedAt }),
      ...(isInCookie && { isInCookie }),
      ...(version !== undefined && { version }),
    };
    await this.#write(this.nameOf(refreshToken), record, at, at + exchangedLifetime);
  }

  /** Saves that the session of a token has moved into a cookie. */
  async saveInCookie(refreshToken: string, now: number): Promise<void> {
    const { value } = await this.find(refreshToken);
    if (!value) return;
    const lifetime = value.exchanged ? exchangedLifetime : sessionLifetime;
    const record = { ...value, isInCookie: true };
    await this.#write(this.nameOf(refreshToken), record, now, now + lifetime);
  }

  /** Saves that the sign-in of a token without a record has ended. */
  async saveEnded(refreshToken: string, now: number, until: number): Promise<void> {
    await this.#write(this.nameOf(refreshToken), { ...unknownSignIn, isEnded: true }, now, until);
  }

  /**
   * Removes the record of a token whose sign-in has ended. If a client may have the token, leaves a mark, because the provider
   * would still exchange the token, and a token without a record counts as valid.
   *
   * @param name - name of the token, as {@link nameOf} returns it
   */
  async free(name: string, transport: Transport, now: number): Promise<void> {
    const { value } = await this.#read(name);
    if (!value) return;
    if (transport === 'COOKIE' && !value.isInCookie) await this.#store.delete(refreshKey(name));
    else {
      const { version = now } = value;
      const mark = { ...unknownSignIn, isEnded: true, version };
      await this.#write(name, mark, now, now + sessionLifetime);
    }
  }

  async #read(digest: string, deadline?: Deadline): Promise<Found<RefreshTokenRecord | undefined>> {
    const { value, isCertain } = await this.#store.get(refreshKey(digest), deadline);
    return {
      value: value === undefined ? undefined : (JSON.parse(value) as RefreshTokenRecord),
      isCertain,
    };
  }

  async #write(
    name: string,
    record: RefreshTokenRecord,
    now: number,
    until: number,
  ): Promise<void> {
    const { id, user, since, after, password } = record;
    const { presentedAt, isInDoubt, exchanged, isInCookie, isEnded } = record;
    const signIn = { id, user, since, after, name: record.name, password };
    const version = record.version === undefined ? now : record.version + 1;
    const saved = { ...signIn, presentedAt, isInDoubt, exchanged, isInCookie, isEnded, version };
    const text = JSON.stringify(saved);
    await this.#store.set(refreshKey(name), text, until, version);
  }
}

function refreshKey(name: string): string {
  return `refresh:${name}`;
}
