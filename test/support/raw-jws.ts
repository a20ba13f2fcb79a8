import { sign, type KeyObject } from 'node:crypto';

/** Encodes a text, or the JSON of another value, in Base64url. */
export function encoded(part: unknown): string {
  return Buffer.from(typeof part === 'string' ? part : JSON.stringify(part)).toString('base64url');
}

/**
 * Makes a compact JWS that no library would make. A header or payload that is a string is signed as it is; other values are signed
 * as JSON. Uses RSASSA-PKCS1-v1_5 with SHA-256, or with the given digest, regardless of the header.
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
