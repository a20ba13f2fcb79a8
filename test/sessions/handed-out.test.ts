import { beforeEach, describe, expect, it } from '@jest/globals';
import { handedOut, type HandedOut } from '../../src/sessions/handed-out.ts';
import { digest } from '../../src/tokens/digest.ts';

let revoked: Map<string, number>;
let tokens: HandedOut;
beforeEach(() => {
  revoked = new Map();
  tokens = handedOut(
    {
      revokeDigest: (signed, exp) => {
        revoked.set(signed, exp);
      },
    },
    () => new Date(5000),
  );
});

function record(user: string, name: string): void {
  tokens.record({ user, signingInput: name, exp: 1000, refreshToken: `refresh-${name}` });
}

describe('what has been handed out', () => {
  it('ends for one person, access tokens and refresh tokens, until the access tokens expire', () => {
    record('uma', 'phone');
    record('uma', 'desktop');
    record('ed', 'other');
    tokens.endAll('uma');
    expect([...revoked]).toEqual([
      [digest('phone'), 1000],
      [digest('desktop'), 1000],
    ]);
    expect(tokens.isEnded('refresh-phone')).toBe(true);
    expect(tokens.isEnded('refresh-other')).toBe(false);
  });

  it('does not end what is handed out afterwards', () => {
    record('uma', 'before');
    tokens.endAll('uma');
    record('uma', 'after');
    expect(tokens.isEnded('refresh-after')).toBe(false);
    tokens.endAll('ed');
    expect(revoked.has(digest('after'))).toBe(false);
  });

  it('knows what began before the end of all', () => {
    const next = tokens.endAll('uma');
    expect(tokens.isFromBefore('uma', 5000)).toBe(true);
    expect(tokens.isFromBefore('uma', next)).toBe(false);
    expect(tokens.isFromBefore('ed', 0)).toBe(false);
  });

  it('is kept for the 1000 newest tokens of a person, and the 10 000 people seen last', () => {
    for (let count = 0; count <= 1000; count += 1) record('uma', String(count));
    tokens.endAll('uma');
    expect(revoked.size).toBe(1000);
    expect(tokens.isEnded('refresh-0')).toBe(false);
    record('first', 'a');
    record('seen', 'b');
    for (let count = 0; count < 9_998; count += 1) record(`user-${count}`, `c-${count}`);
    record('seen', 'd');
    record('one more', 'e');
    tokens.endAll('first');
    tokens.endAll('seen');
    expect(tokens.isEnded('refresh-a')).toBe(false);
    expect(tokens.isEnded('refresh-b')).toBe(true);
  });
});
