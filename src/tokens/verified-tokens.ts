import { LRUCache } from 'lru-cache';
import { digest } from '../secrets/digest.ts';
import { hasExpired } from './access-token-rules.ts';
import type { AccessToken, VerifyAccessToken } from './access-token.ts';

/** Dependencies of {@link VerifiedTokens}. */
export interface VerifiedTokensOptions {
  verify: VerifyAccessToken;
  /** `current` stands for the key set in use, as `IssuerKeys.current` does; undefined when there is none. */
  keys: { current: () => object | undefined };
  now: () => Date;
}

interface Remembered {
  token: AccessToken;
  /** Digest of the signature. The claims of a token are not secret, so they alone do not prove possession of it. */
  signature: string;
  keySet: object;
}

/** 100,000 tokens of 1,500 characters, or fewer longer ones. Each takes about a byte of memory per character. */
const maxCharacters = 150_000_000;

/**
 * Verifies access tokens and remembers those that pass, so that each token is verified once.
 *
 * A remembered token counts until it expires, and only while the key set that verified it is in use. When the issuer's keys
 * change, each token is verified again, so that a withdrawn key verifies no token.
 */
export class VerifiedTokens {
  readonly #options: VerifiedTokensOptions;
  readonly #memory = new LRUCache<string, Remembered>({ maxSize: maxCharacters });

  constructor(options: VerifiedTokensOptions) {
    this.#options = options;
  }

  /** @returns the token, if it is remembered and still valid; else undefined */
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
   * @throws as the `verify` of the options
   */
  async verify(text: string): Promise<AccessToken> {
    const { verify, keys } = this.#options;
    const keySet = keys.current();
    const token = await verify(text);
    // If the key set changed meanwhile, the new one may lack the key that verified this token.
    if (keySet && keySet === keys.current()) {
      const signature = digest(text.slice(text.lastIndexOf('.') + 1));
      this.#memory.set(token.id, { token, signature, keySet }, { size: text.length });
    }
    return token;
  }

  /**
   * Forgets a revoked token, to free its memory.
   *
   * @param id - {@link AccessToken.id}
   */
  forget(id: string): void {
    this.#memory.delete(id);
  }
}
