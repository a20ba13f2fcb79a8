import { describe, expect, it } from '@jest/globals';
import { passwordRules, policyText } from '../../../src/tenant/passwords/password-policy.ts';
import { connectionSchema } from '../../../src/tenant/settings/connections.ts';

/** Makes the options of a connection. Missing options get their defaults. */
const policy = (options: object) => connectionSchema.parse({ name: 'db', options }).options;
const level = (passwordPolicy: string) => policy({ passwordPolicy });
const broken = (options: object, password: string) =>
  passwordRules(policy(options), password)
    .filter(({ verified }) => !verified)
    .map(({ code }) => code);

describe('contract 11.1: password policies', () => {
  it.each<[string, string, string[]]>([
    ['none', '', ['nonEmpty']],
    ['none', 'x', []],
    ['low', '12345', ['lengthAtLeast']],
    ['low', '123456', []],
    ['fair', 'abcdefgh', ['shouldContain']],
    ['fair', 'abcDEF12', []],
    ['good', 'abcDEFgh', ['containsAtLeast']],
    ['good', 'abcdef1!', []],
    ['good', 'aB1', ['lengthAtLeast']],
    ['excellent', 'abcDEF12', ['lengthAtLeast']],
    ['excellent', 'abcDEF111222', ['identicalChars']],
    ['excellent', 'abcDEF1122', []],
  ])('%s: %j breaks %j', (passwordPolicy, password, rules) => {
    expect(broken({ passwordPolicy }, password)).toEqual(rules);
  });

  it('takes another length, whatever the level', () => {
    const options = { passwordPolicy: 'good', password_complexity_options: { min_length: 12 } };
    expect(broken(options, 'abcDEF12')).toEqual(['lengthAtLeast']);
    expect(broken(options, 'abcDEF123456')).toEqual([]);
  });

  it.each<[object, string, string[]]>([
    [{}, 'fourteen chars', ['lengthAtLeast']],
    [{}, 'fifteen charact', []],
    [{}, 'é'.repeat(37), ['lengthAtMost']],
    [{ max_length_exceeded: 'truncate' }, 'é'.repeat(37), []],
    [{ character_types: ['uppercase', 'special'] }, 'fifteen charact', ['shouldContain']],
    [{ character_type_rule: 'three_of_four' }, 'fifteencharacter', ['containsAtLeast']],
    [{ identical_characters: 'block' }, 'fifteeeen charact', ['identicalChars']],
    [{ sequential_characters: 'block' }, 'fifteen 321 charact', ['sequentialChars']],
  ])('contract 13.9: the newer policy %j, %j breaks %j', (complexity, password, rules) => {
    expect(broken({ password_options: { complexity } }, password)).toEqual(rules);
  });

  it('writes the rules in words', () => {
    expect(policyText(passwordRules(level('excellent'), ''))).toBe(
      [
        '* At least 10 characters in length',
        '* Contain at least 3 of the following 4 types of characters:',
        ' * lower case letters (a-z)',
        ' * upper case letters (A-Z)',
        ' * numbers (i.e. 0-9)',
        ' * special characters (e.g. !@#$%^&*)',
        '* No more than 2 identical characters in a row (e.g., "aaa" not allowed)',
      ].join('\n'),
    );
  });
});
