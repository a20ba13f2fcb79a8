import { createPublicKey, type KeyObject } from 'node:crypto';
import type { JWK } from 'jose';
import { selfSignedCertificate } from '../../src/tenant/keys/certificate.ts';
import { tokenKeys, type SigningKey, type TokenKeys } from '../../src/tenant/keys/token-keys.ts';
import { present } from './present.ts';
import { sharedRsaKeys } from './rsa-keys.ts';

const shared = sharedRsaKeys().map((key, index) => signingKey(key, `shared-${index}`));

/** Keys of one tenant, which begin with the RSA keys that are there already: what a test does to them stays its own. */
export function sharedTokenKeys(): TokenKeys {
  const [current, next] = shared;
  return tokenKeys('localhost', [
    () => Promise.resolve(present(current)),
    () => Promise.resolve(present(next)),
  ]);
}

function signingKey(privateKey: KeyObject, kid: string): SigningKey {
  const publicKey = createPublicKey(privateKey);
  const { x5t, x5c } = selfSignedCertificate('localhost', { privateKey, publicKey });
  const members = { kid, use: 'sig', alg: 'RS256', x5t, x5c: [x5c] };
  return {
    kid,
    privateKey,
    publicKey,
    jwk: { ...(publicKey.export({ format: 'jwk' }) as JWK), ...members },
  };
}
