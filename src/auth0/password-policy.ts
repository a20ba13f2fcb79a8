import type { PasswordPolicyRule, PasswordRule } from '../identity/outcomes.ts';
import type { ConnectionOptions } from './connection-options.ts';
import { wordRule } from './password-rules.ts';

/**
 * A rule of a password policy. `isMet` is undefined for a rule that only Auth0 can check, such as the dictionary or the history.
 */
export interface PolicyRule {
  code: string;
  numbers: number[];
  items: CharacterType[];
  isMet?: (password: string) => boolean;
}

interface CharacterType {
  code: string;
  pattern: RegExp;
}

const lowerCase = { code: 'lowerCase', pattern: /[a-z]/ };
const upperCase = { code: 'upperCase', pattern: /[A-Z]/ };
const digits = { code: 'numbers', pattern: /[0-9]/ };
const special = { code: 'specialCharacters', pattern: /[ !-/:-@[-`{-~]/ };
const allTypes = [lowerCase, upperCase, digits, special];

/** Character types by their name in `password_options.complexity`. */
const typeNamed: Record<string, CharacterType> = {
  lowercase: lowerCase,
  uppercase: upperCase,
  number: digits,
  special,
};

/** Minimum length by the level of the policy, for a connection that sets none. */
const builtInLength = { none: 1, low: 6, fair: 8, good: 8, excellent: 10 };

/**
 * Lists the rules of a connection's password policy. Returns undefined if the policy is not known.
 *
 * @see https://auth0.com/docs/authenticate/database-connections/password-options
 * @see https://auth0.com/docs/authenticate/database-connections/flexible-password-policy
 */
export function listPolicyRules(options: ConnectionOptions): PolicyRule[] | undefined {
  if (options.password_options?.complexity) return listFlexibleRules(options.password_options);
  const { passwordPolicy } = options;
  if (!passwordPolicy) return undefined;
  const length = options.password_complexity_options?.min_length ?? builtInLength[passwordPolicy];
  return [
    passwordPolicy === 'none' && length <= 1 ? nonEmpty : lengthAtLeast(length),
    ...(passwordPolicy === 'fair' ? [shouldContain([lowerCase, upperCase, digits])] : []),
    ...(passwordPolicy === 'good' || passwordPolicy === 'excellent'
      ? [containsAtLeast(3, allTypes)]
      : []),
    ...(passwordPolicy === 'excellent' ? [identicalChars] : []),
    ...(options.password_dictionary?.enable ? [onlyAuth0Knows('dictionary')] : []),
    ...(options.password_no_personal_info?.enable ? [onlyAuth0Knows('noUserInfo')] : []),
    ...(options.password_history?.enable ? [onlyAuth0Knows('history')] : []),
  ];
}

function listFlexibleRules({
  complexity = {},
  dictionary,
  profile_data,
  history,
}: NonNullable<ConnectionOptions['password_options']>): PolicyRule[] {
  const types = (complexity.character_types ?? []).flatMap((name) => typeNamed[name] ?? []);
  return [
    lengthAtLeast(complexity.min_length ?? 15),
    ...(complexity.max_length_exceeded === 'truncate' ? [] : [lengthAtMost]),
    ...((complexity.character_type_rule ?? 'all') !== 'all'
      ? [containsAtLeast(3, allTypes)]
      : types.length > 0
        ? [shouldContain(types)]
        : []),
    ...(complexity.identical_characters === 'block' ? [identicalChars] : []),
    ...(complexity.sequential_characters === 'block' ? [sequentialChars] : []),
    ...(dictionary?.active ? [onlyAuth0Knows('dictionary')] : []),
    ...(profile_data?.active ? [onlyAuth0Knows('noUserInfo')] : []),
    ...(history?.active ? [onlyAuth0Knows('history')] : []),
  ];
}

/** Returns the rules with their texts. */
export function describeRules(rules: PolicyRule[]): PasswordPolicyRule[] {
  return rules.map(describeRule);
}

/**
 * Checks a refused password against the rules. The result contains rules that only Auth0 can check only if the refusal names
 * them.
 *
 * @param named - code of the rule that Auth0's refusal names. Undefined if it names none
 */
export function checkRules(rules: PolicyRule[], password: string, named?: string): PasswordRule[] {
  const judged = rules.filter(({ code, isMet }) => isMet !== undefined || code === named);
  const checked = judged.map((rule) => ({
    ...describeRule(rule),
    met: rule.isMet?.(password) ?? false,
    items: rule.items.map((item) => ({ ...wordItem(item), met: item.pattern.test(password) })),
  }));
  if (named === undefined || rules.some(({ code }) => code === named)) return checked;
  return [...checked, { ...wordRule(named, []), met: false }];
}

function describeRule({ code, numbers, items }: PolicyRule): PasswordPolicyRule {
  return { ...wordRule(code, numbers), items: items.map(wordItem) };
}

function wordItem({ code }: CharacterType) {
  return { code, message: wordRule(code, []).message };
}

const nonEmpty: PolicyRule = {
  code: 'nonEmpty',
  numbers: [],
  items: [],
  isMet: (password) => password.length > 0,
};

/** Creates the rule of a minimum length. Auth0 counts UTF-16 code units, like JavaScript. */
const lengthAtLeast = (length: number): PolicyRule => ({
  code: 'lengthAtLeast',
  numbers: [length],
  items: [],
  isMet: (password) => password.length >= length,
});

const shouldContain = (items: CharacterType[]): PolicyRule => ({
  code: 'shouldContain',
  numbers: [],
  items,
  isMet: (password) => items.every(({ pattern }) => pattern.test(password)),
});

/** Maximum length of a password (bytes), which is the limit of Auth0's hashing. */
const maxBytes = 72;

const lengthAtMost: PolicyRule = {
  code: 'lengthAtMost',
  numbers: [maxBytes],
  items: [],
  isMet: (password) => Buffer.byteLength(password) <= maxBytes,
};

const containsAtLeast = (count: number, items: CharacterType[]): PolicyRule => ({
  code: 'containsAtLeast',
  numbers: [count, items.length],
  items,
  isMet: (password) => items.filter(({ pattern }) => pattern.test(password)).length >= count,
});

const identicalChars: PolicyRule = {
  code: 'identicalChars',
  numbers: [2],
  items: [],
  isMet: (password) => !/(.)\1\1/su.test(password),
};

const sequentialChars: PolicyRule = {
  code: 'sequentialChars',
  numbers: [2],
  items: [],
  isMet: (password) => !hasSequence(password),
};

/** Whether a password has three characters in a row whose codes rise or fall by one, such as `abc` or `321`. */
function hasSequence(password: string): boolean {
  const codes = Array.from(password, (character) => character.codePointAt(0) ?? 0);
  return codes.some((code, index) => {
    const [next, last] = [codes[index + 1], codes[index + 2]];
    if (next === undefined || last === undefined) return false;
    return Math.abs(next - code) === 1 && last - next === next - code;
  });
}

const onlyAuth0Knows = (code: string): PolicyRule => ({ code, numbers: [], items: [] });
