import { createPrivateKey, generateKeyPairSync, type KeyObject } from 'node:crypto';
import process from 'node:process';

/**
 * Two private RSA keys (2048 bits) that all test files of a run share, where `jest.config.js` has made them: making one takes
 * longer than most tests. Outside of a run, as in bench/, they are made anew.
 */
export function sharedRsaKeys(): KeyObject[] {
  const shared = process.env['TEST_RSA_KEYS'];
  if (shared === undefined) return [rsaKey(), rsaKey()];
  return (JSON.parse(shared) as string[]).map((pem) => createPrivateKey(pem));
}

const rsaKey = () => generateKeyPairSync('rsa', { modulusLength: 2048 }).privateKey;
