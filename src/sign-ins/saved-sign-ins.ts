import type { Store } from '../store/store.ts';
import { freeSession } from './cookie-sessions.ts';
import { handOverKey, nameHandOvers } from './hand-overs.ts';
import type { RefreshTokens } from './refresh-tokens.ts';
import type { Transport } from './sign-in.ts';

/** Names of what the store has of a sign-in. They are digests: with one of them the store's content can be removed, and not opened. */
export interface SavedNames {
  /** Of its session in a cookie. */
  session?: string | undefined;
  /** Of its newest refresh token, and of an answer to that token which no client has got. */
  refreshToken?: string | undefined;
  handOver?: string | undefined;
}

/** Dependencies of {@link SavedSignIns}. */
export interface SavedSignInsOptions {
  store: Store;
  refreshTokens: RefreshTokens;
  /** Newest first. The newest names what is saved. */
  secrets: readonly [string, ...string[]];
}

/** Names what the store has of a sign-in, and frees it once the sign-in has ended. */
export class SavedSignIns {
  readonly #store: Store;
  readonly #refreshTokens: RefreshTokens;
  readonly #nameHandOver: (refreshToken: string) => string;

  constructor({ store, refreshTokens, secrets: [newest] }: SavedSignInsOptions) {
    this.#store = store;
    this.#refreshTokens = refreshTokens;
    this.#nameHandOver = nameHandOvers(newest);
  }

  /** @param refreshToken - the newest one of the sign-in. Undefined when the provider gave none */
  namesOf(refreshToken: string | undefined): Omit<SavedNames, 'session'> {
    if (refreshToken === undefined) return {};
    const handOver = this.#nameHandOver(refreshToken);
    return { refreshToken: this.#refreshTokens.nameOf(refreshToken), handOver };
  }

  /**
   * Frees what the store has of a sign-in that has ended. An answer that a client has got frees itself within ten minutes.
   *
   * @param now - the current instant, in milliseconds since the epoch
   */
  async free(saved: SavedNames, transport: Transport, now: number): Promise<void> {
    const { session, refreshToken, handOver } = saved;
    await Promise.all([
      session !== undefined && freeSession(this.#store, session, now),
      refreshToken !== undefined && this.#refreshTokens.free(refreshToken, transport, now),
      handOver !== undefined && this.#store.delete(handOverKey(handOver)),
    ]);
  }
}
