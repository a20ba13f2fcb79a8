import { CompactEncrypt, compactDecrypt } from 'jose';

/**
 * Encrypts a JSON value (RFC 7516, A256GCM).
 *
 * @param key - 256 bits
 * @param context - a text that is part of the encryption; the value does not open in another context
 */
export function sealValue(value: unknown, key: Uint8Array, context: string): Promise<string> {
  return new CompactEncrypt(new TextEncoder().encode(JSON.stringify(value)))
    .setProtectedHeader({ alg: 'dir', enc: 'A256GCM', context })
    .encrypt(key);
}

/** Decrypts a value. Returns undefined for another key, another context, or a damaged text. */
export async function openValue(
  sealed: string,
  key: Uint8Array,
  context: string,
): Promise<unknown> {
  try {
    const { plaintext, protectedHeader } = await compactDecrypt(sealed, key);
    if (protectedHeader['context'] !== context) return undefined;
    return JSON.parse(new TextDecoder().decode(plaintext));
  } catch {
    return undefined;
  }
}
