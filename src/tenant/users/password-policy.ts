import type { Connection } from '../settings.ts';

/** A level of `options.passwordPolicy`. */
export type PasswordPolicy = Connection['options']['passwordPolicy'];

/** One part of a compound rule, checked against a password. */
export interface PasswordRuleItem {
  message: string;
  code: string;
  verified: boolean;
}

/** A rule checked against a password. `message` is a template; `format` fills it in. */
export interface PasswordRule extends PasswordRuleItem {
  format?: (number | string)[];
  items?: PasswordRuleItem[];
}

interface CharacterClass {
  message: string;
  code: string;
  pattern: RegExp;
}

const lowerCase = { message: 'lower case letters (a-z)', code: 'lowerCase', pattern: /[a-z]/ };
const upperCase = { message: 'upper case letters (A-Z)', code: 'upperCase', pattern: /[A-Z]/ };
const numbers = { message: 'numbers (i.e. 0-9)', code: 'numbers', pattern: /[0-9]/ };
const specialCharacters = {
  message: 'special characters (e.g. !@#$%^&*)',
  code: 'specialCharacters',
  pattern: /[ !"#$%&'()*+,\-./:;<=>?@[\\\]^_`{|}~]/,
};

/**
 * Checks a password against every rule of a policy.
 *
 * @see https://auth0.com/docs/authenticate/database-connections/password-options
 */
export function passwordRules(policy: PasswordPolicy, password: string): PasswordRule[] {
  switch (policy) {
    case 'none':
      return [nonEmpty(password)];
    case 'low':
      return [lengthAtLeast(6, password)];
    case 'fair':
      return [lengthAtLeast(8, password), shouldContain(password)];
    case 'good':
      return [lengthAtLeast(8, password), containsAtLeast(password)];
    case 'excellent':
      return [lengthAtLeast(10, password), containsAtLeast(password), identicalChars(password)];
  }
}

/** The rules in words, a line each, as the `policy` member of Auth0's error has them. */
export function policyText(rules: PasswordRule[]): string {
  return rules.flatMap((rule) => [`* ${ruleText(rule)}`, ...itemTexts(rule)]).join('\n');
}

function ruleText({ message, format = [] }: PasswordRule): string {
  const values = format.values();
  return message.replaceAll(/%[ds]/g, () => String(values.next().value));
}

function itemTexts({ items = [] }: PasswordRule): string[] {
  return items.map(({ message }) => ` * ${message}`);
}

function nonEmpty(password: string): PasswordRule {
  return {
    message: 'Non-empty password required',
    code: 'nonEmpty',
    verified: password.length > 0,
  };
}

function lengthAtLeast(length: number, password: string): PasswordRule {
  return {
    message: 'At least %d characters in length',
    format: [length],
    code: 'lengthAtLeast',
    verified: password.length >= length,
  };
}

function shouldContain(password: string): PasswordRule {
  const items = checkedClasses([lowerCase, upperCase, numbers], password);
  return {
    message: 'Should contain:',
    code: 'shouldContain',
    items,
    verified: items.every(({ verified }) => verified),
  };
}

function containsAtLeast(password: string): PasswordRule {
  const items = checkedClasses([lowerCase, upperCase, numbers, specialCharacters], password);
  return {
    message: 'Contain at least %d of the following %d types of characters:',
    code: 'containsAtLeast',
    format: [3, 4],
    items,
    verified: items.filter(({ verified }) => verified).length >= 3,
  };
}

function identicalChars(password: string): PasswordRule {
  return {
    message: 'No more than %d identical characters in a row (e.g., "%s" not allowed)',
    code: 'identicalChars',
    format: [2, 'aaa'],
    verified: !/(.)\1\1/su.test(password),
  };
}

function checkedClasses(classes: CharacterClass[], password: string): PasswordRuleItem[] {
  return classes.map(({ message, code, pattern }) => ({
    message,
    code,
    verified: pattern.test(password),
  }));
}
