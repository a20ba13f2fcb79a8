import type { AccessToken, VerifyAccessToken } from '../tokens/access-token.ts';
import { InvalidTokenError } from '../tokens/invalid-token.ts';

/** Maximum number of characters of all pending tokens together. The limit is needed because anyone can send invented tokens. */
const maxCharacters = 8 * 1024 * 1024;

/**
 * Access tokens that clients revoked while the issuer's keys were not available, so that the gateway could not verify them. When
 * the keys are available again, the gateway revokes the genuine tokens for good and forgets the invented ones. A full list takes
 * no further tokens, so that a refused token stays refused.
 */
export class PendingRevocations {
  readonly #verify: VerifyAccessToken;
  readonly #revoke: (token: AccessToken) => void;
  readonly #tokens = new Set<string>();
  #characters = 0;
  #isSettling = false;

  /** @param revoke - called for each token that proves genuine */
  constructor(verify: VerifyAccessToken, revoke: (token: AccessToken) => void) {
    this.#verify = verify;
    this.#revoke = revoke;
  }

  /**
   * Adds a token.
   *
   * @returns false if the list is full
   */
  add(accessToken: string): boolean {
    if (this.#tokens.has(accessToken)) return true;
    if (this.#characters + accessToken.length > maxCharacters) return false;
    this.#tokens.add(accessToken);
    this.#characters += accessToken.length;
    return true;
  }

  /**
   * Whether a token is pending. Called after a token was verified: the keys are available then, so this also verifies all pending
   * tokens in the background.
   */
  has(accessToken: string): boolean {
    if (this.#tokens.size === 0) return false;
    const isPending = this.#tokens.has(accessToken);
    if (!this.#isSettling) {
      this.#isSettling = true;
      void this.#settle().finally(() => (this.#isSettling = false));
    }
    return isPending;
  }

  async #settle(): Promise<void> {
    for (const accessToken of this.#tokens) {
      try {
        this.#revoke(await this.#verify(accessToken));
      } catch (error) {
        // If the keys are still not available, the token stays pending. A token with a future `nbf` stays pending too, since it
        // becomes valid later.
        if (!(error instanceof InvalidTokenError)) return;
        if (error.reason === 'TOKEN_NOT_YET_VALID') continue;
      }
      this.#forget(accessToken);
    }
  }

  #forget(accessToken: string): void {
    if (this.#tokens.delete(accessToken)) this.#characters -= accessToken.length;
  }
}
