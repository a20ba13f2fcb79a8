import { createPublicKey, type JsonWebKey } from 'node:crypto';
import type { JWK } from 'jose';

/**
 * The keys of a key set (RFC 7517 §5) that something may be verified with: public ones, and RSA of at least 2048 bits with a
 * real exponent (RFC 7518 §3.3). A private key that is published protects nothing.
 *
 * @param keySet - whatever was read
 * @returns at least one key
 * @throws `Error`: there is none
 */
export function usableKeys(keySet: unknown): JWK[] {
  const keys = (keySet as { keys?: unknown } | null)?.keys;
  const usable = Array.isArray(keys) ? keys.filter(isUsable) : [];
  if (usable.length === 0) throw new Error('the key set holds no usable key');
  return usable;
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
