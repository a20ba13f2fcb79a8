import { KeyObject, sign, type KeyLike } from 'node:crypto';
import type { CryptoKey } from 'jose';

/** Base64url of a text, or of a value's JSON. */
export function encoded(part: unknown): string {
  return Buffer.from(typeof part === 'string' ? part : JSON.stringify(part)).toString('base64url');
}

/**
 * A compact JWS that no library would make: `header` and `payload` are signed as they are, strings without being turned into
 * JSON, with RSASSA-PKCS1-v1_5 and SHA-256 whatever the header says.
 */
export function rawJws(
  header: unknown,
  payload: unknown,
  key: CryptoKey | KeyLike | KeyObject,
): string {
  const signingInput = `${encoded(header)}.${encoded(payload)}`;
  const signingKey = key instanceof CryptoKey ? KeyObject.from(key) : key;
  return `${signingInput}.${sign('sha256', Buffer.from(signingInput), signingKey as KeyLike).toString('base64url')}`;
}
