import { createPublicKey, type JsonWebKey } from 'node:crypto';
import type { JWK } from 'jose';

/**
 * Selects the keys of a key set (RFC 7517 §5) that may verify tokens. Drops private keys, because anyone can sign with a
 * published private key. Drops RSA keys of less than 2048 bits or with an exponent of 1 (RFC 7518 §3.3). Keeps only one of
 * several equal keys.
 *
 * @param keySet - parsed JSON of any shape
 * @returns at least one key
 * @throws `Error` if no key is usable
 */
export function selectUsableKeys(keySet: unknown): JWK[] {
  const keys = (keySet as { keys?: unknown } | null)?.keys;
  const usable = Array.isArray(keys) ? keys.filter(isUsable) : [];
  if (usable.length === 0) throw new Error('the key set holds no usable key');
  return [...new Map(usable.map((key) => [identify(key), key])).values()];
}

/** Returns a text that is equal for two keys which verify the same tokens, regardless of the order of their members. */
function identify({ kid, alg, use, ...key }: JWK): string {
  const publicKey = createPublicKey({ key, format: 'jwk' }).export({ format: 'der', type: 'spki' });
  return JSON.stringify([kid, alg, use, publicKey.toString('base64')]);
}

function isUsable(jwk: unknown): jwk is JWK {
  try {
    const key = createPublicKey({ key: jwk as JsonWebKey, format: 'jwk' });
    if ((jwk as JWK).d !== undefined) return false;
    if (key.asymmetricKeyType !== 'rsa') return true;
    const { modulusLength = 0, publicExponent = 0n } = key.asymmetricKeyDetails ?? {};
    return modulusLength >= 2048 && publicExponent > 1n;
  } catch {
    return false;
  }
}
