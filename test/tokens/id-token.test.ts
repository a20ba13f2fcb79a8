import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { createLocalJWKSet, errors } from 'jose';
import { idTokenVerifier, type VerifyIdToken } from '../../src/tokens/id-token.ts';
import { KeysUnavailableError } from '../../src/issuer-keys/issuer-keys.ts';
import { startScriptedAuth0, testUser, type ScriptedAuth0 } from '../support/scripted-auth0.ts';

let auth0: ScriptedAuth0;
let verify: VerifyIdToken;
beforeAll(async () => {
  auth0 = await startScriptedAuth0();
  verify = idTokenVerifier({
    issuer: auth0.issuer,
    clientId: auth0.clientId,
    algorithms: ['RS256'],
    findKey: createLocalJWKSet({ keys: [auth0.publicJwk] }),
    now: () => new Date(),
  });
});
afterAll(() => auth0.close());

describe('idTokenVerifier', () => {
  it('returns the claims of a good ID token', async () => {
    expect(await verify(await auth0.idToken())).toMatchObject({ sub: testUser });
  });

  it.each<[string, Record<string, unknown>]>([
    ['of another client', { aud: 'foreign-client' }],
    ['of another issuer', { iss: 'https://elsewhere.example/' }],
    ['that has expired', { exp: 1 }],
    ['without exp', { exp: undefined }],
    ['without iat', { iat: undefined }],
    ['without sub', { sub: undefined }],
    ['that is an access token', { aud: 'https://api.test.example' }],
  ])('refuses one %s', async (_case, claims) => {
    await expect(verify(await auth0.idToken(claims))).rejects.toThrow(errors.JOSEError);
  });

  it('lets the failure of a key look-up out as it is', async () => {
    const findKey = () => Promise.reject(new KeysUnavailableError('no keys'));
    const { issuer, clientId } = auth0;
    const now = () => new Date();
    const verifyWithoutKeys = idTokenVerifier({
      issuer,
      clientId,
      algorithms: ['RS256'],
      findKey,
      now,
    });
    await expect(verifyWithoutKeys(await auth0.idToken())).rejects.toThrow(KeysUnavailableError);
  });
});
