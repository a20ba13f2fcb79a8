import { deriveKey } from '../secrets/derived-key.ts';
import { keyedDigest } from '../secrets/digest.ts';
import { openValue, sealValue } from '../secrets/sealed-values.ts';
import type { Found, Store } from '../store/store.ts';

/** The provider's answer to a refresh token, for each client that presents that token. */
export interface HandOver<Tokens> {
  /** Random; another answer to the same token has another id. */
  id: string;
  /** The instant of the answer, in milliseconds since the epoch. */
  answeredAt: number;
  /** The instant before the question; 0 for a refresh token without a record. */
  since: number;
  tokens: Tokens;
}

/** Dependencies of {@link HandOvers}. */
export interface HandOversOptions {
  store: Store;
  /** Newest first. The newest encrypts; each of them decrypts. */
  secrets: readonly [string, ...string[]];
}

/**
 * Saves the answers of exchanges in the store, encrypted (RFC 7516, A256GCM). The key comes from the old refresh token and a secret
 * of the gateway, so neither the store nor an old refresh token opens a hand-over. The sign-in is part of the encryption: a
 * hand-over of one sign-in does not open for another.
 */
export class HandOvers<Tokens> {
  readonly #store: Store;
  readonly #keys: readonly [HandOverKeys, ...HandOverKeys[]];

  constructor({ store, secrets: [newest, ...older] }: HandOversOptions) {
    this.#store = store;
    this.#keys = [toKeys(newest), ...older.map(toKeys)];
  }

  /**
   * Finds the hand-over of a refresh token; undefined when there is none.
   *
   * @param signIn - id of the sign-in, or '' for a refresh token without a record
   */
  async find(refreshToken: string, signIn: string): Promise<Found<HandOver<Tokens> | undefined>> {
    const found = await Promise.all(
      this.#keys.map(async ({ nameOf, keyOf }) => {
        const { value: sealed, isCertain } = await this.#store.get(nameOf(refreshToken));
        const value =
          sealed === undefined ? undefined : await openValue(sealed, keyOf(refreshToken), signIn);
        return { value: value as HandOver<Tokens> | undefined, isCertain };
      }),
    );
    return {
      value: found.find(({ value }) => value !== undefined)?.value,
      isCertain: found.every(({ isCertain }) => isCertain),
    };
  }

  /** @param until - milliseconds since the epoch */
  async save(
    refreshToken: string,
    signIn: string,
    handOver: HandOver<Tokens>,
    until: number,
  ): Promise<void> {
    const [{ nameOf, keyOf }] = this.#keys;
    const sealed = await sealValue(handOver, keyOf(refreshToken), signIn);
    await this.#store.set(nameOf(refreshToken), sealed, until);
  }
}

interface HandOverKeys {
  /** The store's key of a token's hand-over. */
  nameOf: (refreshToken: string) => string;
  /** The key that encrypts it. */
  keyOf: (refreshToken: string) => Uint8Array;
}

function toKeys(secret: string): HandOverKeys {
  const digestOf = keyedDigest(secret, 'hand-over name');
  return {
    nameOf: (refreshToken) => `hand-over:${digestOf(refreshToken)}`,
    keyOf: (refreshToken) => deriveKey(secret, 'hand-over', refreshToken),
  };
}
