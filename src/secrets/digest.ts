import { createHmac, hash } from 'node:crypto';
import { deriveKey } from './derived-key.ts';

/** SHA-256 in base64url: what stands for a token where it is kept, so that nothing kept can be used as one. */
export function digest(text: string): string {
  return hash('sha256', text, 'base64url');
}

/**
 * Makes the same with a key (HMAC-SHA-256, RFC 2104): who reads what is kept cannot even try out guesses.
 *
 * @param secret - of high entropy; the key is derived from it (RFC 5869)
 * @param purpose - digests for one purpose are none for another
 */
export function keyedDigest(secret: string, purpose: string): (text: string) => string {
  const key = deriveKey(secret, purpose);
  return (text) => createHmac('sha256', key).update(text).digest('base64url');
}
