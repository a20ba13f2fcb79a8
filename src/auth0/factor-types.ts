import type { FactorType } from '../identity/outcomes.ts';

/** An authenticator in the words of `/mfa/authenticators`. */
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

/** Our word for an authenticator; undefined for one that cannot be used without a browser. */
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

/** Names in `mfa_requirements` and those of `GET /api/v2/guardian/factors`. */
const ofName: Record<string, FactorType> = {
  otp: 'TOTP',
  phone: 'SMS',
  sms: 'SMS',
  email: 'EMAIL',
  'push-notification': 'PUSH',
  'recovery-code': 'RECOVERY_CODE',
};

/** As forms had better offer them. */
const inOrder: FactorType[] = ['TOTP', 'SMS', 'VOICE', 'EMAIL', 'PUSH', 'RECOVERY_CODE'];

/** Our words for Auth0's names of factors; those that cannot be used without a browser are left out. */
export function factorTypesNamed(names: readonly string[]): FactorType[] {
  const types = new Set(
    names.map((name) => (Object.hasOwn(ofName, name) ? ofName[name] : undefined)),
  );
  return inOrder.filter((type) => types.has(type));
}

/** Those of them that can be enrolled without a browser and without Auth0's app. */
export function enrollable(types: readonly FactorType[]): FactorType[] {
  return types.filter((type) => type !== 'PUSH' && type !== 'RECOVERY_CODE');
}
