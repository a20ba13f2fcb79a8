import { createPublicKey, generateKeyPairSync, type KeyObject } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { TestGateway } from '../support/gateway.ts';
import { startHostileScene, type HostileScene } from '../support/hostile-scene.ts';
import { encoded, rawJws } from '../support/raw-jws.ts';
import { refusalOf } from '../support/refusal.ts';
import type { ScriptedAuth0 } from '../support/scripted-auth0.ts';
import { present } from '../support/present.ts';
import { sharedRsaKeys } from '../support/rsa-keys.ts';

const foreignKey = present(sharedRsaKeys()[1]);
const foreign = { privateKey: foreignKey, publicKey: createPublicKey(foreignKey) };
const ellipticCurve = generateKeyPairSync('ec', { namedCurve: 'P-256' });

let scene: HostileScene;
let auth0: ScriptedAuth0;
let gateway: TestGateway;
let issuerKey: KeyObject;
let claims: HostileScene['claims'];

beforeAll(async () => {
  scene = await startHostileScene([
    { ...ellipticCurve.publicKey.export({ format: 'jwk' }), kid: 'ec', use: 'sig' },
  ]);
  ({ auth0, gateway, issuerKey, claims } = scene);
});
afterAll(() => scene.close());

const header = (more: object = {}) => scene.header(more);
const parts = async () => (await auth0.accessToken()).split('.') as [string, string, string];

describe('T01: a signature that does not hold is refused as BAD_SIGNATURE', () => {
  it.each<[string, () => string | Promise<string>]>([
    ['missing', async () => (await parts()).with(2, '').join('.')],
    [
      'cut to the half',
      async () => (await parts()).map((p, i) => (i === 2 ? p.slice(0, 172) : p)).join('.'),
    ],
    [
      'of zeros',
      async () => (await parts()).with(2, Buffer.alloc(256).toString('base64url')).join('.'),
    ],
    ['of a changed first byte', async () => changed(await parts(), 0)],
    ['of a changed last byte', async () => changed(await parts(), 255)],
    [
      'one byte longer',
      async () => (await parts()).with(2, `${(await parts())[2].slice(0, -2)}AAAA`).join('.'),
    ],
    [
      'of another payload',
      async () => (await parts()).with(1, encoded({ ...claims, sub: 'auth0|admin' })).join('.'),
    ],
    [
      'of the same payload in other words',
      async () => (await parts()).with(1, encoded(JSON.stringify(claims, null, 1))).join('.'),
    ],
    [
      'of another header',
      async () => (await parts()).with(0, encoded(header({ cty: 'x' }))).join('.'),
    ],
    ['by a foreign key', () => rawJws(header(), claims, foreign.privateKey)],
    ['by an EC key, named RS256', () => rawJws(header(), claims, ellipticCurve.privateKey)],
    [
      'by the EC key of the set, named RS256',
      () => rawJws(header({ kid: 'ec' }), claims, ellipticCurve.privateKey),
    ],
    ['over SHA-1', () => rawJws(header(), claims, issuerKey, 'sha1')],
    ['over SHA-512', () => rawJws(header(), claims, issuerKey, 'sha512')],
    [
      'over a foreign payload',
      async () =>
        `${(await parts()).slice(0, 2).join('.')}.${(await auth0.idToken()).split('.')[2]}`,
    ],
    ['of the text "none"', async () => (await parts()).with(2, encoded('none')).join('.')],
  ])('%s', async (_case, token) => {
    expect(await refusalOf(gateway, { token: await token() })).toBe('BAD_SIGNATURE');
  });
});

function changed([head, payload, signature]: [string, string, string], at: number): string {
  const bytes = Buffer.from(signature, 'base64url');
  bytes.writeUInt8(bytes.readUInt8(at) ^ 1, at);
  return `${head}.${payload}.${bytes.toString('base64url')}`;
}
