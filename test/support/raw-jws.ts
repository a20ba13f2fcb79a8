import { sign, type KeyObject } from 'node:crypto';

/** Base64url of a text, or of a value's JSON. */
export function encoded(part: unknown): string {
  return Buffer.from(typeof part === 'string' ? part : JSON.stringify(part)).toString('base64url');
}

/**
 * A compact JWS that no library would make: header and payload are signed as they are, strings without being turned into
 * JSON, with RSASSA-PKCS1-v1_5 and SHA-256 (or the digest named) whatever the header says.
 */
export function rawJws(
  header: unknown,
  payload: unknown,
  key: KeyObject,
  digest = 'sha256',
): string {
  const signingInput = `${encoded(header)}.${encoded(payload)}`;
  return `${signingInput}.${sign(digest, Buffer.from(signingInput), key).toString('base64url')}`;
}
