import {
  createPrivateKey,
  createPublicKey,
  generateKeyPair as generateKeyPairCallback,
  randomBytes,
} from 'node:crypto';
import type { KeyObject, KeyPairKeyObjectResult } from 'node:crypto';
import { promisify } from 'node:util';
import { exportJWK } from 'jose';
import type { JWK } from 'jose';
import { selfSignedCertificate } from './certificate.ts';

const generateKeyPair = promisify(generateKeyPairCallback);

/** An RSA key with which the tenant signs tokens. */
export interface SigningKey {
  kid: string;
  privateKey: KeyObject;
  publicKey: KeyObject;
  /** The public key as `/.well-known/jwks.json` shows it. */
  jwk: JWK;
}

/** Returns a key, which is generated at the first call because that takes a while. */
export type LazySigningKey = () => Promise<SigningKey>;

/**
 * Makes a function that generates a key at its first call, and returns the same key at each later call.
 *
 * @param name - common name of the certificate in `x5c`
 * @param pair - makes the RSA key pair. Default: a new one of 2048 bits
 */
export function lazySigningKey(name: string, pair = newKeyPair): LazySigningKey {
  let key: Promise<SigningKey> | undefined;
  return () => (key ??= signingKey(name, pair));
}

function newKeyPair(): Promise<KeyPairKeyObjectResult> {
  return generateKeyPair('rsa', { modulusLength: 2048 });
}

async function signingKey(name: string, pair: typeof newKeyPair): Promise<SigningKey> {
  const { privateKey, publicKey } = await pair();
  const kid = randomBytes(16).toString('base64url').slice(0, 21);
  const { kty, n, e } = await exportJWK(publicKey);
  const { x5t, x5c } = selfSignedCertificate(name, { privateKey, publicKey });
  const jwk = { kty, use: 'sig', n, e, kid, x5t, x5c: [x5c], alg: 'RS256' } as JWK;
  return { kid, privateKey, publicKey, jwk };
}

/** A signing key as JSON, with its private key in PEM. */
export interface SigningKeyRecord {
  kid: string;
  jwk: JWK;
  pem: string;
}

/** Converts a signing key to JSON and back. */
export const signingKeyFormat = {
  toJson: ({ kid, jwk, privateKey }: SigningKey): SigningKeyRecord => ({
    kid,
    jwk,
    pem: privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(),
  }),
  fromJson: ({ kid, jwk, pem }: SigningKeyRecord): SigningKey => {
    const privateKey = createPrivateKey(pem);
    return { kid, jwk, privateKey, publicKey: createPublicKey(privateKey) };
  },
};
