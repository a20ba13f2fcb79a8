import type { RefreshRefusal, RefusalOf, SignInRefusal } from '../../identity/outcomes.ts';
import type { Auth0Answer } from '../auth0-error.ts';
import { readDenialReason } from '../denial-reason.ts';
import type { CatalogueEntry } from './entry.ts';
import { limits } from './limits.ts';
import { outages } from './outages.ts';
import { tenantFaults } from './tenant-faults.ts';

type PipelineRefusal = RefusalOf<'AccountBlocked' | 'LoginDenied'>;

function denied(answer: Auth0Answer): RefusalOf<'LoginDenied'> {
  return { kind: 'LoginDenied', reason: readDenialReason(answer) };
}

/** Refusals of Auth0's login pipeline: an administrator has blocked the user, or a Rule or Action denies the login. */
export const pipeline: CatalogueEntry<PipelineRefusal>[] = [
  { text: /^user is blocked\.?$/i, refusal: { kind: 'AccountBlocked' } },
  { code: /^(access_denied|unauthorized)$/, refusal: denied },
];

/**
 * Refusal of a login by an Action, with an error code that the Action has chosen and status 403 or 500. Failures of Auth0 itself
 * have no code, or one that the pattern of this entry excludes.
 */
export const deniedByOwnCode: CatalogueEntry<RefusalOf<'LoginDenied'>> = {
  status: /^(403|500)$/,
  code: /^(?!server_error$|temporarily_unavailable$|mfa_required$)[a-z][\w.:-]*$/,
  refusal: denied,
  note: 'a login was denied with an error code that Auth0 does not use: an Action of yours may have chosen the code',
};

/** Refusals of the password grants. */
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

/** Refusals of the refresh token grant. */
export const refresh: CatalogueEntry<RefreshRefusal>[] = [
  ...limits,
  ...tenantFaults,
  ...pipeline,
  { code: /^invalid_grant$/, refusal: { kind: 'InvalidRefreshToken' } },
  deniedByOwnCode,
  ...outages,
];
