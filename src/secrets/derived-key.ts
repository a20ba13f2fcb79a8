import { hkdfSync } from 'node:crypto';

/**
 * Derives a key of 256 bits from a secret (HKDF-SHA-256, RFC 5869).
 *
 * @param secret - a secret of high entropy, such as a client secret
 * @param purpose - each purpose gets a key of its own, which reveals nothing about the others
 */
export function deriveKey(secret: string, purpose: string): Uint8Array {
  return new Uint8Array(hkdfSync('sha256', secret, '', `gatehouse ${purpose}`, 32));
}
