import { createPrivateKey, type KeyObject } from 'node:crypto';
import process from 'node:process';

/**
 * The private RSA keys (2048 bits) that all test files of a run share; `jest.config.js` makes two. Making one takes longer than
 * most tests.
 */
export function sharedRsaKeys(): KeyObject[] {
  const keys = JSON.parse(process.env['TEST_RSA_KEYS'] ?? '[]') as string[];
  return keys.map((pem) => createPrivateKey(pem));
}
