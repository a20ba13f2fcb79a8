import { LRUCache } from 'lru-cache';
import type { AccessToken, VerifyAccessToken } from './access-token.ts';
import { hasExpired } from './access-token-rules.ts';
import { digest } from '../secrets/digest.ts';
import type { IssuerKeys } from '../issuer-keys/issuer-keys.ts';

/** The check of access tokens, and a memory of those that have passed it. */
export interface VerifiedTokens {
  /** A token that has passed before; undefined when that is not known, or does not hold any more. */
  recall: (token: string) => AccessToken | undefined;
  /** Verifies, and remembers. Throws what the check throws. */
  verify: VerifyAccessToken;
  /** @param id - of a token that has ended: it need not be remembered any more */
  forget: (id: string) => void;
}

interface Remembered {
  token: AccessToken;
  /** Digest of the signature: who knows what a token says does not have it yet. */
  signature: string;
  keySet: object;
}

/** 100 000 tokens of 1500 characters, or fewer of longer ones. Each takes about a byte of memory for each character. */
const maxCharacters = 150_000_000;

/**
 * Verifies each token once. What is remembered holds until the token expires, and only for the key set it was verified with:
 * when the issuer's keys have changed it is verified anew, so that a key that was taken away verifies nothing.
 */
export function verifiedTokens(
  verify: VerifyAccessToken,
  { keys, now }: { keys: Pick<IssuerKeys, 'current'>; now: () => Date },
): VerifiedTokens {
  const memory = new LRUCache<string, Remembered>({ maxSize: maxCharacters });

  return {
    recall: (text) => {
      const dot = text.lastIndexOf('.');
      const known = memory.get(digest(text.slice(0, dot)));
      if (!known || known.keySet !== keys.current()) return undefined;
      if (known.signature !== digest(text.slice(dot + 1))) return undefined;
      return hasExpired(known.token.claims.exp, now()) ? undefined : known.token;
    },
    verify: async (text) => {
      const keySet = keys.current();
      const token = await verify(text);
      // Another set may have come meanwhile, without the key that this token was just verified with.
      if (keySet && keySet === keys.current()) {
        const signature = digest(text.slice(text.lastIndexOf('.') + 1));
        memory.set(token.id, { token, signature, keySet }, { size: text.length });
      }
      return token;
    },
    forget: (id) => {
      memory.delete(id);
    },
  };
}
