import { createPublicKey } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import { createLocalJWKSet, errors, SignJWT } from 'jose';
import { verifySignature } from '../../src/tokens/verify-signature.ts';
import { present } from '../support/present.ts';
import { sharedRsaKeys } from '../support/rsa-keys.ts';

const [first, second] = sharedRsaKeys().map(present);
const jwkOf = (key = first, kid = 'same') => ({
  ...createPublicKey(present(key)).export({ format: 'jwk' }),
  kid,
  alg: 'RS256',
});
const signed = (key = first, kid?: string) =>
  new SignJWT({ sub: 'auth0|1', iss: 'https://issuer.example/' })
    .setProtectedHeader({ alg: 'RS256', ...(kid !== undefined && { kid }) })
    .setExpirationTime('1h')
    .sign(present(key));
const options = { issuer: 'https://issuer.example/' };
const keys = createLocalJWKSet({ keys: [jwkOf(first), jwkOf(second)] });

describe('K05: two keys with one kid', () => {
  it.each([
    ['first', first],
    ['second', second],
  ])('the %s verifies its tokens', async (_which, key) => {
    expect(await verifySignature(await signed(key, 'same'), keys, options)).toMatchObject({
      sub: 'auth0|1',
    });
  });

  it('neither verifies a token of another key', async () => {
    const others = createLocalJWKSet({ keys: [jwkOf(second), jwkOf(second)] });
    await expect(verifySignature(await signed(first, 'same'), others, options)).rejects.toThrow(
      errors.JWSSignatureVerificationFailed,
    );
  });

  it('a claim that is wrong is told as with one key', async () => {
    const token = await signed(second, 'same');
    await expect(
      verifySignature(token, keys, { issuer: 'https://other.example/' }),
    ).rejects.toThrow(errors.JWTClaimValidationFailed);
  });

  it('a token without kid does not say which key signed it', async () => {
    await expect(verifySignature(await signed(), keys, options)).rejects.toThrow(
      errors.JWKSMultipleMatchingKeys,
    );
  });
});
