import { factorNames } from '../../settings/tenant.ts';
import type { Tenant } from '../../tenant-state.ts';
import type { ManagementOperation } from '../operation.ts';

/** Makes the operation `GET /api/v2/guardian/factors`: all factors. Those that the tenant offers are `enabled`. */
export function getFactors({ settings }: Tenant): ManagementOperation {
  const { factors } = settings.guardian;
  return {
    scopes: ['read:guardian_factors'],
    answer: () =>
      factorNames.map((name) => ({
        name,
        enabled: factors.some((factor) => factor.name === name && factor.enabled),
        trial_expired: false,
      })),
  };
}

/** Makes the operation `GET /api/v2/guardian/policies`: the policies that require a second factor. */
export function getMfaPolicies({ settings }: Tenant): ManagementOperation {
  return {
    scopes: ['read:mfa_policies'],
    answer: () => settings.guardian.policies,
  };
}

/** Makes the operation `GET /api/v2/guardian/factors/phone/message-types`. This tenant sends SMS, and calls nobody. */
export function getPhoneMessageTypes(): ManagementOperation {
  return {
    scopes: ['read:guardian_factors'],
    answer: () => ({ message_types: ['sms'] }),
  };
}

/** Makes the operation `GET /api/v2/guardian/factors/{phone,push-notification}/selected-provider`: Auth0's own. */
export function getSelectedProvider(provider: 'auth0' | 'guardian'): ManagementOperation {
  return {
    scopes: ['read:guardian_factors'],
    answer: () => ({ provider }),
  };
}
