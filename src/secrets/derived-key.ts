import { hkdfSync } from 'node:crypto';

/**
 * Derives a key of 256 bits from a secret (HKDF-SHA-256, RFC 5869).
 *
 * @param secret - a secret of high entropy, such as a client secret
 * @param purpose - each purpose has a key of its own, which reveals nothing about the others
 * @param salt - a second secret, so that both are needed to derive the key. Default: none
 */
export function deriveKey(secret: string, purpose: string, salt = ''): Uint8Array {
  return new Uint8Array(hkdfSync('sha256', secret, salt, `gatehouse ${purpose}`, 32));
}
