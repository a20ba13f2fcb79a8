import type { Store } from '../store/store.ts';
import type { Revocation } from '../tokens/caller.ts';
import { freeSession } from './freed-sessions.ts';
import { handOverKey, nameHandOvers } from './hand-overs.ts';
import type { RefreshTokens } from './refresh-tokens.ts';
import type { Transport } from './sign-in.ts';

/** Names of the store's entries for a sign-in. They are digests. With a name, an entry can be removed, but not decrypted. */
export interface SavedNames {
  /** Name of the session in a cookie. Undefined if no cookie holds the session. */
  session?: string | undefined;
  /** Name of the newest refresh token, and of its hand-over. Undefined without a refresh token. */
  refreshToken?: string | undefined;
  handOver?: string | undefined;
}

/** Dependencies of {@link SavedSignIns}. */
export interface SavedSignInsOptions {
  store: Store;
  refreshTokens: RefreshTokens;
  /** Secrets of the gateway, newest first. New names use the newest. */
  secrets: readonly [string, ...string[]];
}

/** Names the store's entries for a sign-in, and removes them after the sign-in has ended. */
export class SavedSignIns {
  readonly #store: Store;
  readonly #refreshTokens: RefreshTokens;
  readonly #nameHandOver: (refreshToken: string) => string;

  constructor({ store, refreshTokens, secrets: [newest] }: SavedSignInsOptions) {
    this.#store = store;
    this.#refreshTokens = refreshTokens;
    this.#nameHandOver = nameHandOvers(newest);
  }

  /**
   * Returns the names of the entries for a refresh token.
   *
   * @param refreshToken - the newest refresh token of the sign-in. Undefined if the provider issues none
   */
  namesOf(refreshToken: string | undefined): Omit<SavedNames, 'session'> {
    if (refreshToken === undefined) return {};
    const handOver = this.#nameHandOver(refreshToken);
    return { refreshToken: this.#refreshTokens.nameOf(refreshToken), handOver };
  }

  /**
   * Removes the store's entries for a sign-in that has ended. Leaves hand-overs that a client has received, because they expire
   * within ten minutes.
   *
   * @param end - transport of the sign-in, cause of its end, and the current time (milliseconds since the epoch)
   */
  async free(
    { session, refreshToken, handOver }: SavedNames,
    { transport, cause, now }: { transport: Transport; now: number } & Revocation,
  ): Promise<void> {
    await Promise.all([
      session !== undefined && freeSession(this.#store, session, cause, now),
      refreshToken !== undefined && this.#refreshTokens.free(refreshToken, transport, now),
      handOver !== undefined && this.#store.delete(handOverKey(handOver)),
    ]);
  }
}
