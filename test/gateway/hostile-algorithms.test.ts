import { constants, createHmac, generateKeyPairSync, KeyObject, sign } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { exportSPKI, importJWK } from 'jose';
import type { TestGateway } from '../support/gateway.ts';
import { startHostileScene, type HostileScene } from '../support/hostile-scene.ts';
import { encoded, rawJws } from '../support/raw-jws.ts';
import { refusalOf } from '../support/refusal.ts';
import type { ScriptedAuth0 } from '../support/scripted-auth0.ts';

const ellipticCurve = generateKeyPairSync('ec', { namedCurve: 'P-256' });
const edwardsCurve = generateKeyPairSync('ed25519');

let scene: HostileScene;
let auth0: ScriptedAuth0;
let gateway: TestGateway;
let issuerKey: KeyObject;
let claims: HostileScene['claims'];

beforeAll(async () => {
  scene = await startHostileScene([
    { ...ellipticCurve.publicKey.export({ format: 'jwk' }), kid: 'ec', use: 'sig' },
    { kty: 'oct', k: encoded('secret'), kid: 'oct', alg: 'HS256' },
  ]);
  ({ auth0, gateway, issuerKey, claims } = scene);
});
afterAll(() => scene.close());

const header = (more: object = {}) => scene.header(more);
const unsigned = (more: object, signature = '') =>
  `${encoded(header(more))}.${encoded(claims)}.${signature}`;
const hmac = (secret: string | Buffer, more: object, digest = 'sha256') => {
  const signingInput = `${encoded(header(more))}.${encoded(claims)}`;
  return `${signingInput}.${createHmac(digest, secret).update(signingInput).digest('base64url')}`;
};
const parts = async () => (await auth0.accessToken()).split('.') as [string, string, string];

describe('T02: an algorithm that is not on the list is refused as UNSUPPORTED_ALGORITHM', () => {
  const spellings = ['none', 'None', 'NONE', 'nOnE', 'none ', ' none', 'none\0', '', 'null'];
  it.each(spellings)('none, spelt %j, without a signature', async (alg) => {
    expect(await refusalOf(gateway, { token: unsigned({ alg }) })).toBe('UNSUPPORTED_ALGORITHM');
  });

  it.each(spellings)('none, spelt %j, with the signature of a good token', async (alg) => {
    const [, , signature] = await parts();
    const token = unsigned({ alg }, signature);
    expect(await refusalOf(gateway, { token })).toBe('UNSUPPORTED_ALGORITHM');
  });

  it.each(
    [
      'HS256 HS384 HS512 RS1 RS384 RS512 PS256 PS384 PS512 ES256 ES384 ES512 ES256K EdDSA Ed25519 ML-DSA-44',
      'rs256 Rs256 RS256\0 RSA256 SHA256withRSA RSA-OAEP dir A256GCM __proto__ constructor toString hasOwnProperty',
    ].flatMap((names) => names.split(' ')),
  )('%j, signed by the issuer’s key', async (alg) => {
    const token = rawJws(header({ alg }), claims, issuerKey);
    expect(await refusalOf(gateway, { token })).toBe('UNSUPPORTED_ALGORITHM');
  });

  it.each<[string, unknown]>([
    ['missing', undefined],
    ['null', null],
    ['a number', 256],
    ['true', true],
    ['a list of one', ['RS256']],
    ['an object', { toString: 'RS256' }],
  ])('%s', async (_case, alg) => {
    const token = rawJws(header({ alg }), claims, issuerKey);
    expect(await refusalOf(gateway, { token })).toBe('UNSUPPORTED_ALGORITHM');
  });

  it.each<[string, () => Promise<string | Buffer>]>([
    ['the public key as PEM', async () => exportSPKI(await publicKey())],
    ['the public key as PEM, trimmed', async () => (await exportSPKI(await publicKey())).trim()],
    [
      'the public key as DER',
      async () => KeyObject.from(await publicKey()).export({ format: 'der', type: 'spki' }),
    ],
    [
      'the public key as PKCS#1',
      async () => KeyObject.from(await publicKey()).export({ format: 'pem', type: 'pkcs1' }),
    ],
    ['the public JWK', () => Promise.resolve(JSON.stringify(auth0.publicJwk))],
    ['the modulus', () => Promise.resolve(String(auth0.publicJwk['n']))],
    ['an empty secret', () => Promise.resolve('')],
    ['the client secret', () => Promise.resolve('test-secret')],
    ['the secret of an oct key in the set', () => Promise.resolve('secret')],
  ])('HS256 with %s', async (_case, secret) => {
    const token = hmac(await secret(), { alg: 'HS256' });
    expect(await refusalOf(gateway, { token })).toBe('UNSUPPORTED_ALGORITHM');
  });

  it('PS256, rightly signed with the issuer’s key', async () => {
    const signingInput = `${encoded(header({ alg: 'PS256' }))}.${encoded(claims)}`;
    const signature = sign('sha256', Buffer.from(signingInput), {
      key: issuerKey,
      padding: constants.RSA_PKCS1_PSS_PADDING,
      saltLength: 32,
    });
    const token = `${signingInput}.${signature.toString('base64url')}`;
    expect(await refusalOf(gateway, { token })).toBe('UNSUPPORTED_ALGORITHM');
  });

  it.each(['sha384', 'sha512'])(
    'RSASSA over %s, rightly signed with the issuer’s key',
    async (digest) => {
      const token = rawJws(header({ alg: `RS${digest.slice(3)}` }), claims, issuerKey, digest);
      expect(await refusalOf(gateway, { token })).toBe('UNSUPPORTED_ALGORITHM');
    },
  );

  it('ES256, rightly signed with an EC key of the set', async () => {
    const signingInput = `${encoded(header({ alg: 'ES256', kid: 'ec' }))}.${encoded(claims)}`;
    const signature = sign('sha256', Buffer.from(signingInput), {
      key: ellipticCurve.privateKey,
      dsaEncoding: 'ieee-p1363',
    });
    const token = `${signingInput}.${signature.toString('base64url')}`;
    expect(await refusalOf(gateway, { token })).toBe('UNSUPPORTED_ALGORITHM');
  });

  it('EdDSA with a key of its own', async () => {
    const signingInput = `${encoded(header({ alg: 'EdDSA' }))}.${encoded(claims)}`;
    const signature = sign(null, Buffer.from(signingInput), edwardsCurve.privateKey);
    const token = `${signingInput}.${signature.toString('base64url')}`;
    expect(await refusalOf(gateway, { token })).toBe('UNSUPPORTED_ALGORITHM');
  });
});

async function publicKey() {
  return (await importJWK(auth0.publicJwk, 'RS256')) as Exclude<
    Awaited<ReturnType<typeof importJWK>>,
    Uint8Array
  >;
}
