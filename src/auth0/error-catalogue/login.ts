import type { RefreshRefusal, RefusalOf, SignInRefusal } from '../../identity/outcomes.ts';
import type { CatalogueEntry } from './entry.ts';
import { limits } from './limits.ts';
import { outages } from './outages.ts';
import { tenantFaults } from './tenant-faults.ts';

type PipelineRefusal = RefusalOf<'AccountBlocked' | 'LoginDenied'>;

/** Refusals of the login pipeline: the dashboard's block, Rules and Actions. */
export const pipeline: CatalogueEntry<PipelineRefusal>[] = [
  { text: /^user is blocked\.?$/i, refusal: { kind: 'AccountBlocked' } },
  { code: /^(access_denied|unauthorized)$/, refusal: { kind: 'LoginDenied' } },
];

/** An Action may deny under a code of its own, at either status; Auth0's own trouble has no code, or one of these two. */
export const deniedByOwnCode: CatalogueEntry<RefusalOf<'LoginDenied'>> = {
  status: /^(403|500)$/,
  code: /^(?!server_error$|temporarily_unavailable$|mfa_required$)[a-z][\w.:-]*$/,
  refusal: { kind: 'LoginDenied' },
  note: 'a login is denied under a code that Auth0 has not: an Action of yours may have chosen it',
};

/** Password grants. */
export const signIn: CatalogueEntry<SignInRefusal>[] = [
  { code: /^password_leaked$/, refusal: { kind: 'PasswordLeaked' } },
  {
    code: /^requires_v(erific|alid)ation$/,
    refusal: { kind: 'VerificationRequired' },
    setting: 'botDetection',
  },
  ...limits,
  ...tenantFaults,
  ...pipeline,
  { code: /^invalid_grant$/, refusal: { kind: 'InvalidCredentials' } },
  deniedByOwnCode,
  ...outages,
];

/** The refresh grant. */
export const refresh: CatalogueEntry<RefreshRefusal>[] = [
  ...limits,
  ...tenantFaults,
  ...pipeline,
  { code: /^invalid_grant$/, refusal: { kind: 'InvalidRefreshToken' } },
  deniedByOwnCode,
  ...outages,
];
