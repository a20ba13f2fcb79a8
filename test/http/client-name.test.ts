import { describe, expect, it } from '@jest/globals';
import { nameClient } from '../../src/http/client-name.ts';

describe('the name of a client', () => {
  it.each([
    [
      'Firefox on Ubuntu',
      'Mozilla/5.0 (X11; Ubuntu; Linux x86_64; rv:133.0) Gecko/20100101 Firefox/133.0',
    ],
    [
      'Microsoft Edge on Windows',
      'Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/131.0.0.0 Safari/537.36 Edg/131.0.0.0',
    ],
    [
      'Safari on iOS',
      'Mozilla/5.0 (iPhone; CPU iPhone OS 17_1 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/17.1 Mobile/15E148 Safari/604.1',
    ],
    ['MyApp on iOS', 'MyApp/1.2 (iPhone; iOS 17.0)'],
    ['okhttp', 'okhttp/4.9.0'],
    ['curl', 'curl/8.1'],
    ['node', 'node'],
    ['Linux', 'Mozilla/5.0 (X11; Linux x86_64)'],
  ])('is %s', (name, userAgent) => {
    expect(nameClient(userAgent)).toBe(name);
  });

  it.each([
    undefined,
    '',
    '  ',
    '<b>bold</b>/1.0 (x) y',
    '\u202eevil/1.0 (x) y',
    '日本/1.0',
    '(x)',
  ])('is unknown for %j', (userAgent) => {
    expect(nameClient(userAgent)).toBeUndefined();
  });

  it('is short, and has nothing that a page or a terminal could read in another way', () => {
    const odd = Array.from({ length: 0x180 }, (_, code) => String.fromCharCode(code));
    const userAgents = [
      'A'.repeat(100_000),
      `A${' A'.repeat(50_000)}`,
      `Mozilla/5.0 (${'('.repeat(60_000)}`,
      'Firefox\r\nSet-Cookie: a=b/1.0 (x)',
      ...odd.map((letter) => `Fire${letter}fox/1 (${letter}) x`),
    ];
    for (const userAgent of userAgents)
      expect(nameClient(userAgent) ?? '').toMatch(/^[\w. -]{0,80}$/);
  });

  it('has no sentence of a stranger', () => {
    const sentence = 'Call +49 30 901820 now to unlock/1.0 (X; Y) Z';
    expect(nameClient(sentence)).toBe('Call');
    expect(nameClient('Your_account is locked/1.0 (Visit; evil)')).toBe('Your_account');
  });
});
