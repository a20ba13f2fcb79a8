import { z } from 'zod';
import type { PasswordPolicyRule, PasswordRule } from '../identity/outcomes.ts';
import { flag } from './wire.ts';

const numbers = z.array(z.union([z.number(), z.string()])).catch([]);
const item = z.object({ code: z.string().regex(/^\w{1,40}$/), verified: flag.catch(false) });
const rule = item.extend({ format: numbers, items: z.array(z.unknown()).catch([]) });
const strengthError = z.object({ description: z.object({ rules: z.array(z.unknown()) }) });

/**
 * Texts for Auth0's rule codes. Clients never receive the texts of the tenant itself. Each `%d` stands for one of the rule's
 * numbers.
 */
const words: Record<string, string> = {
  nonEmpty: 'Not empty',
  lengthAtLeast: 'At least %d characters',
  lengthAtMost: 'At most %d bytes; a letter of the English alphabet takes one',
  containsAtLeast: 'At least %d of these %d kinds of character',
  shouldContain: 'Each of these kinds of character',
  identicalChars: 'No more than %d identical characters in a row',
  sequentialChars: 'No more than %d characters in sequence',
  lowerCase: 'Lower-case letters (a-z)',
  upperCase: 'Upper-case letters (A-Z)',
  numbers: 'Digits (0-9)',
  specialCharacters: 'Special characters (such as !@#$%^&*)',
  dictionary: 'Not a common password',
  noUserInfo: 'No part of your name or e-mail address',
  history: 'Not one of your previous passwords',
  breached: 'Not known from a data breach',
};

/** Codes of all rules, and of all parts of compound rules, that have a text in the gateway. */
export const ruleCodes: readonly string[] = Object.keys(words);

/** Codes of rules that have an error of their own at Auth0, by the error's name. */
const ruleOfError: Record<string, string> = {
  PasswordDictionaryError: 'dictionary',
  PasswordNoUserInfoError: 'noUserInfo',
  PasswordHistoryError: 'history',
};

/** Reads the rules in an `invalid_password` answer of `/dbconnections/signup`. Returns none if the answer has no readable rule. */
export function toPasswordRules(name: string, body: unknown): PasswordRule[] {
  const code = findRuleOfError(name);
  if (code !== undefined) return [{ ...wordRule(code, []), met: false }];
  const parsed = strengthError.safeParse(body);
  const rules = parsed.success ? parsed.data.description.rules : [];
  return readable(rule, rules).map(({ code, format, verified, items }) => ({
    ...wordRule(
      code,
      format.filter((value) => typeof value === 'number'),
    ),
    met: verified,
    items: readable(item, items).map((part) => ({
      code: part.code,
      message: wordRule(part.code, []).message,
      met: part.verified,
    })),
  }));
}

/** Finds the rule of an error's name, such as `PasswordHistoryError`. Returns undefined for any other error. */
export function findRuleOfError(error: string): string | undefined {
  return Object.hasOwn(ruleOfError, error) ? ruleOfError[error] : undefined;
}

/** Creates a rule of a password policy that has no sub-rules. Its text is that of `code`, with these numbers in it. */
export function wordRule(code: string, numbers: number[]): PasswordPolicyRule & { items: never[] } {
  const values = numbers.values();
  const text = Object.hasOwn(words, code) ? words[code] : undefined;
  const message = (text ?? 'Another rule of the password policy').replaceAll('%d', () =>
    String(values.next().value ?? 'some'),
  );
  return { code, message, numbers, items: [] };
}

/** Selects the members that have the expected shape, so that one unexpected rule does not hide the others. */
function readable<Shape extends z.ZodType>(shape: Shape, members: unknown[]): z.output<Shape>[] {
  return members.flatMap((member) => shape.safeParse(member).data ?? []);
}
