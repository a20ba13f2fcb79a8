import type { TenantSettings } from '../settings/settings.ts';

/** Kind of an authenticator: the start of its ID. */
export type AuthenticatorKind = 'totp' | 'sms' | 'email' | 'recovery-code';

/** Auth0's names of a kind of authenticator: `factor` in `guardian/factors`, `requirement` in `mfa_requirements`. */
const names: Record<AuthenticatorKind, { factor: string; requirement: string }> = {
  totp: { factor: 'otp', requirement: 'otp' },
  sms: { factor: 'sms', requirement: 'phone' },
  email: { factor: 'email', requirement: 'email' },
  'recovery-code': { factor: 'recovery-code', requirement: 'recovery-code' },
};

/** Tells whether the tenant offers a factor. */
export function isFactorOn({ guardian }: TenantSettings, kind: AuthenticatorKind): boolean {
  return guardian.factors.some(({ name, enabled }) => name === names[kind].factor && enabled);
}

/** Lists the entries of `mfa_requirements`: each of Auth0's names once. */
export function requirements(kinds: AuthenticatorKind[]): { type: string }[] {
  return [...new Set(kinds.map((kind) => names[kind].requirement))].map((type) => ({ type }));
}

/** Lists the factors that a user without any may enrol. */
export function enrollableKinds(settings: TenantSettings): AuthenticatorKind[] {
  return (['totp', 'sms', 'email'] as const).filter((kind) => isFactorOn(settings, kind));
}
