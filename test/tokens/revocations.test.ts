import { beforeEach, describe, expect, it } from '@jest/globals';
import type { AccessToken } from '../../src/tokens/access-token.ts';
import { InvalidTokenError } from '../../src/tokens/invalid-token.ts';
import { KeysUnavailableError } from '../../src/tokens/issuer-keys.ts';
import { revocations, type Revocations } from '../../src/tokens/revocations.ts';

let now: number;
let revoked: Revocations;
/** What the check of a token ends in, and how often it was asked. */
let verify: (accessToken: string) => Promise<AccessToken>;
let asked: string[];
beforeEach(() => {
  now = 1_000_000;
  asked = [];
  verify = () => Promise.reject(new KeysUnavailableError('down'));
  revoked = revocations(
    () => new Date(now * 1000),
    (accessToken) => {
      asked.push(accessToken);
      return verify(accessToken);
    },
  );
});

const real = (accessToken: string): Promise<AccessToken> => {
  const signingInput = accessToken.replace(/\.[^.]*$/, '');
  return Promise.resolve({ signingInput, claims: { iss: 'i', sub: 's', exp: now + 60 } });
};
const settled = () => new Promise((resolve) => setImmediate(resolve));

describe('revocations', () => {
  it('refuse what was revoked, and nothing else', () => {
    revoked.revoke({ signingInput: 'a.b', exp: now + 60 });
    expect(revoked.isRevoked({ signingInput: 'a.b', accessToken: 'a.b.x' })).toBe(true);
    expect(revoked.isRevoked({ signingInput: 'a.c', accessToken: 'a.c.x' })).toBe(false);
  });

  it('take a second revocation of one token for the same', () => {
    revoked.revoke({ signingInput: 'a.b', exp: now + 60 });
    revoked.revoke({ signingInput: 'a.b', exp: now + 60 });
    expect(revoked.isRevoked({ signingInput: 'a.b', accessToken: 'a.b.x' })).toBe(true);
  });

  it('are kept until the token would be refused anyway, clock tolerance included', () => {
    revoked.revoke({ signingInput: 'a.b', exp: now + 60 });
    now += 64;
    revoked.revoke({ signingInput: 'c.d', exp: now + 60 });
    expect(revoked.isRevoked({ signingInput: 'a.b', accessToken: 'a.b.x' })).toBe(true);
    now += 60;
    revoked.revoke({ signingInput: 'e.f', exp: now + 60 });
    expect(revoked.isRevoked({ signingInput: 'a.b', accessToken: 'a.b.x' })).toBe(false);
    expect(revoked.isRevoked({ signingInput: 'c.d', accessToken: 'c.d.x' })).toBe(true);
  });

  it('of tokens that could not be verified hold for that very token alone', () => {
    revoked.revokeUnverified('a.b.signature');
    expect(revoked.isRevoked({ signingInput: 'a.b', accessToken: 'a.b.signature' })).toBe(true);
    expect(revoked.isRevoked({ signingInput: 'a.b', accessToken: 'a.b.another' })).toBe(false);
  });

  it('of unverified tokens become real once the keys are back, and what was made up is forgotten', async () => {
    revoked.revokeUnverified('a.b.signature');
    revoked.revokeUnverified('made.up.signature');
    expect(revoked.isRevoked({ signingInput: 'c.d', accessToken: 'c.d.x' })).toBe(false);
    await settled();
    verify = (accessToken) =>
      accessToken.startsWith('made')
        ? Promise.reject(new InvalidTokenError('BAD_SIGNATURE', ''))
        : real(accessToken);
    expect(revoked.isRevoked({ signingInput: 'a.b', accessToken: 'a.b.signature' })).toBe(true);
    await settled();
    expect(revoked.isRevoked({ signingInput: 'a.b', accessToken: 'a.b.other-signature' })).toBe(
      true,
    );
    asked = [];
    revoked.isRevoked({ signingInput: 'c.d', accessToken: 'c.d.x' });
    expect(asked).toEqual([]);
  });

  it('of tokens that are not valid yet wait until they are', async () => {
    verify = () => Promise.reject(new InvalidTokenError('TOKEN_NOT_YET_VALID', ''));
    revoked.revokeUnverified('a.b.signature');
    revoked.isRevoked({ signingInput: 'c.d', accessToken: 'c.d.x' });
    await settled();
    expect(revoked.isRevoked({ signingInput: 'a.b', accessToken: 'a.b.signature' })).toBe(true);
  });

  it('are not pushed out by any number of others: at some time no more are taken', () => {
    expect(revoked.revokeUnverified('a.b.signature')).toBe(true);
    const long = 'x'.repeat(100_000);
    const taken = Array.from({ length: 200 }, (_, i) => revoked.revokeUnverified(`${i}.${long}`));
    expect(taken).toContain(false);
    expect(revoked.isRevoked({ signingInput: 'a.b', accessToken: 'a.b.signature' })).toBe(true);
  });
});
