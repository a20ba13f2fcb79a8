import type { KeyObject } from 'node:crypto';
import { compactDecrypt, errors, jwtVerify } from 'jose';
import type { JWTHeaderParameters, JWTPayload } from 'jose';
import type { TokenIssuer } from './token-issuer.ts';

/** What the tenant's own endpoints need of an access token. */
export interface VerifiedAccessToken {
  sub: string;
  client_id: string;
  scopes: string[];
}

/**
 * Reads an access token of this tenant, JWT or opaque.
 *
 * @param audience - has to be among the token's audiences
 * @throws what jose throws for a JWT, and Error for an opaque token that is not ours or has expired
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

/** As the tenant itself has written them. */
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
