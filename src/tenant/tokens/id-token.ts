import { SignJWT } from 'jose';
import type { Client } from '../settings/settings.ts';
import { profileClaims } from '../users/profile.ts';
import type { User } from '../users/user.ts';
import type { TokenIssuer } from './token-issuer.ts';

/** Content of an ID token. */
export interface IdTokenContent {
  user: User;
  client: Client;
  scopes: string[];
  customClaims: Record<string, unknown>;
}

/**
 * Issues an ID token (OpenID Connect Core §2). It has no `nonce`, `sid`, `auth_time` or `at_hash`, as after a password login at
 * Auth0.
 */
export async function issueIdToken(
  { keys, issuer, now }: TokenIssuer,
  { user, client, scopes, customClaims }: IdTokenContent,
): Promise<string> {
  const { alg, lifetime_in_seconds } = client.jwt_configuration;
  const iat = Math.floor(now().getTime() / 1000);
  const jwt = new SignJWT({
    ...customClaims,
    ...profileClaims(user, scopes),
    iss: issuer,
    sub: user.user_id,
    aud: client.client_id,
    iat,
    exp: iat + lifetime_in_seconds,
  });
  if (alg === 'HS256') {
    const secret = Buffer.from(client.client_secret ?? '');
    return jwt.setProtectedHeader({ alg, typ: 'JWT' }).sign(secret);
  }
  const { kid, privateKey } = await keys.current();
  return jwt.setProtectedHeader({ alg, typ: 'JWT', kid }).sign(privateKey);
}
