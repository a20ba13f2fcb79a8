import { generateKeyPair as generateKeyPairCallback, randomBytes } from 'node:crypto';
import type { KeyObject, KeyPairKeyObjectResult } from 'node:crypto';
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

/** A key that is made when it is first asked for, and then kept: RSA keys take a while to make. */
export type LazySigningKey = () => Promise<SigningKey>;

/** The keys of a tenant. */
export interface TokenKeys {
  /** Signs. */
  current: LazySigningKey;
  /** As at Auth0: the current key, the next, which is to take over, then those that signed before, newest first, until dropped. */
  published: () => Promise<SigningKey[]>;
  /** The next key signs from now on; a new one is published as next. */
  rotate: () => void;
  /** Takes a key out of the published ones, and puts the next one in the place of the current. Without such a key: false. */
  drop: (kid: string) => Promise<boolean>;
  /** Encrypts the opaque access tokens, which only the tenant itself reads (A256GCM). */
  opaque: Uint8Array;
  /** Signs access tokens of HS256 APIs that have no `signing_secret` of their own. */
  hs256: Uint8Array;
}

/**
 * The keys of a tenant, other ones at each start.
 *
 * @param name - common name of the certificates in `x5c`
 * @param first - the keys to begin with, current and next; default: new ones
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
 * A key of the tenant's own.
 *
 * @param name - common name of the certificate in `x5c`
 * @param pair - makes its RSA key pair; default: a new one of 2048 bits
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
