import type { AuthenticatorDetails } from '../users/authenticator.ts';
import { isFactorOn } from '../mfa/factors.ts';
import { barcodeUri, newSecret } from '../mfa/one-time-passwords.ts';
import { newRecoveryCode } from '../mfa/recovery-codes.ts';
import type { Tenant } from '../tenant-state.ts';
import type { User } from '../users/user.ts';
import { sendCode } from './send-code.ts';
import type { CodeRequest } from './send-code.ts';

/** An authenticator that a user wants to enroll: an app, a phone or an e-mail address. */
export type RequestedAuthenticator =
  { kind: 'totp' } | Extract<AuthenticatorDetails, { kind: 'sms' | 'email' }>;

/**
 * Starts to enroll an authenticator, and returns the answer of `/mfa/associate`. With the first authenticator the user gets a
 * recovery code.
 *
 * @throws Refusal 429 after too many codes
 */
export function beginEnrollment(
  codeRequest: CodeRequest,
  requested: RequestedAuthenticator,
): object {
  const { tenant, bearer } = codeRequest;
  const answer =
    requested.kind === 'totp'
      ? addApp(tenant, bearer.user)
      : addPhoneOrAddress(codeRequest, requested);
  const recovery_codes = firstRecoveryCodes(tenant, bearer.user);
  return { ...answer, ...(recovery_codes && { recovery_codes }) };
}

function addApp({ mfa, settings }: Tenant, user: User): object {
  const secret = newSecret();
  mfa.authenticators.add(user, { kind: 'totp', secret });
  const issuer = settings.tenant.friendly_name;
  const barcode_uri = barcodeUri(secret, { issuer, user: user.email });
  return { authenticator_type: 'otp', secret, barcode_uri };
}

function addPhoneOrAddress(
  codeRequest: CodeRequest,
  requested: Extract<AuthenticatorDetails, { kind: 'sms' | 'email' }>,
): object {
  const { tenant, bearer } = codeRequest;
  const oob_code = sendCode(codeRequest, tenant.mfa.authenticators.add(bearer.user, requested));
  return {
    authenticator_type: 'oob',
    binding_method: 'prompt',
    oob_channel: requested.kind,
    oob_code,
  };
}

/**
 * Creates the recovery code for a user without a factor. Returns undefined if the user has one. Each attempt to enroll creates a
 * new code, until the user confirms a factor.
 */
function firstRecoveryCodes({ mfa, settings }: Tenant, user: User): string[] | undefined {
  const isFirst =
    !mfa.authenticators.isEnrolled(user) &&
    !mfa.authenticators.of(user).some(({ kind, active }) => kind === 'recovery-code' && active);
  if (!isFirst || !isFactorOn(settings, 'recovery-code')) return undefined;
  const code = newRecoveryCode();
  mfa.authenticators.add(user, { kind: 'recovery-code', code, usedCodes: [] });
  return [code];
}
