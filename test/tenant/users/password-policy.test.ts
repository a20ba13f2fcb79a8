import { describe, expect, it } from '@jest/globals';
import { passwordRules, policyText } from '../../../src/tenant/users/password-policy.ts';
import type { PasswordPolicy } from '../../../src/tenant/users/password-policy.ts';

describe('contract 11.1: password policies', () => {
  it.each<[PasswordPolicy, string, string[]]>([
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
  ])('%s: %j breaks %j', (policy, password, broken) => {
    const rules = passwordRules(policy, password);
    expect(rules.filter(({ verified }) => !verified).map(({ code }) => code)).toEqual(broken);
  });

  it('writes the rules in words', () => {
    expect(policyText(passwordRules('excellent', ''))).toBe(
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
