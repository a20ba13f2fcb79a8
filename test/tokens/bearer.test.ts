import { describe, expect, it } from '@jest/globals';
import { readBearerToken } from '../../src/tokens/bearer.ts';

describe('readBearerToken', () => {
  it.each([
    ['no header', undefined],
    ['no header value', []],
    ['an empty header, as front ends without a token send it', ['']],
  ])('finds no credentials in %s', (_case, headers) => {
    expect(readBearerToken(headers)).toBeUndefined();
  });

  it.each(['Bearer', 'bearer', 'BEARER', 'bEaReR'])(
    'T14: takes the scheme in any case: %s',
    (scheme) => {
      expect(readBearerToken([`${scheme} abc.def.ghi`])).toBe('abc.def.ghi');
    },
  );

  it('takes more than one space after the scheme (RFC 9110 §11.4)', () => {
    expect(readBearerToken(['Bearer   abc'])).toBe('abc');
  });

  it.each([
    ['another scheme', 'Basic dXNlcjpwYXNz'],
    ['the DPoP scheme', 'DPoP abc.def.ghi'],
    ['a token alone', 'abc.def.ghi'],
    ['the scheme alone', 'Bearer'],
    ['the scheme and a space', 'Bearer '],
    ['two tokens', 'Bearer abc def'],
    ['a comma list', 'Bearer abc, Bearer def'],
    ['a comma list without spaces', 'Bearer abc,def'],
    ['a tab after the scheme', 'Bearer\tabc'],
    ['no space after the scheme', 'Bearerabc'],
    ['a colon after the scheme', 'Bearer: abc'],
    ['a parameter', 'Bearer token="abc"'],
    ['quotes', 'Bearer "abc"'],
    ['white space before the scheme', ' Bearer abc'],
    ['white space behind the token', 'Bearer abc '],
    ['a line end behind the token', 'Bearer abc\n'],
    ['padding in the middle', 'Bearer ab=c'],
    ['a percent sign', 'Bearer ab%2Ec'],
    ['JSON', 'Bearer {"payload":"e30"}'],
    ['a character beyond ASCII', 'Bearer abcé'],
    ['a NUL', 'Bearer abc\0'],
  ])('T14: refuses %s as malformed', (_case, header) => {
    expect(() => readBearerToken([header])).toThrow(
      expect.objectContaining({ name: 'InvalidTokenError', reason: 'TOKEN_MALFORMED' }),
    );
  });

  it('T13: refuses more than one header, even with one and the same token', () => {
    expect(() => readBearerToken(['Bearer abc', 'Bearer abc'])).toThrow(
      'More than one Authorization',
    );
  });

  it('takes time in proportion to the length', () => {
    // CPU time, since other processes on the machine do not change it.
    const before = process.cpuUsage();
    expect(() => readBearerToken([`Bearer ${'='.repeat(100_000)}!`])).toThrow('not of the form');
    expect(() => readBearerToken([`Bearer ${' '.repeat(100_000)}`])).toThrow('not of the form');
    expect(process.cpuUsage(before).user).toBeLessThan(1_000_000);
  });
});
