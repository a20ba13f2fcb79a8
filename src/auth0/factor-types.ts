import type { FactorType } from '../identity/outcomes.ts';

/** An authenticator's kind, with the names of `/mfa/authenticators`. */
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

/** Translates an authenticator's kind; undefined for a kind that needs a browser. */
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

/** Order in which forms should offer the factors. */
const inOrder: FactorType[] = ['TOTP', 'SMS', 'VOICE', 'EMAIL', 'PUSH', 'RECOVERY_CODE'];

/** Translates Auth0's names of factors, without the factors that need a browser. */
export function factorTypesNamed(names: readonly string[]): FactorType[] {
  const types = new Set(
    names.map((name) => (Object.hasOwn(ofName, name) ? ofName[name] : undefined)),
  );
  return inOrder.filter((type) => types.has(type));
}

/** Selects the factors that a user can enrol without a browser and without Auth0's app. */
export function enrollable(types: readonly FactorType[]): FactorType[] {
  return types.filter((type) => type !== 'PUSH' && type !== 'RECOVERY_CODE');
}
