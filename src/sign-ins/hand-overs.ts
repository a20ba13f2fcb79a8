import { deriveKey } from '../secrets/derived-key.ts';
import { keyedDigest } from '../secrets/digest.ts';
import { openValue, sealValue } from '../secrets/sealed-values.ts';
import type { Found, Store } from '../store/store.ts';

/**
 * The provider's answer to the exchange of a refresh token. Every client that presents the same refresh token receives this
 * answer.
 */
export interface HandOver<Tokens> {
  /** Random id of this answer. */
  id: string;
  /** Time at which the provider answered (milliseconds since the epoch). */
  answeredAt: number;
  /**
   * Time just before the gateway sent the refresh token (milliseconds since the epoch). 0 for a refresh token without a record.
   */
  since: number;
  /** Refresh token that the gateway sent to the provider: the client's own, or a successor that never reached a client. */
  sent: string;
  tokens: Tokens;
  /** Whether a client has received these tokens. */
  isDelivered: boolean;
}

/** Dependencies of {@link HandOvers}. */
export interface HandOversOptions {
  store: Store;
  /** Secrets of the gateway, newest first. The newest encrypts new hand-overs. All of them decrypt. */
  secrets: readonly [string, ...string[]];
}

/**
 * Saves the provider's answers to exchanged refresh tokens in the store, encrypted (RFC 7516, A256GCM). The encryption key is
 * derived from the old refresh token and a secret of the gateway, so that neither the store nor the old refresh token alone
 * reveals the answer.
 */
export class HandOvers<Tokens> {
  readonly #store: Store;
  readonly #keys: readonly [HandOverKeys, ...HandOverKeys[]];

  constructor({ store, secrets: [newest, ...older] }: HandOversOptions) {
    this.#store = store;
    this.#keys = [toKeys(newest), ...older.map(toKeys)];
  }

  /** Finds the hand-over of a refresh token. The value is undefined if there is none. */
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

  /**
   * Saves what a refresh token was exchanged for, so that another process that receives the same refresh token answers alike.
   *
   * @param until - time at which the store drops the hand-over (milliseconds since the epoch)
   */
  async save(refreshToken: string, handOver: HandOver<Tokens>, until: number): Promise<void> {
    const [{ nameOf, keyOf }] = this.#keys;
    const sealed = await sealValue(handOver, keyOf(refreshToken));
    await this.#store.set(nameOf(refreshToken), sealed, until);
  }
}

interface HandOverKeys {
  /** Returns the store key of a refresh token's hand-over. */
  nameOf: (refreshToken: string) => string;
  /** Derives the key that encrypts a refresh token's hand-over. */
  keyOf: (refreshToken: string) => Uint8Array;
}

function toKeys(secret: string): HandOverKeys {
  const digestOf = nameHandOvers(secret);
  return {
    nameOf: (refreshToken) => handOverKey(digestOf(refreshToken)),
    keyOf: (refreshToken) => deriveKey(secret, 'hand-over', refreshToken),
  };
}

/** Creates the function that returns the name of a refresh token's hand-over. */
export function nameHandOvers(secret: string): (refreshToken: string) => string {
  return keyedDigest(secret, 'hand-over name');
}

/** Returns the store key of the hand-over with this name. */
export function handOverKey(name: string): string {
  return `hand-over:${name}`;
}
