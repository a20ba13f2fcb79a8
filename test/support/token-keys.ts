import { createPublicKey, type KeyObject } from 'node:crypto';
import { lazySigningKey } from '../../src/tenant/keys/signing-key.ts';
import type { FirstKeys } from '../../src/tenant/keys/token-keys.ts';
import { present } from './present.ts';
import { sharedRsaKeys } from './rsa-keys.ts';

const [current, next] = sharedRsaKeys().map(signingKey);

/** Returns the first keys of a tenant: the shared RSA keys. Each tenant rotates and drops its own. */
export function sharedTokenKeys(): FirstKeys {
  return [present(current), present(next)];
}

function signingKey(privateKey: KeyObject) {
  const pair = { privateKey, publicKey: createPublicKey(privateKey) };
  return lazySigningKey('localhost', () => Promise.resolve(pair));
}
