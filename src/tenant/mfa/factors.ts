import type { TenantSettings } from '../settings/settings.ts';
import type { AuthenticatorKind } from '../users/authenticator.ts';

/** Auth0's two names for each kind of authenticator: `factor` in `guardian/factors`, `requirement` in `mfa_requirements`. */
const names: Record<AuthenticatorKind, { factor: string; requirement: string }> = {
  totp: { factor: 'otp', requirement: 'otp' },
  sms: { factor: 'sms', requirement: 'phone' },
  email: { factor: 'email', requirement: 'email' },
  'recovery-code': { factor: 'recovery-code', requirement: 'recovery-code' },
};

/** Tells whether the tenant offers authenticators of a kind. */
export function isFactorOn({ guardian }: TenantSettings, kind: AuthenticatorKind): boolean {
  return guardian.factors.some(({ name, enabled }) => name === names[kind].factor && enabled);
}

/** Lists the entries of `mfa_requirements` for some kinds. Each of Auth0's names appears once. */
export function requirements(kinds: AuthenticatorKind[]): { type: string }[] {
  return [...new Set(kinds.map((kind) => names[kind].requirement))].map((type) => ({ type }));
}

/** Lists the kinds of factor that the tenant offers to a user who has none. */
export function enrollableKinds(settings: TenantSettings): AuthenticatorKind[] {
  return (['totp', 'sms', 'email'] as const).filter((kind) => isFactorOn(settings, kind));
}
