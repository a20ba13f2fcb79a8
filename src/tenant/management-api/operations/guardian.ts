import { factorNames } from '../../settings/tenant.ts';
import type { Tenant } from '../../tenant-state.ts';
import type { ManagementOperation } from '../operation.ts';

/** `GET /api/v2/guardian/factors`: all factors, `enabled` for those that the tenant offers. */
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

/** `GET /api/v2/guardian/policies`: the policies that require a second factor. */
export function getMfaPolicies({ settings }: Tenant): ManagementOperation {
  return {
    scopes: ['read:mfa_policies'],
    answer: () => settings.guardian.policies,
  };
}
