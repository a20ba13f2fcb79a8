import { oauthError } from '../errors.ts';
import { enrollableKinds, requirements } from '../mfa/factors.ts';
import type { InterruptedLogin } from '../mfa/mfa-tokens.ts';
import type { User } from '../users/user.ts';
import type { TokenRequest } from './token-request.ts';

/**
 * Interrupts a login that needs a second factor, because the user has enrolled one or the tenant requires one of every user. The
 * MFA grants resume the login.
 *
 * @param login - data from which the MFA grants issue the tokens
 * @throws Refusal 403 `mfa_required`
 * @see https://auth0.com/docs/secure/multi-factor-authentication/authenticate-using-ropg-flow-with-mfa
 */
export function checkSecondFactor(
  { tenant, parameters }: TokenRequest,
  user: User,
  login: InterruptedLogin,
): void {
  const { settings, mfa } = tenant;
  const isEnrolled = mfa.authenticators.isEnrolled(user);
  const enrollable = enrollableKinds(settings);
  const isEverybodyAsked =
    settings.guardian.policies.includes('all-applications') && enrollable.length > 0;
  if (!isEnrolled && !isEverybodyAsked) return;

  const active = mfa.authenticators.of(user).filter((authenticator) => authenticator.active);
  const mfa_requirements = isEnrolled
    ? { challenge: requirements(active.map(({ kind }) => kind)) }
    : { enroll: requirements(enrollable) };
  const { user_id, email: user_name } = user;
  throw oauthError(403, 'mfa_required', 'Multifactor authentication required', {
    mfa_token: mfa.tokens.issue(login),
    ...(settings.unconfirmed.mfa_requirements && { mfa_requirements }),
    log: { type: 'mfar', user_id, user_name, details: { grant_type: parameters['grant_type'] } },
  });
}
