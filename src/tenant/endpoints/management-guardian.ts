import type { ManagementOperation } from '../management-api/management-operation.ts';
import type { Tenant } from '../tenant-state.ts';

/** `GET /api/v2/guardian/policies`: who is asked for a second factor. */
export function getMfaPolicies({ settings }: Tenant): ManagementOperation {
  return {
    scopes: ['read:mfa_policies'],
    answer: () => settings.guardian.policies,
  };
}
