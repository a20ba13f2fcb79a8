import type { CommonRefusal, SignUpRefusal } from '../../identity/outcomes.ts';
import { toPasswordRules } from '../password-rules.ts';
import { faultOf, limits, outages, type Row } from './row.ts';
import { tenantFaults } from './tenant-faults.ts';

/** `/dbconnections/signup`. */
export const signUp: Row<SignUpRefusal>[] = [
  { code: /^password_leaked$/, means: { kind: 'PasswordLeaked' } },
  {
    code: /^invalid_password$/,
    means: ({ name, body }) => ({ kind: 'WeakPassword', rules: toPasswordRules(name, body) }),
  },
  { code: /^(user|username)_exists$/, means: { kind: 'UserExists' } },
  {
    text: /^public signup is disabled$/,
    means: { kind: 'SignUpDisabled' },
    setting: 'signUpDisabled',
  },
  {
    text: /^error in email\b/i,
    means: { kind: 'InvalidInput', field: 'email', message: 'This is not an e-mail address.' },
  },
  {
    code: /^missing username .*requires_username/,
    means: { kind: 'InvalidInput', field: 'username', message: 'A username is needed here.' },
  },
  {
    text: /^error in username\b/i,
    means: { kind: 'InvalidInput', field: 'username', message: 'This cannot be a username here.' },
  },
  ...limits,
  ...tenantFaults,
  { code: /^invalid_signup$/, means: { kind: 'SignUpRefused' } },
  // The envelope of a pre-user-registration Action's refusal, under a code of the Action's own.
  { status: /^400$/, name: /./, means: { kind: 'SignUpRefused' } },
  ...outages,
];

/** `/dbconnections/change_password`, which answers an unknown address as a known one. */
export const requestPasswordReset: Row<CommonRefusal>[] = [
  {
    text: /^error in email\b/i,
    means: { kind: 'InvalidInput', field: 'username', message: 'This is not an e-mail address.' },
  },
  { code: /^requires_v(erific|alid)ation$/, ...faultOf('botDetectionReset') },
  { text: /disable_self_service_change_password|self[- ]service/i, ...faultOf('passwordReset') },
  ...limits,
  { code: /^connection\b.*not found/i, ...faultOf('connection') },
  ...tenantFaults,
  ...outages,
];
