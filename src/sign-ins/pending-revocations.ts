import type { AccessToken, VerifyAccessToken } from '../tokens/access-token.ts';
import { InvalidTokenError } from '../tokens/invalid-token.ts';

/** Access tokens that were given up while they could not be verified. */
export interface PendingRevocations {
  /** @returns whether it is remembered; false when there is no more room */
  add: (accessToken: string) => boolean;
  /** To be asked of tokens that have just been verified: keys are in hand then, and what is pending gets settled. */
  has: (accessToken: string) => boolean;
}

/** Characters of all tokens together: how many there are is up to strangers, who can make them up. */
const maxCharacters = 8 * 1024 * 1024;

/**
 * Keeps tokens, whole, until the issuer's keys can be had again; then the real ones are revoked for good, and the others
 * forgotten. None is pushed out by a later one: what was refused once stays refused.
 */
export function pendingRevocations(
  verify: VerifyAccessToken,
  revoke: (token: AccessToken) => void,
): PendingRevocations {
  const pending = new Set<string>();
  let characters = 0;
  let isSettling = false;

  function forget(accessToken: string): void {
    if (pending.delete(accessToken)) characters -= accessToken.length;
  }

  async function settle(): Promise<void> {
    for (const accessToken of pending) {
      try {
        revoke(await verify(accessToken));
      } catch (error) {
        // No keys again: later. A token that is not valid yet will be, one day.
        if (!(error instanceof InvalidTokenError)) return;
        if (error.reason === 'TOKEN_NOT_YET_VALID') continue;
      }
      forget(accessToken);
    }
  }

  return {
    add: (accessToken) => {
      if (pending.has(accessToken)) return true;
      if (characters + accessToken.length > maxCharacters) return false;
      pending.add(accessToken);
      characters += accessToken.length;
      return true;
    },
    has: (accessToken) => {
      if (pending.size === 0) return false;
      const isPending = pending.has(accessToken);
      if (!isSettling) {
        isSettling = true;
        void settle().finally(() => (isSettling = false));
      }
      return isPending;
    },
  };
}
