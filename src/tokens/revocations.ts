import { LRUCache } from 'lru-cache';
import { hasExpired } from './access-token.ts';
import { digest } from './digest.ts';

/** A token to refuse: what was signed, and the NumericDate (seconds) after which it is refused anyway. */
export interface RevokedToken {
  signingInput: string;
  exp: number;
}

/** Access tokens that this process refuses although they have not expired. */
export interface Revocations {
  /** Refuses a verified token until it would have expired. */
  revoke: (token: RevokedToken) => void;
  /**
   * The same for a token that cannot be verified just now: whoever holds a token may give it up. The latest
   * {@link maxUnverified} are kept.
   */
  revokeUnverified: (accessToken: string) => void;
  /** @param token - verified, so that its text is canonical */
  isRevoked: (token: { signingInput: string; accessToken: string }) => boolean;
}

/** How many tokens nobody vouches for are remembered: their number is up to strangers. */
const maxUnverified = 10_000;
/** Milliseconds; no access token of Auth0's lives longer (30 days). */
const longestLife = 30 * 24 * 60 * 60 * 1000;
/** Milliseconds between two looks for what has expired. */
const sweepInterval = 60_000;

/**
 * Keeps revocations in memory.
 *
 * The key is a digest of the signed content, not of the token's text: in some algorithms the same content can be signed
 * twice. Two logins of one user within a second can give one and the same token; then it is one revocation too.
 * An unverified token is kept under its whole text: what a token says can be guessed, and must not end its holder's session.
 */
export function revocations(now: () => Date): Revocations {
  const expiries = new Map<string, number>();
  const unverified = new LRUCache<string, true>({ max: maxUnverified, ttl: longestLife });
  let sweptAt = now().getTime();

  function dropExpired(): void {
    if (now().getTime() - sweptAt < sweepInterval) return;
    sweptAt = now().getTime();
    for (const [key, exp] of expiries) if (hasExpired(exp, now())) expiries.delete(key);
  }

  return {
    revoke: ({ signingInput, exp }) => {
      dropExpired();
      expiries.set(digest(signingInput), exp);
    },
    revokeUnverified: (accessToken) => {
      unverified.set(digest(accessToken), true);
    },
    isRevoked: ({ signingInput, accessToken }) =>
      (expiries.size > 0 && expiries.has(digest(signingInput))) ||
      (unverified.size > 0 && unverified.has(digest(accessToken))),
  };
}
