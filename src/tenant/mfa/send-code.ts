import { oauthError } from '../errors.ts';
import type { Tenant } from '../tenant-state.ts';
import type { User } from '../users/user-directory.ts';
import type { Authenticator } from './authenticators.ts';

/**
 * Sends a code to a phone or an address.
 *
 * @returns the `oob_code` that the code belongs to
 * @throws Refusal 429 after ten in an hour
 */
export function sendCode(tenant: Tenant, user: User, authenticator: Authenticator): string {
  const { kind, email, phone_number } = authenticator;
  const { retryAfter } = tenant.mfa.sendings.take(user.user_id);
  if (retryAfter !== undefined) {
    throw oauthError(429, 'too_many_requests', 'Too many codes were sent. Try again later.', {
      log: { type: 'gd_send_sms_failure', user_id: user.user_id },
    });
  }
  const { oob_code, code } = tenant.mfa.challenges.begin(user, authenticator);
  const channel = kind === 'email' ? 'email' : 'sms';
  tenant.outbox.send({
    channel,
    to: (channel === 'email' ? email : phone_number) ?? '',
    template: 'mfa_oob_code',
    text: `${code} is your verification code for ${tenant.settings.tenant.friendly_name}.`,
    code,
  });
  return oob_code;
}
