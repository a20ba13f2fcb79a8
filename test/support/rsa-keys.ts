import { createPrivateKey, generateKeyPairSync, type KeyObject } from 'node:crypto';
import process from 'node:process';

/**
 * Returns two private RSA keys (2048 bits). All test files of a run share those that `jest.config.js` makes, because making one
 * takes longer than most tests. Outside of a run, as in bench/, this function makes new ones.
 */
export function sharedRsaKeys(): KeyObject[] {
  const shared = process.env['TEST_RSA_KEYS'];
  if (shared === undefined) return [rsaKey(), rsaKey()];
  return (JSON.parse(shared) as string[]).map((pem) => createPrivateKey(pem));
}

const rsaKey = () => generateKeyPairSync('rsa', { modulusLength: 2048 }).privateKey;
