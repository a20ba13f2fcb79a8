import { LRUCache } from 'lru-cache';
import { digest } from '../secrets/digest.ts';
import { hasExpired } from './access-token-rules.ts';
import type { AccessToken, VerifyAccessToken } from './access-token.ts';

/** Dependencies of {@link VerifiedTokens}. */
export interface VerifiedTokensOptions {
  verify: VerifyAccessToken;
  /** `current` returns an object that identifies the key set in use, like `IssuerKeys.current`. Undefined without usable keys. */
  keys: { current: () => object | undefined };
  now: () => Date;
}

interface Remembered {
  token: AccessToken;
  /**
   * Digest of the signature. The claims of a token are not secret, so a token with the same claims must also have the same
   * signature.
   */
  signature: string;
  keySet: object;
}

/**
 * Maximum number of characters of all remembered tokens together: for example 100,000 tokens of 1,500 characters. A token takes
 * about one byte of memory per character.
 */
const maxCharacters = 150_000_000;

/**
 * Verifies access tokens, and remembers valid ones so that each is verified only once.
 *
 * A token is remembered until it expires, but only while the key set that verified it is in use. When the issuer's keys change,
 * each token is verified again, so that a withdrawn key no longer verifies tokens.
 */
export class VerifiedTokens {
  readonly #options: VerifiedTokensOptions;
  readonly #memory = new LRUCache<string, Remembered>({ maxSize: maxCharacters });

  constructor(options: VerifiedTokensOptions) {
    this.#options = options;
  }

  /**
   * Returns a remembered token that is still valid, without verifying it again.
   *
   * @returns undefined for any other token
   */
  recall(text: string): AccessToken | undefined {
    const { keys, now } = this.#options;
    const dot = text.lastIndexOf('.');
    const known = this.#memory.get(digest(text.slice(0, dot)));
    if (!known || known.keySet !== keys.current()) return undefined;
    if (known.signature !== digest(text.slice(dot + 1))) return undefined;
    return hasExpired(known.token.claims.exp, now()) ? undefined : known.token;
  }

  /**
   * Verifies a token and remembers it.
   *
   * @throws the errors of `VerifiedTokensOptions.verify`
   */
  async verify(text: string): Promise<AccessToken> {
    const { verify, keys } = this.#options;
    const keySet = keys.current();
    const token = await verify(text);
    // If the key set has changed meanwhile, the new one may lack the key that verified this token.
    if (keySet && keySet === keys.current()) {
      const signature = digest(text.slice(text.lastIndexOf('.') + 1));
      this.#memory.set(token.id, { token, signature, keySet }, { size: text.length });
    }
    return token;
  }

  /**
   * Forgets a revoked token, which frees its memory.
   *
   * @param id - {@link AccessToken.id}
   */
  forget(id: string): void {
    this.#memory.delete(id);
  }
}
