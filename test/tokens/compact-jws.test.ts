import { describe, expect, it } from '@jest/globals';
import { parseCompactJws } from '../../src/tokens/compact-jws.ts';
import { encoded } from '../support/raw-jws.ts';

const header = encoded({ alg: 'RS256' });
const payload = encoded({ sub: 'somebody' });
/** Signature of two bytes. Its last character has two unused bits. */
const signature = 'AAA';

const reasonOf = (token: string): unknown => {
  try {
    return parseCompactJws(token);
  } catch (error) {
    return (error as { reason: unknown }).reason;
  }
};

describe('parseCompactJws', () => {
  it('takes a token apart without believing it', () => {
    expect(parseCompactJws(`${header}.${payload}.${signature}`)).toEqual({
      header: { alg: 'RS256' },
      payload: { sub: 'somebody' },
      signingInput: `${header}.${payload}`,
    });
  });

  it('keeps a member called __proto__ to itself', () => {
    const { payload: claims } = parseCompactJws(
      `${header}.${encoded('{"__proto__":{"sub":"admin"}}')}.${signature}`,
    );
    expect(claims['sub']).toBeUndefined();
  });

  it.each([
    ['unused bits in the signature', `${header}.${payload}.AAB`],
    ['unused bits in the payload', `${header}.${encoded('{"a":1}').slice(0, -1)}R.${signature}`],
    ['unused bits in the header', `${encoded('{"a":1}').slice(0, -1)}R.${payload}.${signature}`],
    ['padding', `${header}.${payload}.${signature}=`],
    ['padding in the header', `${header}=.${payload}.${signature}`],
    ['the plain base64 alphabet', `${header}.${payload}.ab+/`],
    ['a space in the signature', `${header}.${payload}.A AA`],
    ['a line end in the payload', `${header}.${payload}\n.${signature}`],
    ['a percent sign', `${header}.${payload}.%41AA`],
    ['one character too many', `${header}.${payload}.AAAAA`],
    ['a byte order mark before the payload', `${header}.${encoded('\ufeff{}')}.${signature}`],
    ['an empty header', `.${payload}.${signature}`],
    ['an empty payload', `${header}..${signature}`],
    ['an array for a payload', `${header}.${encoded([])}.${signature}`],
    ['null for a payload', `${header}.${encoded(null)}.${signature}`],
    ['a number for a header', `${encoded(1)}.${payload}.${signature}`],
    ['a string for a payload', `${header}.${encoded('"sub"')}.${signature}`],
    ['a token within the token', `${header}.${encoded(`${header}.${payload}.x`)}.${signature}`],
    ['JSON with a comment', `${header}.${encoded('{}//')}.${signature}`],
    ['nothing', ''],
    ['dots alone', '..'],
    ['two parts', `${header}.${payload}`],
    ['four parts', `${header}.${payload}.${signature}.`],
    ['six parts', `${header}.${payload}.${signature}.a.b.c`],
    ['five parts without a header', '....'],
    ['a word', 'undefined'],
  ])('T17: refuses %s as malformed', (_case, token) => {
    expect(reasonOf(token)).toBe('TOKEN_MALFORMED');
  });

  it.each([
    ['one random string', 'Zm9vYmFyYmF6cXV4Zm9vYmFyYmF6cXV4', 'TOKEN_OPAQUE'],
    [
      "the five parts of a token for Auth0's /userinfo",
      `${encoded({ alg: 'dir', enc: 'A256GCM', iss: 'https://t/' })}..aaaa.bbbb.cccc`,
      'TOKEN_OPAQUE',
    ],
    [
      'five parts encrypted to a key',
      `${encoded({ alg: 'RSA-OAEP-256', enc: 'A256GCM' })}.aaaa.bbbb.cccc.dddd`,
      'TOKEN_ENCRYPTED',
    ],
  ])('knows %s', (_case, token, reason) => {
    expect(reasonOf(token)).toBe(reason);
  });

  it('takes deep nesting in its stride', () => {
    const deep = `${'['.repeat(5000)}${']'.repeat(5000)}`;
    const token = `${header}.${encoded(`{"deep":${deep}}`)}.${signature}`;
    expect(parseCompactJws(token).payload).toHaveProperty('deep');
  });

  it('T17: takes of all spellings of a signature the one that encoding gives', () => {
    const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_';
    for (const start of ['', '_', 'Ab', 'x-9', 'AAAA', 'AAAAA', 'AAAAAA']) {
      for (const last of alphabet) {
        const spelling = start + last;
        const isCanonical = Buffer.from(spelling, 'base64url').toString('base64url') === spelling;
        const isTaken = reasonOf(`${header}.${payload}.${spelling}`) !== 'TOKEN_MALFORMED';
        expect([spelling, isTaken]).toEqual([spelling, isCanonical]);
      }
    }
  });
});
