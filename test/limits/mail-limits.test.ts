import { beforeEach, describe, expect, it } from '@jest/globals';
import { createMailLimits, type MailLimits } from '../../src/limits/mail-limits.ts';

let time: number;
let limits: MailLimits;
beforeEach(() => {
  time = Date.parse('2026-03-01T12:00:00Z');
  limits = createMailLimits(() => new Date(time));
});

let people = 0;
/** Returns how many of `count` mails, each to another person, the limits allow a client. */
function sentFrom(clientIp: string | undefined, count: number): number {
  const tries = Array.from({ length: count }, () =>
    limits.take(`person ${(people += 1)}`, clientIp),
  );
  return tries.filter((refusal) => refusal === undefined).length;
}

describe('the mail limits', () => {
  it('twenty at once from one address, then one in half a minute', () => {
    expect(sentFrom('203.0.113.7', 30)).toBe(20);
    expect(sentFrom('203.0.113.8', 1)).toBe(1);
    time += 60_000;
    expect(sentFrom('203.0.113.7', 30)).toBe(2);
  });

  it('all addresses of one IPv6 network are one client', () => {
    expect(sentFrom('2001:db8:1:2::1', 15)).toBe(15);
    expect(sentFrom('2001:db8:1:ffff::9', 15)).toBe(5);
    expect(sentFrom('2001:db8:2:2::1', 1)).toBe(1);
  });

  it('a mail that was not sent can be asked for again, by another client too', () => {
    for (let count = 0; count < 9; count += 1) {
      expect(limits.take('uma', '203.0.113.7')).toBeUndefined();
      limits.giveBack('uma');
    }
    expect(limits.take('uma', '203.0.113.8')).toBeUndefined();
  });

  it('a client that is refused uses up nobody’s name', () => {
    sentFrom('203.0.113.7', 20);
    for (let count = 0; count < 9; count += 1) limits.take('uma', '203.0.113.7');
    expect(limits.take('uma', '203.0.113.8')).toBeUndefined();
  });

  it('says how long to wait', () => {
    sentFrom(undefined, 20);
    time += 10_000;
    expect(limits.take('uma', undefined)).toEqual({
      kind: 'TooManyAttempts',
      of: 'attempts',
      retryAfter: 20,
    });
  });
});
