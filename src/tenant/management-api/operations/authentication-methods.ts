import type { Tenant } from '../../tenant-state.ts';
import { authenticationMethod } from '../authentication-method.ts';
import type { ManagementOperation } from '../operation.ts';
import { pathUser } from '../path-id.ts';

/** Makes the operation `GET /api/v2/users/{id}/authentication-methods`: a user's second factors. */
export function getAuthenticationMethods(tenant: Tenant): ManagementOperation {
  return {
    scopes: ['read:authentication_methods'],
    answer: (request) =>
      tenant.mfa.authenticators.of(pathUser(tenant, request)).map(authenticationMethod),
  };
}
