import type { JWTPayload, JWTVerifyGetKey } from 'jose';
import { hasExpired, issuerClockTolerance } from './access-token-rules.ts';
import { parseCompactJws } from './compact-jws.ts';
import { InvalidTokenError } from './invalid-token.ts';
import { verifySignature } from './verify-signature.ts';

/** Rules for an ID token. */
export interface IdTokenRules {
  issuer: string;
  clientId: string;
  algorithms: readonly string[];
  /** Finds the issuer's key that signed a token. Throws `KeysUnavailableError` during an outage of the issuer. */
  findKey: JWTVerifyGetKey;
  now: () => Date;
}

/**
 * Creates a function that verifies the ID token of a login or refresh (OIDC Core §3.1.3.7). Does not check a `nonce`, because the
 * password grant has none.
 *
 * The function throws a `JOSEError` for a fault of the token. It throws an error of the key look-up unchanged.
 */
export function idTokenVerifier({ issuer, clientId, algorithms, findKey, now }: IdTokenRules) {
  return (idToken: string): Promise<JWTPayload> =>
    verifySignature(idToken, findKey, {
      issuer,
      audience: clientId,
      algorithms: [...algorithms],
      requiredClaims: ['exp', 'iat', 'sub'],
      currentDate: now(),
      clockTolerance: issuerClockTolerance,
    });
}

/** Verifies an ID token. Throws the errors of {@link idTokenVerifier}. */
export type VerifyIdToken = ReturnType<typeof idTokenVerifier>;

/**
 * Checks an ID token that has just come from the token endpoint, while the issuer's keys are not available. TLS replaces the
 * signature (OIDC Core §3.1.3.7, 6).
 *
 * Checks `iss`, `aud`, `alg` and `exp`. Checks neither the signature nor `iat`, `nbf` and `sub`.
 *
 * @throws {@link InvalidTokenError} if one of these checks fails
 */
export function readIdToken(idToken: string, rules: IdTokenRules): Record<string, unknown> {
  const { header, payload } = parseCompactJws(idToken);
  const { iss, aud, exp } = payload;
  if (iss !== rules.issuer) throw new InvalidTokenError('WRONG_ISSUER', 'iss is another issuer.');
  if (![aud].flat().includes(rules.clientId)) {
    throw new InvalidTokenError('WRONG_AUDIENCE', 'aud is another client.');
  }
  if (typeof header['alg'] !== 'string' || !rules.algorithms.includes(header['alg'])) {
    throw new InvalidTokenError('UNSUPPORTED_ALGORITHM', 'alg is not accepted.');
  }
  if (typeof exp !== 'number' || hasExpired(exp, rules.now())) {
    throw new InvalidTokenError('TOKEN_EXPIRED', 'exp is past, or not a number.');
  }
  return payload;
}
