import { hasExpired, type VerifyAccessToken } from './access-token.ts';
import { digest } from './digest.ts';
import { pendingRevocations } from './pending-revocations.ts';

/** A token to refuse: what was signed, and the NumericDate (seconds) after which it is refused anyway. */
export interface RevokedToken {
  signingInput: string;
  exp: number;
}

/** Access tokens that this process refuses although they have not expired. */
export interface Revocations {
  /** Refuses a verified token until it would have expired. */
  revoke: (token: RevokedToken) => void;
  /** The same for a token of which only a digest of what was signed is known. `exp` is a NumericDate. */
  revokeDigest: (signed: string, exp: number) => void;
  /**
   * The same for a token that cannot be verified just now: whoever holds a token may give it up.
   *
   * @returns false when too many such tokens wait to be verified: then nothing is promised
   */
  revokeUnverified: (accessToken: string) => boolean;
  /** @param token - verified, so that its text is canonical */
  isRevoked: (token: { signingInput: string; accessToken: string }) => boolean;
}

/** Milliseconds between two looks for what has expired. */
const sweepInterval = 60_000;

/**
 * Keeps revocations in memory.
 *
 * The key is a digest of the signed content, not of the token's text: in some algorithms the same content can be signed
 * twice. Two logins of one user within a second can give one and the same token; then it is one revocation too.
 * An unverified token is kept under its whole text: what a token says can be guessed, and must not end its holder's session.
 */
export function revocations(now: () => Date, verify: VerifyAccessToken): Revocations {
  const expiries = new Map<string, number>();
  let sweptAt = now().getTime();

  function dropExpired(): void {
    if (now().getTime() - sweptAt < sweepInterval) return;
    sweptAt = now().getTime();
    for (const [key, exp] of expiries) if (hasExpired(exp, now())) expiries.delete(key);
  }

  function revokeDigest(signed: string, exp: number): void {
    dropExpired();
    expiries.set(signed, exp);
  }

  function revoke({ signingInput, exp }: RevokedToken): void {
    revokeDigest(digest(signingInput), exp);
  }

  const pending = pendingRevocations(verify, ({ signingInput, claims: { exp } }) => {
    revoke({ signingInput, exp });
  });
  return {
    revoke,
    revokeDigest,
    revokeUnverified: pending.add,
    isRevoked: ({ signingInput, accessToken }) =>
      (expiries.size > 0 && expiries.has(digest(signingInput))) || pending.has(accessToken),
  };
}
