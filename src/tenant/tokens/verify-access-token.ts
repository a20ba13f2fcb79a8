import type { KeyObject } from 'node:crypto';
import { compactDecrypt, errors, jwtVerify } from 'jose';
import type { JWTHeaderParameters, JWTPayload } from 'jose';
import type { TokenIssuer } from './token-issuer.ts';

/** The claims of an access token that the tenant's own endpoints read. */
export interface VerifiedAccessToken {
  sub: string;
  client_id: string;
  scopes: string[];
}

/**
 * Verifies an access token of this tenant, JWT or opaque.
 *
 * @param audience - must be one of the token's audiences
 * @throws jose's error for an invalid token; `Error` for an opaque token that has expired or has another audience
 */
export async function verifyAccessToken(
  tenant: TokenIssuer,
  token: string,
  audience: string,
): Promise<VerifiedAccessToken> {
  const isOpaque = token.split('.').length === 5;
  const { sub, azp, client_id, scope } = isOpaque
    ? await opaqueTokenClaims(tenant, token, audience)
    : await jwtClaims(tenant, token, audience);
  return { sub, client_id: azp ?? client_id ?? '', scopes: scope?.split(' ') ?? [] };
}

/** Claims that this tenant writes into an access token. */
interface AccessTokenClaims extends JWTPayload {
  sub: string;
  azp?: string;
  client_id?: string;
  scope?: string;
}

async function jwtClaims(
  { keys, issuer, now }: TokenIssuer,
  token: string,
  audience: string,
): Promise<AccessTokenClaims> {
  const published = await keys.published();
  const keyOf = ({ kid }: JWTHeaderParameters): KeyObject => {
    const key = published.find((one) => one.kid === kid);
    if (!key) throw new errors.JWSSignatureVerificationFailed();
    return key.publicKey;
  };
  const { payload } = await jwtVerify<AccessTokenClaims>(token, keyOf, {
    issuer,
    audience,
    algorithms: ['RS256'],
    currentDate: now(),
  });
  return payload;
}

async function opaqueTokenClaims(
  { keys, now }: TokenIssuer,
  token: string,
  audience: string,
): Promise<AccessTokenClaims> {
  const { plaintext } = await compactDecrypt(token, keys.opaque, {
    keyManagementAlgorithms: ['dir'],
    contentEncryptionAlgorithms: ['A256GCM'],
  });
  const claims = JSON.parse(Buffer.from(plaintext).toString()) as AccessTokenClaims;
  const isExpired = (claims.exp ?? 0) * 1000 <= now().getTime();
  if (isExpired || claims.aud !== audience) throw new Error('expired, or for another audience');
  return claims;
}
