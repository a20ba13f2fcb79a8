import type { JWTVerifyGetKey } from 'jose';

/** The rules of an access token. */
export interface AccessTokenRules {
  /** Compared with `iss` exactly, trailing slash included (RFC 8725 §3.8). */
  issuer: string;
  /** Identifier of this API, one of the token's `aud` (RFC 8725 §3.9). */
  audience: string;
  /** Accepted values of `azp`, or of `client_id` in RFC 9068 tokens. */
  allowedClients: readonly string[];
  /** Accepted JWS algorithms (RFC 8725 §3.1). */
  algorithms: readonly string[];
  /** Finds the issuer's key that signed a token. Throws `KeysUnavailableError` in an outage of the issuer. */
  findKey: JWTVerifyGetKey;
  now: () => Date;
}

/** Seconds by which the issuer's clock may differ from the gateway's. */
export const issuerClockTolerance = 5;

/** @param exp - NumericDate; the token expires {@link issuerClockTolerance} after it */
export function hasExpired(exp: number, now: Date): boolean {
  return exp + issuerClockTolerance <= now.getTime() / 1000;
}
