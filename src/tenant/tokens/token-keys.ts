import { generateKeyPair as generateKeyPairCallback, randomBytes } from 'node:crypto';
import type { KeyObject } from 'node:crypto';
import { promisify } from 'node:util';
import { exportJWK } from 'jose';
import type { JWK } from 'jose';
import { selfSignedCertificate } from './certificate.ts';

const generateKeyPair = promisify(generateKeyPairCallback);

/** An RSA key the tenant signs with. */
export interface SigningKey {
  kid: string;
  privateKey: KeyObject;
  publicKey: KeyObject;
  /** As `/.well-known/jwks.json` shows it. */
  jwk: JWK;
}

/** The keys of a tenant, made anew at each start. */
export interface TokenKeys {
  /** Signs. */
  current: SigningKey;
  /** Published beside the current one, as Auth0 does, to take over at the next rotation. */
  next: SigningKey;
  /** Encrypts the opaque access tokens, which only the tenant itself reads (A256GCM). */
  opaque: Uint8Array;
  /** Signs access tokens of HS256 APIs that have no `signing_secret` of their own. */
  hs256: Uint8Array;
}

/**
 * Makes the keys of a tenant.
 *
 * @param name - common name of the certificates in `x5c`
 */
export async function createTokenKeys(name: string): Promise<TokenKeys> {
  const [current, next] = await Promise.all([signingKey(name), signingKey(name)]);
  return { current, next, opaque: randomBytes(32), hs256: randomBytes(32) };
}

async function signingKey(name: string): Promise<SigningKey> {
  const { privateKey, publicKey } = await generateKeyPair('rsa', { modulusLength: 2048 });
  const kid = randomBytes(16).toString('base64url').slice(0, 21);
  const { kty, n, e } = await exportJWK(publicKey);
  const { x5t, x5c } = selfSignedCertificate(name, { privateKey, publicKey });
  const jwk = { kty, use: 'sig', n, e, kid, x5t, x5c: [x5c], alg: 'RS256' } as JWK;
  return { kid, privateKey, publicKey, jwk };
}
