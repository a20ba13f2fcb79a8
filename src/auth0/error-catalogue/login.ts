import type { RefreshRefusal, RefusalOf, SignInRefusal } from '../../identity/outcomes.ts';
import { limits, outages, type Row } from './row.ts';
import { tenantFaults } from './tenant-faults.ts';

type PipelineRefusal = RefusalOf<'AccountBlocked' | 'LoginDenied'>;

/** Refusals of the login pipeline: the dashboard's block, Rules and Actions. */
export const pipeline: Row<PipelineRefusal>[] = [
  { text: /^user is blocked\.?$/i, means: { kind: 'AccountBlocked' } },
  { code: /^(access_denied|unauthorized)$/, means: { kind: 'LoginDenied' } },
];

/** An Action may deny under a code of its own, at either status; Auth0's own trouble has no code, or one of these two. */
export const deniedByOwnCode: Row<RefusalOf<'LoginDenied'>> = {
  status: /^(403|500)$/,
  code: /^(?!server_error$|temporarily_unavailable$|mfa_required$)[a-z][\w.:-]*$/,
  means: { kind: 'LoginDenied' },
  note: 'a login is denied under a code that Auth0 has not: an Action of yours may have chosen it',
};

/** Password grants. */
export const signIn: Row<SignInRefusal>[] = [
  { code: /^password_leaked$/, means: { kind: 'PasswordLeaked' } },
  {
    code: /^requires_v(erific|alid)ation$/,
    means: { kind: 'VerificationRequired' },
    setting: 'botDetection',
  },
  ...limits,
  ...tenantFaults,
  ...pipeline,
  { code: /^invalid_grant$/, means: { kind: 'InvalidCredentials' } },
  deniedByOwnCode,
  ...outages,
];

/** The refresh grant. */
export const refresh: Row<RefreshRefusal>[] = [
  ...limits,
  ...tenantFaults,
  ...pipeline,
  { code: /^invalid_grant$/, means: { kind: 'InvalidRefreshToken' } },
  deniedByOwnCode,
  ...outages,
];
