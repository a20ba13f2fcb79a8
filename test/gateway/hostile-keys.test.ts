import {
  createHash,
  createHmac,
  createPublicKey,
  generateKeyPairSync,
  sign,
  type KeyObject,
} from 'node:crypto';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { TestGateway } from '../support/gateway.ts';
import { startHostileScene, type HostileScene } from '../support/hostile-scene.ts';
import { encoded, rawJws } from '../support/raw-jws.ts';
import { refusalOf } from '../support/refusal.ts';
import { testUser, type ScriptedAuth0 } from '../support/scripted-auth0.ts';
import { present } from '../support/present.ts';
import { sharedRsaKeys } from '../support/rsa-keys.ts';

const foreignKey = present(sharedRsaKeys()[1]);
const foreign = { privateKey: foreignKey, publicKey: createPublicKey(foreignKey) };
const ellipticCurve = generateKeyPairSync('ec', { namedCurve: 'P-256' });
const tiny = generateKeyPairSync('rsa', { modulusLength: 1024 });
const jwkOf = (key: KeyObject) => key.export({ format: 'jwk' });

/** Makes a key set that no real issuer publishes. None of its keys may verify a token; `startHostileScene` adds one good key. */
const weakKeys = () => [
  { ...jwkOf(tiny.publicKey), kid: 'tiny', alg: 'RS256', use: 'sig' },
  { ...jwkOf(foreign.publicKey), e: 'AQ', kid: 'exponent-one', alg: 'RS256', use: 'sig' },
  { kty: 'oct', k: encoded('secret'), kid: 'oct', alg: 'HS256', use: 'sig' },
  { kty: 'oct', k: encoded('secret'), kid: 'oct-for-rsa', alg: 'RS256' },
  { ...jwkOf(foreign.publicKey), kid: 'for-encryption', use: 'enc' },
  { ...jwkOf(foreign.publicKey), kid: 'for-rs512', alg: 'RS512', use: 'sig' },
  { ...jwkOf(foreign.privateKey), kid: 'private', alg: 'RS256', use: 'sig' },
  { ...jwkOf(ellipticCurve.publicKey), kid: 'ec', use: 'sig' },
  null,
  'a string',
  { kty: 'RSA', kid: 'no-modulus' },
];

let scene: HostileScene;
let auth0: ScriptedAuth0;
let gateway: TestGateway;
let issuerKey: KeyObject;
let claims: HostileScene['claims'];

beforeAll(async () => {
  scene = await startHostileScene(weakKeys());
  ({ auth0, gateway, issuerKey, claims } = scene);
});
afterAll(() => scene.close());

const header = (more: object = {}) => scene.header(more);
const hmac = (secret: string | Buffer, more: object, digest = 'sha256') => {
  const signingInput = `${encoded(header(more))}.${encoded(claims)}`;
  return `${signingInput}.${createHmac(digest, secret).update(signingInput).digest('base64url')}`;
};

/** DigestInfo of SHA-256 in PKCS #1 v1.5 (RFC 8017 §9.2, note 1). */
const digestInfo = Buffer.from('3031300d060960864801650304020105000420', 'hex');

/** Makes a token whose signature is its own padded digest. A public key with the exponent 1 verifies it. */
const forgedForExponentOne = () => {
  const signingInput = `${encoded(header({ kid: 'exponent-one' }))}.${encoded(claims)}`;
  const digest = createHash('sha256').update(signingInput).digest();
  const padding = Buffer.alloc(256 - 3 - digestInfo.length - digest.length, 0xff);
  const ends = [Buffer.from([0, 1]), padding, Buffer.from([0]), digestInfo, digest];
  return `${signingInput}.${Buffer.concat(ends).toString('base64url')}`;
};

describe('T03: a key that the token brings along is neither used nor fetched', () => {
  const asked: string[] = [];
  const server = createServer((request, response) => {
    asked.push(request.url ?? '');
    response.setHeader('content-type', 'application/json');
    response.end(JSON.stringify({ keys: [{ ...jwkOf(foreign.publicKey), kid: 'foreign' }] }));
  });
  const url = (path: string) =>
    `http://127.0.0.1:${(server.address() as AddressInfo).port}/${path}`;
  beforeAll(() => new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve)));
  afterAll(() => new Promise((resolve) => server.close(resolve)));

  it.each<[string, () => object]>([
    ['jwk', () => ({ jwk: jwkOf(foreign.publicKey) })],
    [
      'jwk with the kid of the issuer',
      () => ({ jwk: { ...jwkOf(foreign.publicKey), kid: auth0.kid } }),
    ],
    ['jwk that is symmetric', () => ({ jwk: { kty: 'oct', k: encoded('secret') } })],
    ['jwk that is private', () => ({ jwk: jwkOf(foreign.privateKey) })],
    ['jwk that is a string', () => ({ jwk: JSON.stringify(jwkOf(foreign.publicKey)) })],
    ['jku', () => ({ jku: url('jwks.json'), kid: 'foreign' })],
    ['jku with the kid of the issuer', () => ({ jku: url('jwks.json') })],
    ['jku without a kid', () => ({ jku: url('jwks.json'), kid: undefined })],
    [
      'jku with the issuer’s host for a user name',
      () => ({ jku: url('').replace('//', '//issuer@') }),
    ],
    ['jku that is a path', () => ({ jku: '/etc/passwd' })],
    ['x5u', () => ({ x5u: url('chain.pem') })],
    [
      'x5c',
      () => ({
        x5c: [foreign.publicKey.export({ format: 'der', type: 'spki' }).toString('base64')],
      }),
    ],
    ['x5t', () => ({ x5t: 'AAAA', 'x5t#S256': 'AAAA' })],
    ['kid that is a URL', () => ({ kid: url('jwks.json') })],
    ['all of them', () => ({ jku: url('a'), x5u: url('b'), jwk: jwkOf(foreign.publicKey) })],
  ])('%s', async (_case, more) => {
    const token = rawJws(header(more()), claims, foreign.privateKey);
    expect(await refusalOf(gateway, { token })).toBe('BAD_SIGNATURE');
    expect(asked).toEqual([]);
  });

  it('is not asked for either when the issuer itself signed its address', async () => {
    const token = await auth0.accessToken({}, { jku: url('jwks.json'), x5u: url('chain') });
    const { data } = await gateway.request('{ me { id } }', { token });
    expect(data?.['me']).toMatchObject({ id: testUser });
    expect(asked).toEqual([]);
  });
});

describe('T08: extensions that nobody here understands are refused as TOKEN_MALFORMED', () => {
  it.each<[string, object]>([
    ['an unknown one', { crit: ['x-unknown'], 'x-unknown': true }],
    ['one that is not there', { crit: ['x-unknown'] }],
    ['exp as critical', { crit: ['exp'], exp: 1 }],
    ['an empty list', { crit: [] }],
    ['a string', { crit: 'b64' }],
    ['null', { crit: null }],
    ['an object', { crit: { b64: true } }],
    ['numbers', { crit: [1] }],
    ['alg as critical', { crit: ['alg'] }],
    ['b64 as critical and false', { crit: ['b64'], b64: false }],
    ['b64 as critical and true', { crit: ['b64'], b64: true }],
    ['b64 false alone', { b64: false }],
    ['b64 as a string', { b64: 'false' }],
  ])('%s', async (_case, more) => {
    const token = rawJws(header(more), claims, issuerKey);
    expect(await refusalOf(gateway, { token })).toBe('TOKEN_MALFORMED');
  });

  it('an unencoded payload (RFC 7797)', async () => {
    const head = encoded(header({ crit: ['b64'], b64: false }));
    const payload = JSON.stringify(claims);
    const signature = sign('sha256', Buffer.from(`${head}.${payload}`), issuerKey);
    const authorization = `Bearer ${head}.${payload}.${signature.toString('base64url')}`;
    expect(await refusalOf(gateway, { headers: { authorization } })).toBe('TOKEN_MALFORMED');
  });
});

describe('T09: a kid looks a key up and does nothing else', () => {
  it.each([
    '',
    ' ',
    '../../../../dev/null',
    '/etc/passwd',
    '..\\..\\windows\\win.ini',
    'file:///dev/null',
    'http://127.0.0.1:1/',
    "' OR '1'='1",
    "x' UNION SELECT 'key' --",
    '$(id)',
    '| id',
    '${jndi:ldap://127.0.0.1/x}',
    '__proto__',
    'constructor',
    'toString',
    'hasOwnProperty',
    '0',
    'length',
    'null',
    'undefined',
    'scripted-key-1 ',
    'SCRIPTED-KEY-1',
    'scripted-key-1\0',
    'scripted-key-',
    '*',
    '.*',
    '{"$ne":null}',
    '\r\nSet-Cookie: a=b',
    '\u202egnirts',
    'k'.repeat(4000),
  ])('%j is an unknown key', async (kid) => {
    const token = rawJws(header({ kid }), claims, foreign.privateKey);
    expect(await refusalOf(gateway, { token })).toBe('BAD_SIGNATURE');
  });

  it('a kid that names another key of the set does not fit the signature', async () => {
    for (const kid of ['ec', 'for-rs512', 'for-encryption', 'oct']) {
      const token = rawJws(header({ kid }), claims, issuerKey);
      expect(await refusalOf(gateway, { token })).toBe('BAD_SIGNATURE');
    }
  });

  it.each<[string, unknown]>([
    ['a number', 1],
    ['zero', 0],
    ['null', null],
    ['true', true],
    ['a list', ['scripted-key-1']],
    ['an object', { kid: 'scripted-key-1' }],
    ['an object with an operator', { $ne: null }],
  ])('%s is refused as TOKEN_MALFORMED', async (_case, kid) => {
    const token = rawJws(header({ kid }), claims, issuerKey);
    expect(await refusalOf(gateway, { token })).toBe('TOKEN_MALFORMED');
  });
});

describe('T16: keys of the set that are too weak verify nothing', () => {
  it('an RSA key of 1024 bits', async () => {
    const token = rawJws(header({ kid: 'tiny' }), claims, tiny.privateKey);
    expect(await refusalOf(gateway, { token })).toBe('BAD_SIGNATURE');
  });

  it('a public exponent of 1', async () => {
    const token = forgedForExponentOne();
    expect(await refusalOf(gateway, { token })).toBe('BAD_SIGNATURE');
  });

  it.each([
    ['for encryption', 'for-encryption'],
    ['for another algorithm', 'for-rs512'],
    ['whose private half is published', 'private'],
  ])('a key %s', async (_case, kid) => {
    const token = rawJws(header({ kid }), claims, foreign.privateKey);
    expect(await refusalOf(gateway, { token })).toBe('BAD_SIGNATURE');
  });

  it.each([
    ['that is symmetric', 'oct'],
    ['that is symmetric and says RS256', 'oct-for-rsa'],
    ['without a modulus', 'no-modulus'],
  ])('a key %s', async (_case, kid) => {
    const token = hmac('secret', { kid, alg: 'RS256' });
    expect(await refusalOf(gateway, { token })).toBe('BAD_SIGNATURE');
  });
});
