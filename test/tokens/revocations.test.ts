import { beforeEach, describe, expect, it } from '@jest/globals';
import { revocations, type Revocations } from '../../src/tokens/revocations.ts';

let now: number;
let revoked: Revocations;
beforeEach(() => {
  now = 1_000_000;
  revoked = revocations(() => new Date(now * 1000));
});

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
});
