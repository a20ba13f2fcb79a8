import type { RefusalOf } from '../identity/outcomes.ts';

/** Text fields of all inputs. An undefined field was not sent. */
interface Input {
  id?: string | undefined;
  email?: string | undefined;
  username?: string | undefined;
  name?: string | undefined;
  givenName?: string | undefined;
  familyName?: string | undefined;
  nickname?: string | undefined;
  picture?: string | undefined;
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

/** Maximum number of characters of each field. The maximum is more than any provider accepts, and cheap to check. */
const limits: Record<Field, number> = {
  id: 200,
  email: 254,
  username: 320,
  name: 300,
  givenName: 150,
  familyName: 150,
  nickname: 300,
  picture: 2048,
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

/** Pattern of each field, and the message for a value that does not match. */
const shapes: Partial<Record<Field, [shape: RegExp, message: string]>> = {
  email: [/^[^\s@]+@[^\s@]+$/, 'This is not an e-mail address.'],
  // Pages load this URL as an image, so other schemes are refused.
  picture: [/^https:\/\/[^\s/]+(\/\S*)?$/, 'This is not an https:// URL.'],
  code: [/^[0-9]{4,10}$/, 'This is not a code: it has digits alone.'],
  recoveryCode: [/^[0-9A-Za-z-]+$/, 'This is not a recovery code.'],
  factorId: [/[^.]/, 'This is not the id of a factor.'],
  phoneNumber: [/^\+[0-9]{1,15}$/, 'This is not a phone number such as +4930901820.'],
};

/** Fields that identify an account. */
const accountFields = new Set<Field>(['email', 'username']);
/** Fields that hold a name for display. They may be in any script and contain emoji. */
const displayFields = new Set<Field>(['name', 'givenName', 'familyName', 'nickname']);

const isPassword = (field: Field): boolean => /password$/i.test(field);

/**
 * Finds the first fault of an input, before the gateway calls the provider. The message does not repeat the value.
 *
 * @returns undefined if the input has no fault
 */
export function findInputFault(input: Input): RefusalOf<'InvalidInput'> | undefined {
  for (const [field, value] of Object.entries(input) as [Field, string | undefined][]) {
    const message = value === undefined ? undefined : describeFault(field, value);
    if (message) return { kind: 'InvalidInput', field, message };
  }
  return undefined;
}

/** Removes the spaces from a code, because apps and mails show codes in groups such as `123 456`. */
export function withoutSpaces<Code extends string | undefined>(code: Code): Code | string {
  return code === undefined ? code : code.replaceAll(/\s/g, '');
}

/**
 * Finds the realm that an input names. If there is only one realm, the input need not name it.
 *
 * @param realms - names of all realms
 * @returns the name of the realm, or the refusal of a missing or unknown realm
 */
export function findRealm(
  named: string | null | undefined,
  realms: readonly string[],
): string | RefusalOf<'InvalidInput'> {
  const [only, ...others] = realms;
  if (named == null && only !== undefined && others.length === 0) return only;
  if (named != null && realms.includes(named)) return named;
  const message = named == null ? 'Name a realm.' : 'There is no such realm.';
  return { kind: 'InvalidInput', field: 'realm', message };
}

function describeFault(field: Field, value: string): string | undefined {
  if (value === '') return 'This is empty.';
  const limit = limits[field === 'username' && value.includes('@') ? 'email' : field];
  if (Array.from(value).length > limit) return `This is longer than ${limit} characters.`;
  // A lone surrogate has no UTF-8 form, so the provider would receive a password that the user did not type.
  if (/\p{Cs}/u.test(value)) return 'This is not well-formed Unicode.';
  const visible = displayFields.has(field) ? value.replaceAll(joiners, '') : value;
  if (!isPassword(field) && invisible.test(visible)) {
    return 'This contains control characters.';
  }
  if (accountFields.has(field)) {
    if (value.trim() === '') return 'This is empty.';
    if (value !== value.trimStart()) return 'This begins with a space.';
    if (value !== value.trimEnd()) return 'This ends with a space.';
    if (looksLikeAnother(value)) return 'This contains letters that look like other letters.';
  }
  const [shape, message] = shapes[field] ?? [];
  return shape?.test(value) === false ? message : undefined;
}

/** Invisible characters that join letters (as in Persian or Hindi) and the parts of an emoji. */
const joiners = /\p{Join_Control}|\ufe0f/gu;
const invisible = /[\p{Cc}\p{Cf}\p{Co}\p{Zl}\p{Zp}\p{Default_Ignorable_Code_Point}]/u;

/** Characters that are allowed beside any alphabet: non-letters, and letters of scripts that do not resemble an alphabet. */
const companions = /[\p{sc=Han}\p{sc=Hiragana}\p{sc=Katakana}\p{sc=Bopomofo}\p{sc=Hangul}\P{L}]/gu;
const alphabets = [/^\p{sc=Latin}*$/u, /^\p{sc=Cyrillic}*$/u, /^\p{sc=Greek}*$/u];

/**
 * Whether a name may be confused with another one. That is the case if it contains compatibility letters (full-width letters,
 * ligatures), or mixes alphabets with similar letters (UTS 39 §5.1, for the whole address). Similar letters within one alphabet
 * are left to the provider.
 */
function looksLikeAnother(name: string): boolean {
  if (name.normalize('NFKC') !== name.normalize('NFC')) return true;
  const letters = name.replaceAll(companions, '');
  return hasAlphabet(letters) && !alphabets.some((alphabet) => alphabet.test(letters));
}

const hasAlphabet = (letters: string) => /[\p{sc=Latin}\p{sc=Cyrillic}\p{sc=Greek}]/u.test(letters);
