import type { FactorType } from '../identity/outcomes.ts';

/** Kind of an authenticator. The members have the names of `/mfa/authenticators`. */
export interface AuthenticatorKind {
  authenticator_type: string;
  oob_channel?: string | undefined;
}

const ofChannel: Record<string, FactorType> = {
  sms: 'SMS',
  voice: 'VOICE',
  email: 'EMAIL',
  auth0: 'PUSH',
};

/** Returns the factor type for a kind of authenticator. Returns undefined for a kind that needs a browser. */
export function factorTypeOf(kind: AuthenticatorKind): FactorType | undefined {
  switch (kind.authenticator_type) {
    case 'otp':
      return 'TOTP';
    case 'recovery-code':
      return 'RECOVERY_CODE';
    case 'oob':
      return ofChannel[kind.oob_channel ?? ''];
    default:
      return undefined;
  }
}

/** Factor types by their names in `mfa_requirements` and in `GET /api/v2/guardian/factors`. */
const ofName: Record<string, FactorType> = {
  otp: 'TOTP',
  phone: 'SMS',
  sms: 'SMS',
  email: 'EMAIL',
  'push-notification': 'PUSH',
  'recovery-code': 'RECOVERY_CODE',
};

/** Order in which sign-in pages should offer the factors. */
const inOrder: FactorType[] = ['TOTP', 'SMS', 'VOICE', 'EMAIL', 'PUSH', 'RECOVERY_CODE'];

/** Returns the factor types for Auth0's names of factors. Leaves out factors that need a browser. */
export function factorTypesNamed(names: readonly string[]): FactorType[] {
  const types = new Set(
    names.map((name) => (Object.hasOwn(ofName, name) ? ofName[name] : undefined)),
  );
  return inOrder.filter((type) => types.has(type));
}

/** Selects the factor types that a user can enroll without a browser and without Auth0's app. */
export function enrollable(types: readonly FactorType[]): FactorType[] {
  return types.filter((type) => type !== 'PUSH' && type !== 'RECOVERY_CODE');
}
