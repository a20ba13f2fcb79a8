import type { Tenant } from '../../tenant-state.ts';
import { authenticationMethod } from '../authentication-method.ts';
import type { ManagementOperation } from '../operation.ts';
import { pathUser } from '../path-id.ts';

/** `GET /api/v2/users/{id}/authentication-methods`. */
export function getAuthenticationMethods(tenant: Tenant): ManagementOperation {
  return {
    scopes: ['read:authentication_methods'],
    answer: (request) =>
      tenant.mfa.authenticators.of(pathUser(tenant, request)).map(authenticationMethod),
  };
}
