import { createPublicKey, type KeyObject } from 'node:crypto';
import { lazySigningKey, tokenKeys, type TokenKeys } from '../../src/tenant/keys/token-keys.ts';
import { present } from './present.ts';
import { sharedRsaKeys } from './rsa-keys.ts';

const [current, next] = sharedRsaKeys().map(signingKey);

/** Keys of one tenant, which begin with the RSA keys that are there already: what a test does to them stays its own. */
export function sharedTokenKeys(): TokenKeys {
  return tokenKeys('localhost', [present(current), present(next)]);
}

function signingKey(privateKey: KeyObject) {
  const pair = { privateKey, publicKey: createPublicKey(privateKey) };
  return lazySigningKey('localhost', () => Promise.resolve(pair));
}
