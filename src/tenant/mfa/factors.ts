import type { TenantSettings } from '../settings.ts';
import type { AuthenticatorKind } from './authenticators.ts';

/** Auth0's names of factors, by kind of authenticator: of `guardian/factors`, and of `mfa_requirements`. */
const names: Record<AuthenticatorKind, { factor: string; requirement: string }> = {
  totp: { factor: 'otp', requirement: 'otp' },
  sms: { factor: 'sms', requirement: 'phone' },
  email: { factor: 'email', requirement: 'email' },
  push: { factor: 'push-notification', requirement: 'push-notification' },
  'recovery-code': { factor: 'recovery-code', requirement: 'recovery-code' },
};

/** Whether the tenant offers a factor. */
export function isFactorOn({ guardian }: TenantSettings, kind: AuthenticatorKind): boolean {
  return guardian.factors.some(({ name, enabled }) => name === names[kind].factor && enabled);
}

/** The name that `mfa_requirements` has for a kind. */
export function requirementName(kind: AuthenticatorKind): string {
  return names[kind].requirement;
}

/** What somebody without a factor may enrol here. Push would need Auth0's own app. */
export function enrollableKinds(settings: TenantSettings): AuthenticatorKind[] {
  return (['totp', 'sms', 'email'] as const).filter((kind) => isFactorOn(settings, kind));
}
