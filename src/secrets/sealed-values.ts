import { CompactEncrypt, compactDecrypt } from 'jose';

/**
 * Encrypts a JSON value (RFC 7516, A256GCM).
 *
 * @param key - 256 bits
 */
export function sealValue(value: unknown, key: Uint8Array): Promise<string> {
  return new CompactEncrypt(new TextEncoder().encode(JSON.stringify(value)))
    .setProtectedHeader({ alg: 'dir', enc: 'A256GCM' })
    .encrypt(key);
}

/** Decrypts a value. Returns undefined for a wrong key or a damaged text. */
export async function openValue(sealed: string, key: Uint8Array): Promise<unknown> {
  try {
    const { plaintext } = await compactDecrypt(sealed, key);
    return JSON.parse(new TextDecoder().decode(plaintext));
  } catch {
    return undefined;
  }
}
