import type { JWTVerifyGetKey } from 'jose';

/** What an access token must satisfy. */
export interface AccessTokenRules {
  /** Compared exactly, trailing slash included (RFC 8725 §3.8). */
  issuer: string;
  /** Identifier of our API (RFC 8725 §3.9). */
  audience: string;
  /** Clients whose tokens are taken: `azp`, or `client_id` in RFC 9068 tokens. */
  allowedClients: readonly string[];
  /** JWS algorithms (RFC 8725 §3.1). */
  algorithms: readonly string[];
  /** Finds the issuer's key that signed a token. Throws `KeysUnavailableError` in an outage of the issuer. */
  findKey: JWTVerifyGetKey;
  /** The clock. */
  now: () => Date;
}

/** Seconds by which the issuer's clock may differ from ours. */
export const issuerClockTolerance = 5;

/** Whether a token is past its `exp` (NumericDate), the tolerance included. */
export function hasExpired(exp: number, now: Date): boolean {
  return exp + issuerClockTolerance <= now.getTime() / 1000;
}
