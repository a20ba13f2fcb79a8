import type { AccessToken, VerifyAccessToken } from '../tokens/access-token.ts';
import { InvalidTokenError } from '../tokens/invalid-token.ts';

/** Maximum number of characters of all pending tokens together. A limit is needed because anyone can send invented tokens. */
const maxCharacters = 8 * 1024 * 1024;

/**
 * Access tokens that were revoked while the issuer's keys were not available. The whole token is remembered until the keys are
 * available again. A real token is then revoked for good, and an invented one is forgotten. A new token never displaces another, so
 * a token that was refused once stays refused.
 */
export class PendingRevocations {
  readonly #verify: VerifyAccessToken;
  readonly #revoke: (token: AccessToken) => void;
  readonly #tokens = new Set<string>();
  #characters = 0;
  #isSettling = false;

  /** @param revoke - called for each token that turns out to be real */
  constructor(verify: VerifyAccessToken, revoke: (token: AccessToken) => void) {
    this.#verify = verify;
    this.#revoke = revoke;
  }

  /**
   * Adds a token.
   *
   * @returns false when there is no room for it
   */
  add(accessToken: string): boolean {
    if (this.#tokens.has(accessToken)) return true;
    if (this.#characters + accessToken.length > maxCharacters) return false;
    this.#tokens.add(accessToken);
    this.#characters += accessToken.length;
    return true;
  }

  /**
   * Tells whether a token is pending. Called for tokens that have just been verified. The keys are available then, so all pending tokens
   * are verified too, in the background.
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
        // Without keys, all tokens wait. So does a token that is not valid yet, since it will be valid later.
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
