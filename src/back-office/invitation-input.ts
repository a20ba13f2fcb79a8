import type { RefusalOf } from '../identity/outcomes.ts';
import { isMailAddress } from '../mail/is-mail-address.ts';
import { findInputFault } from '../sessions/input.ts';

/** Input of an invitation. */
export interface InviteInput {
  email: string;
  name?: string;
  realm?: string;
  /** Names of roles. Default: none. */
  roles?: readonly string[];
  note?: string;
  /** Language of the mail (BCP 47). */
  locale?: string;
  /** Lifetime of the link, in seconds. Default: 7 days. */
  expiresIn?: number;
}

const day = 24 * 60 * 60;

/** Lifetimes of a link, in seconds. */
export const lifetimes = { default: 7 * day, shortest: 5 * 60, longest: 30 * day };

/** Maximum number of roles of an invitation. Each is a call to the identity provider at each check. */
export const maxRoles = 10;

/** Maximum number of characters of a note. */
const maxNote = 200;

type Fault = RefusalOf<'InvalidInput'>;

const fault = (field: string, message: string): Fault => ({ kind: 'InvalidInput', field, message });

/**
 * Finds the first fault of an invitation, before the identity provider is called. The message does not repeat the value.
 *
 * @returns undefined if the input has no fault
 */
export function findInviteFault(input: InviteInput): Fault | undefined {
  const { email, name, roles = [], note, locale, expiresIn } = input;
  return (
    findInputFault({ email, ...(name !== undefined && { name }) }) ??
    (!isMailAddress(email) ? fault('email', 'This is not an e-mail address.') : undefined) ??
    findMarkup('name', name) ??
    findRolesFault(roles) ??
    findNoteFault(note) ??
    (locale !== undefined && !isLanguage(locale)
      ? fault('locale', 'This is not a language tag such as de or en-GB.')
      : undefined) ??
    findLifetimeFault(expiresIn)
  );
}

/** Finds a lifetime that is too short or too long. */
export function findLifetimeFault(expiresIn: number | undefined): Fault | undefined {
  const { shortest, longest } = lifetimes;
  if (expiresIn === undefined || (expiresIn >= shortest && expiresIn <= longest)) return undefined;
  return fault('expiresIn', `This must be from ${shortest} to ${longest} seconds.`);
}

/** Finds an id that cannot be that of an invited user, who is in a database connection. */
export function findIdFault(id: string): Fault | undefined {
  return /^auth0\|[\w|.-]{1,190}$/.test(id)
    ? undefined
    : fault('id', 'There is no such invitation.');
}

function findRolesFault(roles: readonly string[]): Fault | undefined {
  if (roles.length > maxRoles) return fault('roles', `There are more than ${maxRoles} roles.`);
  const isName = (role: string) => /^[^\p{C}]{1,100}$/u.test(role);
  return roles.every(isName) ? undefined : fault('roles', 'One of them is not the name of a role.');
}

function findNoteFault(note: string | undefined): Fault | undefined {
  if (note === undefined) return undefined;
  if (note.trim() === '') return fault('note', 'This is empty.');
  if (Array.from(note).length > maxNote)
    return fault('note', `This is longer than ${maxNote} characters.`);
  if (/[\p{Cc}\p{Cs}\p{Co}\p{Zl}\p{Zp}\p{Bidi_Control}]/u.test(note))
    return fault('note', 'This contains control characters.');
  return findMarkup('note', note);
}

/** Finds markup and links. The mail has one link, and the words beside it must not lead anywhere else. */
function findMarkup(field: string, text = ''): Fault | undefined {
  if (/[<>]|\{\{/.test(text)) return fault(field, 'This contains markup: write plain text.');
  return /:\/\/|\bwww\./i.test(text)
    ? fault(field, 'This contains a link: write plain text.')
    : undefined;
}

function isLanguage(tag: string): boolean {
  try {
    return tag.length <= 35 && Intl.getCanonicalLocales(tag).length === 1;
  } catch {
    return false;
  }
}
