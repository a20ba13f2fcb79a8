import { createPublicKey, type KeyObject } from 'node:crypto';
import { lazySigningKey, tokenKeys, type TokenKeys } from '../../src/tenant/keys/token-keys.ts';
import { present } from './present.ts';
import { sharedRsaKeys } from './rsa-keys.ts';

const [current, next] = sharedRsaKeys().map(signingKey);

/** Makes the keys of one tenant. They begin with the shared RSA keys, but each tenant rotates and drops its own. */
export function sharedTokenKeys(): TokenKeys {
  return tokenKeys('localhost', [present(current), present(next)]);
}

function signingKey(privateKey: KeyObject) {
  const pair = { privateKey, publicKey: createPublicKey(privateKey) };
  return lazySigningKey('localhost', () => Promise.resolve(pair));
}
