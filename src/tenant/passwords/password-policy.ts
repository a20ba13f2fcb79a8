import type { Connection } from '../settings/settings.ts';

/** Result of checking a password against one part of a compound rule. */
export interface PasswordRuleItem {
  message: string;
  code: string;
  verified: boolean;
}

/** Result of checking a password against a rule. `message` is a template, and `format` has the values for it. */
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

const classNamed = {
  lowercase: lowerCase,
  uppercase: upperCase,
  number: numbers,
  special: specialCharacters,
};

/** The options of a connection that set the strength of its passwords. */
export type PasswordPolicy = Pick<
  Connection['options'],
  'passwordPolicy' | 'password_complexity_options' | 'password_options'
>;

/**
 * Checks a password against all rules of a policy.
 *
 * @see https://auth0.com/docs/authenticate/database-connections/password-options
 */
export function passwordRules(
  { passwordPolicy, password_complexity_options, password_options }: PasswordPolicy,
  password: string,
): PasswordRule[] {
  if (password_options) return flexibleRules(password_options.complexity, password);
  const { min_length } = password_complexity_options;
  const length = (builtIn: number): PasswordRule => lengthAtLeast(min_length ?? builtIn, password);
  switch (passwordPolicy) {
    case 'none':
      return [min_length === undefined ? nonEmpty(password) : length(1)];
    case 'low':
      return [length(6)];
    case 'fair':
      return [length(8), shouldContain([lowerCase, upperCase, numbers], password)];
    case 'good':
      return [length(8), containsAtLeast(password)];
    case 'excellent':
      return [length(10), containsAtLeast(password), identicalChars(password)];
  }
}

/**
 * Checks a password against the policy of a newer tenant. Whether a newer tenant answers in the same form as an older one is not
 * confirmed.
 *
 * @see https://auth0.com/docs/authenticate/database-connections/flexible-password-policy
 */
function flexibleRules(
  complexity: NonNullable<PasswordPolicy['password_options']>['complexity'],
  password: string,
): PasswordRule[] {
  const classes = complexity.character_types.map((name) => classNamed[name]);
  return [
    lengthAtLeast(complexity.min_length, password),
    ...(complexity.max_length_exceeded === 'error' ? [lengthAtMost(password)] : []),
    ...(complexity.character_type_rule === 'three_of_four' ? [containsAtLeast(password)] : []),
    ...(complexity.character_type_rule === 'all' && classes.length > 0
      ? [shouldContain(classes, password)]
      : []),
    ...(complexity.identical_characters === 'block' ? [identicalChars(password)] : []),
    ...(complexity.sequential_characters === 'block' ? [sequentialChars(password)] : []),
  ];
}

/** Lists the rules in words, one line each, in the form of the member `policy` in Auth0's error. */
export function policyText(rules: PasswordRule[]): string {
  return rules.flatMap((rule) => [`* ${ruleText(rule)}`, ...itemTexts(rule)]).join('\n');
}

/** Returns the text of a rule, with its numbers filled in. */
export function ruleText({ message, format = [] }: PasswordRule): string {
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

/** Maximum length of a password in bytes. Auth0's hashing accepts no more. */
const maxBytes = 72;

function lengthAtMost(password: string): PasswordRule {
  return {
    message: 'At most %d bytes in length',
    format: [maxBytes],
    code: 'lengthAtMost',
    verified: Buffer.byteLength(password) <= maxBytes,
  };
}

function shouldContain(classes: CharacterClass[], password: string): PasswordRule {
  const items = checkClasses(classes, password);
  return {
    message: 'Should contain:',
    code: 'shouldContain',
    items,
    verified: items.every(({ verified }) => verified),
  };
}

function containsAtLeast(password: string): PasswordRule {
  const items = checkClasses([lowerCase, upperCase, numbers, specialCharacters], password);
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

function sequentialChars(password: string): PasswordRule {
  return {
    message: 'No more than %d characters in sequence (e.g., "%s" not allowed)',
    format: [2, 'abc'],
    code: 'sequentialChars',
    verified: !hasSequence(password),
  };
}

/** Tells whether a password has three characters in a row whose codes rise or fall by one, such as `abc` or `321`. */
function hasSequence(password: string): boolean {
  const codes = Array.from(password, (character) => character.codePointAt(0) ?? 0);
  return codes.some((code, index) => {
    const [second = NaN, third = NaN] = codes.slice(index + 1, index + 3);
    return Math.abs(second - code) === 1 && third - second === second - code;
  });
}

function checkClasses(classes: CharacterClass[], password: string): PasswordRuleItem[] {
  return classes.map(({ message, code, pattern }) => ({
    message,
    code,
    verified: pattern.test(password),
  }));
}
