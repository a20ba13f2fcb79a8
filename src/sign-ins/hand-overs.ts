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
  /** The refresh token that the provider exchanged: the presented one, or a successor that no client could use. */
  sent: string;
  tokens: Tokens;
  /** Whether a client has got these tokens. */
  isDelivered: boolean;
}

/** Dependencies of {@link HandOvers}. */
export interface HandOversOptions {
  store: Store;
  /** Newest first. The newest encrypts; each of them decrypts. */
  secrets: readonly [string, ...string[]];
}

/**
 * Saves the answers of exchanges in the store, encrypted (RFC 7516, A256GCM). The key comes from the old refresh token and a secret
 * of the gateway, so neither the store nor an old refresh token opens a hand-over, and none opens for another sign-in.
 */
export class HandOvers<Tokens> {
  readonly #store: Store;
  readonly #keys: readonly [HandOverKeys, ...HandOverKeys[]];

  constructor({ store, secrets: [newest, ...older] }: HandOversOptions) {
    this.#store = store;
    this.#keys = [toKeys(newest), ...older.map(toKeys)];
  }

  /** Finds the hand-over of a refresh token; undefined when there is none. */
  async find(refreshToken: string): Promise<Found<HandOver<Tokens> | undefined>> {
    const found = await Promise.all(
      this.#keys.map(async ({ nameOf, keyOf }) => {
        const { value: sealed, isCertain } = await this.#store.get(nameOf(refreshToken));
        const value =
          sealed === undefined ? undefined : await openValue(sealed, keyOf(refreshToken));
        return { value: value as HandOver<Tokens> | undefined, isCertain };
      }),
    );
    return {
      value: found.find(({ value }) => value !== undefined)?.value,
      isCertain: found.every(({ isCertain }) => isCertain),
    };
  }

  /** @param until - milliseconds since the epoch */
  async save(refreshToken: string, handOver: HandOver<Tokens>, until: number): Promise<void> {
    const [{ nameOf, keyOf }] = this.#keys;
    const sealed = await sealValue(handOver, keyOf(refreshToken));
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
  const digestOf = nameHandOvers(secret);
  return {
    nameOf: (refreshToken) => handOverKey(digestOf(refreshToken)),
    keyOf: (refreshToken) => deriveKey(secret, 'hand-over', refreshToken),
  };
}

/** Makes the function that names the hand-over of a refresh token. */
export function nameHandOvers(secret: string): (refreshToken: string) => string {
  return keyedDigest(secret, 'hand-over name');
}

/** Returns the store's key of the hand-over with this name. */
export function handOverKey(name: string): string {
  return `hand-over:${name}`;
}
