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
    expect(revoked.isRevoked('a.b')).toBe(true);
    expect(revoked.isRevoked('a.c')).toBe(false);
  });

  it('take a second revocation of one token for the same', () => {
    revoked.revoke({ signingInput: 'a.b', exp: now + 60 });
    revoked.revoke({ signingInput: 'a.b', exp: now + 60 });
    expect(revoked.isRevoked('a.b')).toBe(true);
  });

  it('are kept until the token would be refused anyway, clock tolerance included', () => {
    revoked.revoke({ signingInput: 'a.b', exp: now + 60 });
    now += 64;
    revoked.revoke({ signingInput: 'c.d', exp: now + 60 });
    expect(revoked.isRevoked('a.b')).toBe(true);
    now += 2;
    revoked.revoke({ signingInput: 'e.f', exp: now + 60 });
    expect(revoked.isRevoked('a.b')).toBe(false);
    expect(revoked.isRevoked('c.d')).toBe(true);
  });
});
