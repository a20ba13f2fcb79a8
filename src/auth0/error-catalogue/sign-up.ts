import type { CommonRefusal, SignUpRefusal } from '../../identity/outcomes.ts';
import { toPasswordRules } from '../password-rules.ts';
import { faultOf, type CatalogueEntry } from './entry.ts';
import { limits } from './limits.ts';
import { outages } from './outages.ts';
import { tenantFaults } from './tenant-faults.ts';

/** Refusals of `POST /dbconnections/signup`. */
export const signUp: CatalogueEntry<SignUpRefusal>[] = [
  { code: /^password_leaked$/, refusal: { kind: 'PasswordLeaked' } },
  {
    code: /^invalid_password$/,
    refusal: ({ name, body }) => ({ kind: 'WeakPassword', rules: toPasswordRules(name, body) }),
  },
  { code: /^(user|username)_exists$/, refusal: { kind: 'UserExists' } },
  {
    text: /^public signup is disabled$/,
    refusal: { kind: 'SignUpDisabled' },
    setting: 'signUpDisabled',
  },
  {
    text: /^error in email\b/i,
    refusal: { kind: 'InvalidInput', field: 'email', message: 'This is not an e-mail address.' },
  },
  {
    code: /^missing username .*requires_username/,
    refusal: { kind: 'InvalidInput', field: 'username', message: 'A username is required.' },
  },
  {
    text: /^error in username\b/i,
    refusal: {
      kind: 'InvalidInput',
      field: 'username',
      message: 'This username is not allowed.',
    },
  },
  ...(['given_name', 'family_name', 'name', 'nickname', 'picture', 'user_metadata'] as const).map(
    (member): CatalogueEntry<SignUpRefusal> => ({
      text: new RegExp(`^error in ${member}\\b`, 'i'),
      refusal: {
        kind: 'InvalidInput',
        field: camelCase(member),
        message: 'The directory of accounts does not accept this.',
      },
    }),
  ),
  ...limits,
  ...tenantFaults,
  { code: /^invalid_signup$/, refusal: { kind: 'SignUpRefused' } },
  // Refusal by a pre-user-registration Action, with a code of its own.
  { status: /^400$/, name: /./, refusal: { kind: 'SignUpRefused' } },
  ...outages,
];

/** Refusals of `POST /dbconnections/change_password`. An unknown e-mail address is not refused. */
export const requestPasswordReset: CatalogueEntry<CommonRefusal>[] = [
  {
    text: /^error in email\b/i,
    refusal: { kind: 'InvalidInput', field: 'username', message: 'This is not an e-mail address.' },
  },
  { code: /^requires_v(erific|alid)ation$/, ...faultOf('botDetectionReset') },
  { text: /disable_self_service_change_password|self[- ]service/i, ...faultOf('passwordReset') },
  ...limits,
  { code: /^connection\b.*not found/i, ...faultOf('connection') },
  ...tenantFaults,
  ...outages,
];

/** Converts the name of a member at Auth0 to a field of the schema: `given_name` becomes `givenName`. */
function camelCase(member: string): string {
  return member.replaceAll(/_(\w)/g, (_all, letter: string) => letter.toUpperCase());
}
