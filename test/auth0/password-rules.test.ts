import { describe, expect, it } from '@jest/globals';
import { toPasswordRules } from '../../src/auth0/password-rules.ts';

const classes = (verified: boolean) => [
  { message: 'lower case letters (a-z)', code: 'lowerCase', verified: true },
  { message: 'upper case letters (A-Z)', code: 'upperCase', verified },
  { message: 'numbers (i.e. 0-9)', code: 'numbers', verified },
  { message: 'special characters (e.g. !@#$%^&*)', code: 'specialCharacters', verified: false },
];

const itemsInOurWords = (met: boolean) => [
  { code: 'lowerCase', message: 'Lower-case letters (a-z)', met: true },
  { code: 'upperCase', message: 'Upper-case letters (A-Z)', met },
  { code: 'numbers', message: 'Digits (0-9)', met },
  { code: 'specialCharacters', message: 'Special characters (such as !@#$%^&*)', met: false },
];

function rulesOf(rules: unknown): unknown {
  return toPasswordRules('PasswordStrengthError', {
    name: 'PasswordStrengthError',
    message: 'Password is too weak',
    code: 'invalid_password',
    description: { rules, verified: false },
    policy: '* At least 8 characters in length',
    statusCode: 400,
  });
}

describe('each rule of contract 11.1 is told in our own words', () => {
  it.each([
    [
      { message: 'Non-empty password required', code: 'nonEmpty', verified: true },
      { code: 'nonEmpty', message: 'Not empty', numbers: [], met: true, items: [] },
    ],
    [
      {
        message: 'At least %d characters in length',
        format: [8],
        code: 'lengthAtLeast',
        verified: false,
      },
      {
        code: 'lengthAtLeast',
        message: 'At least 8 characters',
        numbers: [8],
        met: false,
        items: [],
      },
    ],
    [
      {
        message: 'Contain at least %d of the following %d types of characters:',
        format: [3, 4],
        code: 'containsAtLeast',
        items: classes(true),
        verified: true,
      },
      {
        code: 'containsAtLeast',
        message: 'At least 3 of these 4 kinds of character',
        numbers: [3, 4],
        met: true,
        items: itemsInOurWords(true),
      },
    ],
    [
      {
        message: 'Should contain:',
        code: 'shouldContain',
        items: classes(false),
        verified: false,
      },
      {
        code: 'shouldContain',
        message: 'Each of these kinds of character',
        numbers: [],
        met: false,
        items: itemsInOurWords(false),
      },
    ],
    [
      {
        message: 'No more than %d identical characters in a row (e.g., "%s" not allowed)',
        format: [2, 'aaa'],
        code: 'identicalChars',
        verified: true,
      },
      {
        code: 'identicalChars',
        message: 'No more than 2 identical characters in a row',
        numbers: [2],
        met: true,
        items: [],
      },
    ],
    [
      { message: 'x', format: [3], code: 'sequentialChars', verified: false },
      {
        code: 'sequentialChars',
        message: 'No more than 3 characters in sequence',
        numbers: [3],
        met: false,
        items: [],
      },
    ],
    [
      { message: 'A rule of 2027', code: 'quantumSafe', verified: false },
      {
        code: 'quantumSafe',
        message: 'Another rule of the password policy',
        numbers: [],
        met: false,
        items: [],
      },
    ],
  ])('$code', (rule, inOurWords) => {
    expect(rulesOf([rule])).toEqual([inOurWords]);
  });

  it.each([
    ['PasswordDictionaryError', 'dictionary', 'Not a common password'],
    ['PasswordNoUserInfoError', 'noUserInfo', 'No part of your name or e-mail address'],
    ['PasswordHistoryError', 'history', 'Not one of your previous passwords'],
  ])('%s is one rule, not met', (name, code, message) => {
    expect(toPasswordRules(name, { name, code: 'invalid_password', description: 'x' })).toEqual([
      { code, message, numbers: [], met: false, items: [] },
    ]);
  });
});

describe('what cannot be read', () => {
  const length = { code: 'lengthAtLeast', format: [8], verified: false };
  const lengthInOurWords = {
    code: 'lengthAtLeast',
    message: 'At least 8 characters',
    numbers: [8],
    met: false,
    items: [],
  };

  it.each([
    ['null', null],
    ['a number', 7],
    ['a text', 'At least 8 characters'],
    ['a list', []],
    ['without code', { verified: true }],
    ['with a sentence for a code', { code: 'At least 8 characters', verified: false }],
    ['with a code of any length', { code: 'x'.repeat(41), verified: false }],
  ])('%s does not hide the rule beside it', (_what, odd) => {
    expect(rulesOf([odd, length])).toEqual([lengthInOurWords]);
  });

  it.each([
    ['verified', { ...length, verified: 'yes' }],
    ['items', { ...length, items: { lowerCase: true } }],
    ['one of the items', { ...length, items: [null] }],
  ])('%s of another type counts as absent', (_what, rule) => {
    expect(rulesOf([rule])).toEqual([lengthInOurWords]);
  });

  it('numbers that are missing are some', () => {
    expect(rulesOf([{ code: 'lengthAtLeast', verified: false }])).toMatchObject([
      { message: 'At least some characters' },
    ]);
  });

  it.each(['constructor', '__proto__', 'toString'])('the code %s is no rule of ours', (code) => {
    expect(rulesOf([{ code, verified: false }])).toMatchObject([
      { code, message: 'Another rule of the password policy' },
    ]);
  });

  it.each([
    ['no body', undefined],
    ['a text', 'Password is too weak'],
    ['a description in words', { description: 'Password is too weak' }],
    ['rules that are no list', { description: { rules: {} } }],
  ])('%s has no rules', (_what, body) => {
    expect(toPasswordRules('PasswordStrengthError', body)).toEqual([]);
  });
});
