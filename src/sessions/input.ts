import type { RefusalOf } from '../identity/outcomes.ts';

/** What a person can type, and what a program hands back to us. */
interface Input {
  email?: string | undefined;
  username?: string | undefined;
  password?: string | undefined;
  currentPassword?: string | undefined;
  newPassword?: string | undefined;
  code?: string | undefined;
  recoveryCode?: string | undefined;
  phoneNumber?: string | undefined;
  factorId?: string | undefined;
  refreshToken?: string | undefined;
  mfaToken?: string | undefined;
  verificationToken?: string | undefined;
}

type Field = keyof Input;

/** Characters at most; far above what any provider takes, far below what costs anything. */
const limits: Record<Field, number> = {
  email: 254,
  username: 320,
  password: 1000,
  currentPassword: 1000,
  newPassword: 1000,
  code: 10,
  recoveryCode: 64,
  phoneNumber: 16,
  factorId: 200,
  refreshToken: 4096,
  mfaToken: 16_384,
  verificationToken: 4096,
};

/** What fields must look like besides. */
const shapes: Partial<Record<Field, [shape: RegExp, message: string]>> = {
  email: [/^[^\s@]+@[^\s@]+$/, 'This is not an e-mail address.'],
  code: [/^[0-9]{4,10}$/, 'This is not a code: it has digits alone.'],
  recoveryCode: [/^[0-9A-Za-z-]+$/, 'This is not a recovery code.'],
  factorId: [/[^.]/, 'This is not the id of a factor.'],
  phoneNumber: [/^\+[0-9]{1,15}$/, 'This is not a phone number such as +4930901820.'],
};

const isPassword = (field: Field): boolean => /password$/i.test(field);

/**
 * Looks for what cannot be right in an input, before anything is sent anywhere. Values are never changed, and never repeated
 * in the answer.
 *
 * @param input - fields that are undefined were not given
 * @returns the first fault; undefined when there is none
 */
export function inputFault(input: Input): RefusalOf<'InvalidInput'> | undefined {
  for (const [field, value] of Object.entries(input) as [Field, string | undefined][]) {
    const message = value === undefined ? undefined : faultOf(field, value);
    if (message) return { kind: 'InvalidInput', field, message };
  }
  return undefined;
}

function faultOf(field: Field, value: string): string | undefined {
  if (value === '') return 'This is empty.';
  const limit = limits[field === 'username' && value.includes('@') ? 'email' : field];
  if (Array.from(value).length > limit) return `This is longer than ${limit} characters.`;
  // A lone surrogate has no UTF-8 form: it would arrive as another password than the one typed.
  if (/\p{Cs}/u.test(value)) return 'This is not well-formed Unicode.';
  if (!isPassword(field) && invisible.test(value)) {
    return 'This contains control characters.';
  }
  if ((field === 'email' || field === 'username') && looksLikeAnother(value)) {
    return 'This contains letters that only look like others.';
  }
  const [shape, message] = shapes[field] ?? [];
  return shape?.test(value) === false ? message : undefined;
}

const invisible = /[\p{Cc}\p{Cf}\p{Co}\p{Zl}\p{Zp}\p{Default_Ignorable_Code_Point}]/u;

/** Scripts that are written beside others, and have no letter that looks like one of theirs. */
const companions = /[\p{sc=Han}\p{sc=Hiragana}\p{sc=Katakana}\p{sc=Bopomofo}\p{sc=Hangul}\P{L}]/gu;
const alphabets = [/^\p{sc=Latin}*$/u, /^\p{sc=Cyrillic}*$/u, /^\p{sc=Greek}*$/u];

/**
 * Whether a name has letters that stand for others (full-width ones, ligatures), or mixes alphabets that look alike (UTS 39
 * §5.1, within an address as a whole). What looks alike within one alphabet is for the provider to judge.
 */
function looksLikeAnother(name: string): boolean {
  if (name.normalize('NFKC') !== name.normalize('NFC')) return true;
  const letters = name.replaceAll(companions, '');
  return hasAlphabet(letters) && !alphabets.some((alphabet) => alphabet.test(letters));
}

const hasAlphabet = (letters: string) => /[\p{sc=Latin}\p{sc=Cyrillic}\p{sc=Greek}]/u.test(letters);
