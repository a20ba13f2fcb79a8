import { createHmac, hash } from 'node:crypto';
import { deriveKey } from './derived-key.ts';

/**
 * Returns the SHA-256 digest of a text, in base64url. The gateway stores digests of tokens, so that no stored value can be used as
 * a token.
 */
export function digest(text: string): string {
  return hash('sha256', text, 'base64url');
}

/**
 * Creates a {@link digest} function with a key (HMAC-SHA-256, RFC 2104). Without the key, nobody can test a guess against a
 * stored digest. So the function also suits values that can be guessed, such as names.
 *
 * @param secret - a secret of high entropy, from which the key is derived (RFC 5869)
 * @param purpose - each purpose has digests of its own
 */
export function keyedDigest(secret: string, purpose: string): (text: string) => string {
  const key = deriveKey(secret, purpose);
  return (text) => createHmac('sha256', key).update(text).digest('base64url');
}
