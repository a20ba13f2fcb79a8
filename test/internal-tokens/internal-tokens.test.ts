import { beforeEach, describe, expect, it } from '@jest/globals';
import { createLocalJWKSet, decodeJwt, decodeProtectedHeader, jwtVerify } from 'jose';
import { InternalTokens } from '../../src/internal-tokens/internal-tokens.ts';
import { SigningKeys } from '../../src/internal-tokens/signing-keys.ts';
import { person } from '../services/scene.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';

const issuer = 'https://gateway.example/';
const log = { warn: () => undefined };
const now = () => new Date(Date.UTC(2026, 0, 1) + 1000 * seconds);
const keys: SigningKeys = await SigningKeys.open({
  folder: temporaryFolder(),
  now: () => new Date(),
  log,
});

/** Seconds by which the clock is ahead. */
let seconds: number;
let internalTokens: InternalTokens;
beforeEach(() => {
  seconds = 0;
  internalTokens = new InternalTokens({ issuer: () => issuer, keys, now });
});

const mint = (service = 'orders', caller = person(), requestId = 'request-1') =>
  internalTokens.mint(service, caller, requestId);

describe('an internal token', () => {
  it("says who asks, whom, and on which request's behalf, and lives for a minute", async () => {
    const token = await mint(
      'orders',
      person({ claims: { ...person().claims, act: { sub: 'support' } } }),
    );

    const { payload, protectedHeader } = await jwtVerify(
      token,
      createLocalJWKSet(await keys.publicKeySet()),
      {
        currentDate: now(),
      },
    );
    const iat = Date.UTC(2026, 0, 1) / 1000;
    expect(protectedHeader).toEqual({ alg: 'ES256', typ: 'internal+jwt', kid: keys.current().kid });
    expect(payload).toEqual({
      iss: issuer,
      aud: 'orders',
      sub: 'auth0|6500000000000000000000b1',
      scope: 'openid profile',
      permissions: ['read:orders'],
      roles: ['customer'],
      act: { sub: 'support' },
      txn: 'request-1',
      iat,
      exp: iat + 60,
    });
  });

  it.each([undefined, null, 'support', 42, true])(
    'has no act where the bearer says %j',
    async (act) => {
      const claims = { ...person().claims, ...(act !== undefined && { act }) };

      expect(decodeJwt(await mint('orders', person({ claims })))).not.toHaveProperty('act');
    },
  );

  it('carries nothing else of the bearer', async () => {
    const claims = {
      ...person().claims,
      aud: ['https://api.example', 'stock'],
      azp: 'client',
      jti: 'id',
      exp: 4_000_000_000,
      email: 'user@example.com',
      'https://gatehouse.example/email': 'user@example.com',
      cnf: { jkt: 'x' },
    };

    expect(Object.keys(decodeJwt(await mint('orders', person({ claims })))).toSorted()).toEqual([
      'aud',
      'exp',
      'iat',
      'iss',
      'permissions',
      'roles',
      'scope',
      'sub',
      'txn',
    ]);
  });

  it("lets no claim of the bearer's stand for one of ours, whatever a permission or subject is called", async () => {
    const odd = person({
      id: '","aud":"stock',
      permissions: ['"],"sub":"admin'],
      scopes: ['\ud800'],
    });

    const claims = decodeJwt(await mint('orders', odd));

    expect(claims).toMatchObject({ aud: 'orders', sub: odd.id, permissions: odd.permissions });
  });
});

describe('a token is used again', () => {
  it('for half of its life: it has 30 seconds left at least', async () => {
    const first = await mint();
    for (seconds of [1, 15, 29]) expect(await mint()).toBe(first);
    for (seconds of [30, 45, 60]) {
      expect(await mint()).not.toBe(first);
    }
    expect((decodeJwt(await mint()).exp ?? 0) - now().getTime() / 1000).toBeGreaterThan(30);
  });

  it('for other requests and bearers of the same caller, who may the same', async () => {
    const first = await mint();

    expect(await mint('orders', person(), 'request-2')).toBe(first);
    expect(await mint('orders', person({ accessToken: 'another.bearer' }))).toBe(first);
  });

  it('by all who ask at once, and signed once', async () => {
    const tokens = await Promise.all(Array.from({ length: 100 }, () => mint()));

    expect(new Set(tokens).size).toBe(1);
  });

  it('by all who are not signed in', async () => {
    const anonymous = await internalTokens.mint('orders', { state: 'anonymous' }, 'request-1');

    expect(await internalTokens.mint('orders', { state: 'unverifiable' }, 'request-2')).toBe(
      anonymous,
    );
  });

  const { claims } = person();
  it.each([
    ['another subject', person({ id: 'auth0|other' })],
    ['no permission', person({ permissions: [] })],
    ['another permission', person({ permissions: ['write:orders'] })],
    ['one permission more', person({ permissions: ['read:orders', 'write:orders'] })],
    [
      'permissions that join to the same text',
      person({ permissions: ['read:orders","write:orders'] }),
    ],
    ['a role where there was a permission', person({ permissions: [], roles: ['read:orders'] })],
    ['another role', person({ roles: ['admin'] })],
    ['another scope', person({ scopes: ['openid'] })],
    ['somebody who acts for them', person({ claims: { ...claims, act: { sub: 'support' } } })],
  ])('for nobody with %s', async (_what, other) => {
    const [mine, theirs] = [await mint(), await mint('orders', other)];

    expect(theirs).not.toBe(mine);
    expect(decodeJwt(theirs)).toMatchObject({
      sub: other.id,
      permissions: other.permissions,
      roles: other.roles,
    });
    expect(await mint()).toBe(mine);
  });

  it('for no other service, and for no other who acts', async () => {
    const acted = (sub: string) => person({ claims: { ...claims, act: { sub } } });

    const tokens = [
      await mint('orders'),
      await mint('stock'),
      await mint('orders', acted('support')),
      await mint('orders', acted('partner')),
    ];

    expect(new Set(tokens).size).toBe(4);
  });

  it('not when the clock has been set back: it would seem to come from the future', async () => {
    seconds = 20;
    const first = await mint();
    seconds = 10;
    const second = await mint();

    expect(second).not.toBe(first);
    expect(decodeJwt(second).iat).toBe(now().getTime() / 1000);
  });

  it('not when the clock has leapt ahead', async () => {
    const first = await mint();
    seconds = 86_400;

    expect(await mint()).not.toBe(first);
  });
});

it('a failure to mint is told to whoever asks, and forgotten', async () => {
  let failures = 2;
  const good = keys.current();
  const current = () => {
    failures -= 1;
    if (failures === 1) throw new Error('no key');
    return failures === 0 ? { kid: good.kid, privateKey: {} as typeof good.privateKey } : good;
  };
  const unreliable = new InternalTokens({ issuer: () => issuer, keys: { current }, now });
  const ask = async () => unreliable.mint('orders', person(), 'request-1');

  await expect(ask()).rejects.toThrow('no key');
  await expect(ask()).rejects.toThrow();
  expect(decodeProtectedHeader(await ask()).kid).toBe(good.kid);
});

it('remembers ten thousand tokens, and no more', async () => {
  const first = await mint();
  await Promise.all(
    Array.from({ length: 10_000 }, (_, n) => mint('orders', person({ id: `auth0|${n}` }))),
  );
  const latest = await mint('orders', person({ id: 'auth0|9999' }));

  expect(await mint('orders', person({ id: 'auth0|9999' }))).toBe(latest);
  expect(await mint()).not.toBe(first);
});
