import { generateKeyPair as generateKeyPairCallback, randomBytes } from 'node:crypto';
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

/** Keys of a tenant. */
export interface TokenKeys {
  /** Key that signs tokens now. */
  current: LazySigningKey;
  /**
   * Lists the keys in Auth0's order: the current key, the next key, then the previous ones, newest first. A dropped key is not in
   * the list.
   */
  published: () => Promise<SigningKey[]>;
  /** Makes the next key the current one, and generates a new next key. */
  rotate: () => void;
  /**
   * Drops a published key. If it is the current one, the next key takes its place. Returns false if no published key has this
   * `kid`.
   */
  drop: (kid: string) => Promise<boolean>;
  /** Key that encrypts opaque access tokens (A256GCM), which only the tenant can read. */
  opaque: Uint8Array;
  /** Key that signs access tokens of HS256 APIs without a `signing_secret`. */
  hs256: Uint8Array;
}

/**
 * Makes the keys of a tenant.
 *
 * @param name - common name of the certificates in `x5c`
 * @param first - the first current key and the first next key. Default: new keys at each start
 */
export function tokenKeys(
  name: string,
  first: [current: LazySigningKey, next: LazySigningKey] = [
    lazySigningKey(name),
    lazySigningKey(name),
  ],
): TokenKeys {
  let [current, next] = first;
  let previous: LazySigningKey[] = [];
  const ring = () => [current, next, ...previous];
  const made = (keys: LazySigningKey[]) => Promise.all(keys.map((key) => key()));
  const advance = (): void => {
    current = next;
    next = lazySigningKey(name);
  };
  return {
    current: () => current(),
    published: () => made(ring()),
    rotate() {
      previous.unshift(current);
      advance();
    },
    async drop(kid) {
      const keys = ring();
      const kids = (await made(keys)).map((key) => key.kid);
      const dropped = keys[kids.indexOf(kid)];
      if (dropped === current) advance();
      else if (dropped === next) next = lazySigningKey(name);
      else previous = previous.filter((key) => key !== dropped);
      return dropped !== undefined;
    },
    opaque: randomBytes(32),
    hs256: randomBytes(32),
  };
}

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
