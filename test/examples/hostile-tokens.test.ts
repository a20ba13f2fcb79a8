import {
  createHmac,
  createPublicKey,
  generateKeyPairSync,
  sign,
  type KeyObject,
} from 'node:crypto';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as wait } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import {
  internalClaims,
  internalHeader,
  internalKey,
  signedJws,
  startInternalIssuer,
  type InternalIssuer,
  type InternalKey,
  type Members,
} from '../support/internal-issuer.ts';
import { present } from '../support/present.ts';
import { encoded } from '../support/raw-jws.ts';
import { startOrdersService, type OrdersService, type ServiceRequest } from './orders-service.ts';
import { sharedRsaKeys } from '../support/rsa-keys.ts';

const foreign = internalKey('foreign');
const edwardsCurve = generateKeyPairSync('ed25519');
const rsaKey = present(sharedRsaKeys()[0]);
const rsa = { privateKey: rsaKey, publicKey: createPublicKey(rsaKey) };

let issuer: InternalIssuer;
let service: OrdersService;
let known: InternalKey;
beforeAll(async () => {
  issuer = await startInternalIssuer();
  known = present(issuer.keys[0]);
  const publicJwk = { ...rsa.publicKey.export({ format: 'jwk' }), kid: 'rsa', use: 'sig' };
  issuer.keys.push({ kid: 'rsa', privateKey: rsa.privateKey, publicJwk });
  service = await startOrdersService({ gateway: issuer.url });
});
afterAll(async () => {
  await service.stop();
  await issuer.close();
});

const path = '/orders?customer=a';
const statusOf = async (request: ServiceRequest) => (await service.send(path, request)).status;

/** Expects a refusal that does not tell its reason. Only the log has the reason. */
async function expectRefusal(request: ServiceRequest, at = path): Promise<void> {
  const { status, headers, body } = await service.send(at, request);
  expect(status).toBe(401);
  expect(headers['www-authenticate']).toBe('Bearer');
  expect(body).toEqual({ error: 'unauthorized' });
}

/** Signs a token like the gateway's with another key. */
const forged = (key: KeyObject, header: Members = {}) =>
  signedJws({ ...internalHeader(known), ...header }, internalClaims(issuer.url), key);
const hmac = (secret: string | Buffer) => {
  const header = { ...internalHeader(known), alg: 'HS256' };
  const signingInput = `${encoded(header)}.${encoded(internalClaims(issuer.url))}`;
  return `${signingInput}.${createHmac('sha256', secret).update(signingInput).digest('base64url')}`;
};
const seconds = () => Math.floor(Date.now() / 1000);
/** Makes a token whose payload text is changed. */
const changedText = (change: (payload: string) => string) => {
  const payload = change(JSON.stringify(internalClaims(issuer.url)));
  return signedJws(internalHeader(known), payload, known.privateKey);
};

describe('the token that all others here differ from', () => {
  it('is taken', async () => {
    expect(await statusOf({ token: issuer.token() })).toBe(200);
  });

  it.each<[string, Members]>([
    ['without sub', { sub: undefined }],
    ['that says who acts', { act: { sub: 'auth0|support' } }],
    ['without scope, permissions and roles', { scope: '', permissions: [], roles: [] }],
    ['made three seconds ahead, by a clock that is off', { iat: seconds() + 3 }],
  ])('is taken %s', async (_case, claims) => {
    expect(await statusOf({ token: issuer.token(claims) })).toBe(200);
  });

  it.each(['bearer', 'BEARER', 'Bearer  '])('T14: is taken after %j', async (scheme) => {
    const headers = { authorization: `${scheme} ${issuer.token()}` };
    expect(await statusOf({ headers })).toBe(200);
  });
});

describe('T13: no token in the Authorization header, no answer', () => {
  it.each<[string, () => Record<string, string | string[]>]>([
    ['no header', () => ({})],
    ['an empty header', () => ({ authorization: '' })],
    ['a scheme alone', () => ({ authorization: 'Bearer' })],
    ['another scheme', () => ({ authorization: `Basic ${issuer.token()}` })],
    ['no scheme', () => ({ authorization: issuer.token() })],
    ['something behind it', () => ({ authorization: `Bearer ${issuer.token()} more` })],
    ['a list', () => ({ authorization: `Bearer ${issuer.token()}, Bearer x` })],
    ['quotes', () => ({ authorization: `Bearer "${issuer.token()}"` })],
    ['two headers', () => ({ authorization: [`Bearer ${issuer.token()}`, 'Bearer x'] })],
    ['two equal headers', () => ({ authorization: twice(`Bearer ${issuer.token()}`) })],
    ['an empty header before it', () => ({ authorization: ['', `Bearer ${issuer.token()}`] })],
    ['a header of its own', () => ({ 'x-access-token': issuer.token() })],
    ['Proxy-Authorization', () => ({ 'proxy-authorization': `Bearer ${issuer.token()}` })],
    ['a cookie', () => ({ cookie: `access_token=${issuer.token()}` })],
    ['bare identity headers', () => ({ 'x-user-id': 'auth0|6500000000000000000000a1' })],
  ])('%s', async (_case, headers) => {
    await expectRefusal({ headers: headers() });
  });

  it('in the query', async () => {
    await expectRefusal({}, `${path}&access_token=${issuer.token()}`);
  });

  it('in the body', async () => {
    const body = { productId: 'lamp', quantity: 1, access_token: issuer.token() };
    await expectRefusal({ method: 'POST', body }, '/orders');
  });

  it.each(['/', '/health', '/nowhere', '/orders/order-1', '/orders/order-0', '/products?ids=lamp'])(
    'at %s',
    async (at) => {
      await expectRefusal({}, at);
    },
  );

  it('with a body that is no JSON, or too large: it is not looked at', async () => {
    await expectRefusal({ method: 'POST', body: '{' }, '/orders');
  });
});

describe('T01: a signature that does not hold is refused', () => {
  const parts = () => issuer.token().split('.') as [string, string, string];
  it.each<[string, () => string]>([
    ['cut away', () => parts().with(2, '').join('.')],
    ['cut off with its dot', () => parts().slice(0, 2).join('.')],
    ['cut by a character', () => issuer.token().slice(0, -1)],
    ['cut by half', () => parts().with(2, parts()[2].slice(0, 43)).join('.')],
    ['twice', () => `${issuer.token()}${parts()[2]}`],
    [
      'of another token',
      () =>
        parts()
          .with(2, issuer.token({ sub: 'x' }).split('.')[2] ?? '')
          .join('.'),
    ],
    ['of zeros', () => parts().with(2, Buffer.alloc(64).toString('base64url')).join('.')],
    [
      'over other claims',
      () =>
        parts()
          .with(1, encoded({ ...internalClaims(issuer.url), sub: 'x' }))
          .join('.'),
    ],
    ['by a foreign key under a kid of the gateway’s', () => forged(foreign.privateKey)],
    ['by a foreign key without a kid', () => forged(foreign.privateKey, { kid: undefined })],
  ])('%s', async (_case, token) => {
    await expectRefusal({ token: token() });
  });

  it.each(['', 'x', '.', '..', '...', 'a.b.c', 'null', 'eyJ9.eyJ9.eyJ9', '-'.repeat(8000)])(
    'and so is what is no token: %j',
    async (token) => {
      await expectRefusal({ token });
    },
  );

  it('an encrypted token, a token of JSON, a token of two lines', async () => {
    await expectRefusal({ token: 'a.b.c.d.e' });
    await expectRefusal({ token: JSON.stringify({ payload: parts()[1], signature: parts()[2] }) });
    await expectRefusal({ token: parts().join('.\t') });
  });
});

describe('T02: another algorithm than ES256 is refused', () => {
  it.each(['none', 'None', 'NONE', 'nOnE', ''])('%j, without a signature', async (alg) => {
    const head = encoded({ ...internalHeader(known), alg });
    await expectRefusal({ token: `${head}.${encoded(internalClaims(issuer.url))}.` });
  });

  it.each(['none', 'RS256', 'HS256', 'ES384', 'ES256K', 'EdDSA', 'es256', '__proto__', undefined])(
    '%j, with the signature of a good key',
    async (alg) => {
      await expectRefusal({ token: issuer.token({}, { alg }) });
    },
  );

  it.each<[string, () => string]>([
    ['RS256 with another key', () => forged(rsa.privateKey, { alg: 'RS256' })],
    [
      'RS256 with an RSA key of the set',
      () => forged(rsa.privateKey, { alg: 'RS256', kid: 'rsa' }),
    ],
    ['ES256 with an RSA signature', () => forged(rsa.privateKey)],
    ['EdDSA with another key', () => ed25519Jws()],
    [
      'HS256 with the public key as PEM',
      () => hmac(publicKey().export({ type: 'spki', format: 'pem' })),
    ],
    [
      'HS256 with the public key as DER',
      () => hmac(publicKey().export({ type: 'spki', format: 'der' })),
    ],
    ['HS256 with the public JWK', () => hmac(JSON.stringify(known.publicJwk))],
    ['HS256 with an empty secret', () => hmac('')],
  ])('%s', async (_case, token) => {
    await expectRefusal({ token: token() });
  });
});

describe('T03: a key that the token brings along is neither used nor fetched', () => {
  const asked: (string | undefined)[] = [];
  const server = createServer((request, response) => {
    asked.push(request.url);
    response.end(JSON.stringify({ keys: [foreign.publicJwk] }));
  });
  beforeAll(() => new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve)));
  afterAll(() => new Promise((resolve) => server.close(resolve)));
  const url = () => `http://127.0.0.1:${(server.address() as AddressInfo).port}/jwks.json`;

  it.each<[string, () => Members]>([
    ['jwk', () => ({ jwk: foreign.publicJwk })],
    ['jwk without a kid', () => ({ jwk: foreign.publicJwk, kid: undefined })],
    ['jku', () => ({ jku: url(), kid: 'foreign' })],
    ['x5u', () => ({ x5u: url() })],
    ['kid that is a URL', () => ({ kid: url() })],
    ['iss that has other keys', () => ({ iss: url(), kid: 'foreign' })],
  ])('%s', async (_case, header) => {
    await expectRefusal({ token: forged(foreign.privateKey, header()) });
    expect(asked).toEqual([]);
  });
});

describe('T05: a token of another kind is refused', () => {
  it.each([
    undefined,
    null,
    1,
    '',
    'JWT',
    'at+jwt',
    'application/at+jwt',
    'id_token',
    'internal',
    'internal+jwt2',
    ['internal+jwt'],
  ])('typ is %j', async (typ) => {
    await expectRefusal({ token: issuer.token({}, { typ }) });
  });

  it('an Auth0 access token, also where it is signed by the gateway’s key', async () => {
    const claims = {
      iss: 'https://team.eu.auth0.com/',
      aud: ['https://api.gatehouse.example', 'https://team.eu.auth0.com/userinfo'],
      azp: 'gatehouse-local',
      gty: 'password',
      exp: seconds() + 86_400,
    };
    await expectRefusal({ token: issuer.token(claims, { typ: 'at+jwt' }) });
    await expectRefusal({ token: issuer.token(claims, { typ: 'JWT' }) });
    const header = { alg: 'RS256', typ: 'JWT', kid: 'auth0' };
    await expectRefusal({ token: signedJws(header, claims, rsa.privateKey) });
  });
});

describe('T06: the audience is this service alone', () => {
  it.each<[string, unknown]>([
    ['missing', undefined],
    ['null', null],
    ['empty', ''],
    ['another service', 'products'],
    ['cut', 'order'],
    ['continued', 'orders2'],
    ['in capitals', 'Orders'],
    ['with a space behind', 'orders '],
    ['with another behind', 'orders products'],
    ['a list of ours', ['orders']],
    ['a list with ours', ['products', 'orders']],
    ['an empty list', []],
    ['an object', { orders: true }],
    ['true', true],
  ])('%s', async (_case, aud) => {
    await expectRefusal({ token: issuer.token({ aud }) });
  });
});

describe('T07: the issuer is the gateway, with its slash', () => {
  it.each<[string, (iss: string) => unknown]>([
    ['missing', () => undefined],
    ['null', () => null],
    ['without its slash', (iss) => iss.slice(0, -1)],
    ['with two slashes', (iss) => `${iss}/`],
    ['in capitals', (iss) => iss.toUpperCase()],
    ['with another name of its host', (iss) => iss.replace('127.0.0.1', 'localhost')],
    ['with https', (iss) => iss.replace('http:', 'https:')],
    ['with a path', (iss) => `${iss}graphql`],
    ['another', () => 'https://gateway.evil.example/'],
    ['a list of it', (iss) => [iss]],
    ['an object', (iss) => ({ iss })],
  ])('%s', async (_case, iss) => {
    await expectRefusal({ token: issuer.token({ iss: iss(issuer.url) }) });
  });
});

describe('T04: the times are finite numbers, and now is between them', () => {
  it.each<[string, Members]>([
    ['exp has passed', { iat: seconds() - 60, exp: seconds() - 10 }],
    ['exp is missing', { exp: undefined }],
    ['exp is null', { exp: null }],
    ['exp is a string', { exp: String(seconds() + 60) }],
    ['exp is a date', { exp: '2099-01-01T00:00:00Z' }],
    ['exp is a list', { exp: [seconds() + 60] }],
    ['exp is zero', { exp: 0 }],
    ['exp is negative', { exp: -1 }],
    ['nbf is ahead', { nbf: seconds() + 60 }],
    ['nbf is a string', { nbf: '0' }],
    ['nbf is null', { nbf: null }],
    ['iat is missing', { iat: undefined }],
    ['iat is a string', { iat: String(seconds()) }],
    ['iat is a minute ahead', { iat: seconds() + 60, exp: seconds() + 120 }],
    [
      'it is older than a minute, whatever exp says',
      { iat: seconds() - 70, exp: seconds() + 3600 },
    ],
    ['times are in milliseconds', { iat: Date.now(), exp: Date.now() + 60_000 }],
  ])('%s', async (_case, claims) => {
    await expectRefusal({ token: issuer.token(claims) });
  });

  it.each(['1e999', '-1e999', '9'.repeat(400)])('exp is %s', async (number) => {
    const token = changedText((payload) => payload.replace(/"exp":\d+/, `"exp":${number}`));
    await expectRefusal({ token });
  });
});

describe('T08: extensions that nobody here understands are refused', () => {
  it.each<[string, Members]>([
    ['an unknown one', { crit: ['x-unknown'], 'x-unknown': true }],
    ['an empty list', { crit: [] }],
    ['null', { crit: null }],
    ['b64', { crit: ['b64'], b64: false }],
  ])('%s', async (_case, header) => {
    await expectRefusal({ token: issuer.token({}, header) });
  });
});

describe('T09: a kid looks a key up and does nothing else', () => {
  it.each<unknown>([
    'unknown',
    '',
    '../../etc/passwd',
    "' OR '1'='1",
    '__proto__',
    'constructor',
    'INTERNAL-1',
    'internal-1 ',
    'k'.repeat(4000),
    null,
    1,
    true,
    ['internal-1'],
    { kid: 'internal-1' },
  ])('%j', async (kid) => {
    await expectRefusal({ token: issuer.token({}, { kid }) });
  });
});

describe('T10: sub is a string that is not empty, or is not there', () => {
  it.each<unknown>(['', null, 1, true, ['auth0|a'], { sub: 'auth0|a' }])('%j', async (sub) => {
    await expectRefusal({ token: issuer.token({ sub }) });
  });

  it.each(['null', '[]', '1', '"text"', '{', ''])('a payload that is %j', async (payload) => {
    await expectRefusal({ token: changedText(() => payload) });
  });
});

describe('L01: the log of all that', () => {
  it('says why a call was refused, and holds nothing of any token', async () => {
    const token = issuer.token({ aud: 'products' });
    await service.send(`${path}&access_token=${token}`, {
      token,
      headers: { 'x-request-id': 'r-7' },
    });
    // The log may come after the answer.
    while (!/"requestId":"r-7".*\n/.test(service.output())) await wait(20);
    const lines = service.output().trim().split('\n');
    const records = lines.map((line) => JSON.parse(line) as Members);
    expect(records).toContainEqual(
      expect.objectContaining({ requestId: 'r-7', reason: 'aud', level: 40 }),
    );
    const reasons = new Set(records.map(({ reason }) => reason));
    for (const reason of ['iss', 'typ', 'ERR_JWT_EXPIRED', 'ERR_JWKS_NO_MATCHING_KEY', 'claims']) {
      expect(reasons).toContain(reason);
    }
    expect(service.output()).not.toMatch(/eyJ|auth0\||internal-1|access_token/);
  });

  it('T18: has no failure of the service’s own', () => {
    expect(service.output()).not.toMatch(/"level":50|unexpected|are unavailable/);
  });
});

function twice(value: string): string[] {
  return [value, value];
}

function publicKey(): KeyObject {
  return createPublicKey(known.privateKey);
}

function ed25519Jws(): string {
  const header = { ...internalHeader(known), alg: 'EdDSA' };
  const signingInput = `${encoded(header)}.${encoded(internalClaims(issuer.url))}`;
  const signature = sign(null, Buffer.from(signingInput), edwardsCurve.privateKey);
  return `${signingInput}.${signature.toString('base64url')}`;
}
