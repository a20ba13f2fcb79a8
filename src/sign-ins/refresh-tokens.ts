import { keyedDigest } from '../secrets/digest.ts';
import type { Deadline, Found, Store } from '../store/store.ts';
import { sessionLifetime } from './revocations.ts';
import type { SignIn } from './sign-in.ts';

/** What is known of a refresh token. Instants are milliseconds since the epoch. */
export interface RefreshTokenRecord extends SignIn {
  /** The first instant at which a client presented the token. */
  presentedAt?: number;
  /** Whether the provider may have exchanged the token without an answer that reached the gateway. */
  isInDoubt?: boolean;
  /** The exchange whose tokens a client got first. `successor` is the digest of its refresh token. */
  exchanged?: { at: number; successor: string };
}

/** Dependencies of {@link RefreshTokens}. */
export interface RefreshTokensOptions {
  store: Store;
  /** Newest first. The keys of the digests that stand for refresh tokens in the store are derived from them. */
  secrets: readonly [string, ...string[]];
}

/** Milliseconds for which an exchanged refresh token is known: a second use may be a thief's. */
const exchangedLifetime = 30 * 24 * 60 * 60 * 1000;

/** Records of refresh tokens, by digests of them. */
export class RefreshTokens {
  readonly #store: Store;
  readonly #digestOf: (refreshToken: string) => string;
  readonly #olderDigestsOf: ((refreshToken: string) => string)[];

  constructor({ store, secrets: [newest, ...older] }: RefreshTokensOptions) {
    this.#store = store;
    this.#digestOf = keyedDigest(newest, 'refresh token');
    this.#olderDigestsOf = older.map((secret) => keyedDigest(secret, 'refresh token'));
  }

  /** Finds the record of a token; undefined for an unknown token. */
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

  /** Whether a client has presented the successor of an exchanged token. Unknown counts as no. */
  async isSuccessorPresented({ successor }: { successor: string }): Promise<boolean> {
    const { value } = await this.#read(successor);
    return value?.presentedAt !== undefined || value?.exchanged !== undefined;
  }

  /** Saves the record of a token that is not exchanged. */
  async save(refreshToken: string, record: RefreshTokenRecord, now: number): Promise<void> {
    await this.#write(refreshToken, record, now + sessionLifetime);
  }

  /** Saves that a token was exchanged for another. */
  async saveExchanged(
    refreshToken: string,
    { successor, ...record }: SignIn & { successor: string },
    at: number,
  ): Promise<void> {
    const exchanged = { at, successor: this.#digestOf(successor) };
    await this.#write(refreshToken, { ...record, exchanged }, at + exchangedLifetime);
  }

  async #read(digest: string, deadline?: Deadline): Promise<Found<RefreshTokenRecord | undefined>> {
    const { value, isCertain } = await this.#store.get(`refresh:${digest}`, deadline);
    return {
      value: value === undefined ? undefined : (JSON.parse(value) as RefreshTokenRecord),
      isCertain,
    };
  }

  async #write(refreshToken: string, record: RefreshTokenRecord, until: number): Promise<void> {
    const { id, user, since, after, presentedAt, isInDoubt, exchanged } = record;
    const text = JSON.stringify({ id, user, since, after, presentedAt, isInDoubt, exchanged });
    await this.#store.set(`refresh:${this.#digestOf(refreshToken)}`, text, until);
  }
}
