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

/** The keys of a tenant. RSA keys take a while to make, so each is made when it is first asked for, and then kept. */
export interface TokenKeys {
  /** Signs. */
  current: () => Promise<SigningKey>;
  /** Published beside the current one, as Auth0 does, to take over at the next rotation. */
  next: () => Promise<SigningKey>;
  /** Encrypts the opaque access tokens, which only the tenant itself reads (A256GCM). */
  opaque: Uint8Array;
  /** Signs access tokens of HS256 APIs that have no `signing_secret` of their own. */
  hs256: Uint8Array;
}

/**
 * The keys of a tenant, other ones at each start.
 *
 * @param name - common name of the certificates in `x5c`
 */
export function tokenKeys(name: string): TokenKeys {
  return {
    current: lazySigningKey(name),
    next: lazySigningKey(name),
    opaque: randomBytes(32),
    hs256: randomBytes(32),
  };
}

function lazySigningKey(name: string): () => Promise<SigningKey> {
  let key: Promise<SigningKey> | undefined;
  return () => (key ??= signingKey(name));
}

async function signingKey(name: string): Promise<SigningKey> {
  const { privateKey, publicKey } = await generateKeyPair('rsa', { modulusLength: 2048 });
  const kid = randomBytes(16).toString('base64url').slice(0, 21);
  const { kty, n, e } = await exportJWK(publicKey);
  const { x5t, x5c } = selfSignedCertificate(name, { privateKey, publicKey });
  const jwk = { kty, use: 'sig', n, e, kid, x5t, x5c: [x5c], alg: 'RS256' } as JWK;
  return { kid, privateKey, publicKey, jwk };
}
