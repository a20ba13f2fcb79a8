import { randomBytes } from 'node:crypto';
import { oauthError } from '../errors.ts';
import type { TokenRequest } from '../grants/grant.ts';
import type { User } from '../users/user-directory.ts';

/** Auth0's names of the factors, by the types its Management API gives them. */
const challengeTypes = {
  totp: 'otp',
  phone: 'phone',
  email: 'email',
  'push-notification': 'push-notification',
  'recovery-code': 'recovery-code',
} as const;

/**
 * Ends a login that needs a second factor: the user has one enrolled, or the tenant asks everybody for one.
 *
 * @throws Refusal 403 `mfa_required`
 * @see https://auth0.com/docs/secure/multi-factor-authentication/authenticate-using-ropg-flow-with-mfa
 */
export function checkSecondFactor({ tenant, parameters }: TokenRequest, user: User): void {
  const { user_id, email: user_name, authentication_methods: enrolled } = user;
  const { policies } = tenant.settings.guardian;
  if (enrolled.length === 0 && !policies.includes('all-applications')) return;

  throw oauthError(403, 'mfa_required', 'Multifactor authentication required', {
    mfa_token: `Fe26.2*SERVER_local*${randomBytes(96).toString('base64url')}`,
    mfa_requirements:
      enrolled.length > 0
        ? { challenge: enrolled.map(({ type }) => ({ type: challengeTypes[type] })) }
        : { enroll: [{ type: 'otp' }] },
    log: { type: 'mfar', user_id, user_name, details: { grant_type: parameters['grant_type'] } },
  });
}
