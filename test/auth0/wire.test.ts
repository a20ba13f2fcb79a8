import { describe, expect, it } from '@jest/globals';
import { z } from 'zod';
import { flag, OddMembers, read, WireError } from '../../src/auth0/wire.ts';

const shape = z.object({
  id: z.string(),
  name: z.string().optional(),
  verified: flag.optional(),
  options: z.object({ size: z.int().optional() }).optional(),
  identities: z.array(z.object({ connection: z.string(), social: flag.optional() })).optional(),
});

/** What is read, and the members that are noted. */
function reading(body: unknown): { answer: unknown; noted: string[] } {
  const noted: string[] = [];
  return { answer: read(shape, body, (member) => noted.push(member)), noted };
}

describe('the reading of an answer', () => {
  it.each([
    ['null is absent', { id: '1', name: null, options: null }, { id: '1' }, []],
    ['text is read as a boolean', { id: '1', verified: 'true' }, { id: '1', verified: true }, []],
    ['and so is false', { id: '1', verified: 'false' }, { id: '1', verified: false }, []],
    ['no other text is', { id: '1', verified: 'yes' }, { id: '1' }, ['verified']],
    ['a number is none', { id: '1', verified: 1 }, { id: '1' }, ['verified']],
    [
      'the rest of an answer stands',
      { id: '1', name: 7, verified: [], options: 'x' },
      { id: '1' },
      ['name', 'verified', 'options'],
    ],
    [
      'and so does the rest of a member',
      { id: '1', options: { size: '3', more: 1 } },
      { id: '1', options: {} },
      ['options.size'],
    ],
    [
      'an element of a list that lacks what it must have is left out',
      {
        id: '1',
        identities: [
          { connection: 7 },
          { connection: 'a', social: 0 },
          'b',
          { connection: null },
          {},
          { connection: 'c' },
        ],
      },
      { id: '1', identities: [{ connection: 'a' }, { connection: 'c' }] },
      ['identities.connection', 'identities.social', 'identities'],
    ],
  ])('%s', (_rule, body, answer, noted) => {
    const { answer: got, noted: members } = reading(body);
    expect(got).toEqual(answer);
    expect(new Set(members)).toEqual(new Set(noted));
  });

  it.each([
    [{ name: 'a' }, 'id'],
    [{ id: 7 }, 'id'],
    [{ id: null, name: 7 }, 'id'],
    [[{ id: '1' }], 'the body'],
    ['<html>', 'the body'],
    [null, 'the body'],
    [undefined, 'the body'],
  ])('fails for %j, and names the member', (body, member) => {
    expect(() => reading(body)).toThrow(new WireError(`missing or of another type: ${member}`));
  });

  it('takes no longer for a list of nothing but odd elements', () => {
    const odd = Array.from({ length: 50_000 }, (_, index) => ({ connection: index }));
    expect(reading({ id: '1', identities: odd })).toEqual({
      answer: { id: '1', identities: [] },
      noted: ['identities.connection'],
    });
  });
});

it('the log names an odd member once for each endpoint, and no value', () => {
  const lines: object[] = [];
  const members = new OddMembers({ warn: (details) => lines.push(details) });
  for (const endpoint of ['userinfo', 'oauth/token', 'userinfo']) members.of(endpoint)('email');
  expect(lines).toEqual([
    { endpoint: 'userinfo', member: 'email' },
    { endpoint: 'oauth/token', member: 'email' },
  ]);
});
