import type { JWTVerifyGetKey } from 'jose';

/** Rules that an access token must meet. */
export interface AccessTokenRules {
  /** Expected `iss`, compared exactly, including the trailing slash (RFC 8725 §3.8). */
  issuer: string;
  /** Identifier of this API, which must be one of the token's `aud` (RFC 8725 §3.9). */
  audience: string;
  /** Accepted values of `azp` and, in RFC 9068 tokens, of `client_id`. */
  allowedClients: readonly string[];
  /** Accepted JWS algorithms (RFC 8725 §3.1). */
  algorithms: readonly string[];
  /** Finds the issuer's key that signed a token. Throws `KeysUnavailableError` during an outage of the issuer. */
  findKey: JWTVerifyGetKey;
  now: () => Date;
}

/** Tolerated difference between the issuer's clock and the gateway's, in seconds. */
export const issuerClockTolerance = 5;

/**
 * Whether a token has expired, with a tolerance of {@link issuerClockTolerance}.
 *
 * @param exp - NumericDate (seconds)
 */
export function hasExpired(exp: number, now: Date): boolean {
  return exp + issuerClockTolerance <= now.getTime() / 1000;
}
