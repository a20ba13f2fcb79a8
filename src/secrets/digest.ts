import { createHmac, hash } from 'node:crypto';
import { deriveKey } from './derived-key.ts';

/** Returns the SHA-256 in base64url. Digests are stored in place of tokens, so that no stored value can be used as a token. */
export function digest(text: string): string {
  return hash('sha256', text, 'base64url');
}

/**
 * Makes a {@link digest} function with a key (HMAC-SHA-256, RFC 2104). Without the key nobody can test a guess against a stored
 * digest, so it also suits values that can be guessed, such as names.
 *
 * @param secret - of high entropy; the key is derived from it (RFC 5869)
 * @param purpose - each purpose has its own digests
 */
export function keyedDigest(secret: string, purpose: string): (text: string) => string {
  const key = deriveKey(secret, purpose);
  return (text) => createHmac('sha256', key).update(text).digest('base64url');
}
