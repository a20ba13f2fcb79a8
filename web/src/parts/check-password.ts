import type { Capabilities } from '@gatehouse/client';

/** A rule for a new password, as `capabilities` lists it. */
export type PasswordRule = NonNullable<Capabilities['realms'][number]['passwordRules']>[number];

const kinds: Record<string, RegExp> = {
  lowerCase: /[a-z]/,
  upperCase: /[A-Z]/,
  numbers: /[0-9]/,
  specialCharacters: /[ !"#$%&'()*+,\-./:;<=>?@[\\\]^_`{|}~]/,
};

/**
 * Tells whether a password meets a rule, or a part of a compound rule. Undefined for a rule that the identity provider alone can judge,
 * and for one of a later version.
 */
export function meets(
  { code, numbers = [], items = [] }: Pick<PasswordRule, 'code'> & Partial<PasswordRule>,
  password: string,
): boolean | undefined {
  const [number = 0] = numbers;
  const metItems = () => items.filter((item) => meets(item, password)).length;
  switch (code) {
    case 'nonEmpty':
      return password !== '';
    case 'lengthAtLeast':
      return password.length >= number;
    case 'lengthAtMost':
      return new TextEncoder().encode(password).length <= number;
    case 'containsAtLeast':
      return metItems() >= number;
    case 'shouldContain':
      return metItems() === items.length;
    case 'identicalChars':
      return !new RegExp(`(.)\\1{${number}}`, 'su').test(password);
    case 'sequentialChars':
      return !hasSequence(password, number);
    default:
      return kinds[code]?.test(password);
  }
}

/** Tells whether more than so many characters in a row rise or fall by one, such as `abc` or `321`. */
function hasSequence(password: string, longest: number): boolean {
  const codes = Array.from(password, (character) => character.codePointAt(0) ?? 0);
  const length = (step: number) => {
    let run = 1;
    return Math.max(
      ...codes.map(
        (code, index) => (run = code - (codes[index - 1] ?? NaN) === step ? run + 1 : 1),
      ),
    );
  };
  return length(1) > longest || length(-1) > longest;
}
