import { jwtVerify, type JWTPayload, type JWTVerifyGetKey } from 'jose';
import { clockTolerance } from './access-token.ts';

/** What an ID token must satisfy. */
export interface IdTokenRules {
  issuer: string;
  clientId: string;
  algorithms: readonly string[];
  keys: JWTVerifyGetKey;
  now: () => Date;
}

/**
 * Makes the check of an ID token that came with a sign-in or refresh of ours (OIDC Core §3.1.3.7). There is no `nonce`
 * in the password flow.
 *
 * The check throws a `JOSEError` for a fault of the token's; what the key look-up failed with comes out unchanged.
 */
export function idTokenVerifier({ issuer, clientId, algorithms, keys, now }: IdTokenRules) {
  return async (idToken: string): Promise<JWTPayload> => {
    const { payload } = await jwtVerify(idToken, keys, {
      issuer,
      audience: clientId,
      algorithms: [...algorithms],
      requiredClaims: ['exp', 'iat', 'sub'],
      currentDate: now(),
      clockTolerance,
    });
    return payload;
  };
}

/** The check that {@link idTokenVerifier} makes. */
export type VerifyIdToken = ReturnType<typeof idTokenVerifier>;
