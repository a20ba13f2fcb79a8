import type { FastifyRequest } from 'fastify';
import { z } from 'zod';
import { managementError } from '../../errors.ts';
import type { Tenant } from '../../tenant-state.ts';
import type { Authenticator } from '../../users/authenticator.ts';
import type { User } from '../../users/user.ts';
import { authenticationMethod, authenticationMethodId } from '../authentication-method.ts';
import type { ManagementOperation } from '../operation.ts';
import { pageOf, pageParameters } from '../page.ts';
import { pathUser } from '../path-id.ts';
import { validate } from '../validation.ts';

const methodsQuery = z.strictObject(pageParameters);

/**
 * Makes the operation `GET /api/v2/users/{id}/authentication-methods`: a user's second factors, by page. The totals of none have no
 * `total`, as at Auth0.
 */
export function getAuthenticationMethods(tenant: Tenant): ManagementOperation {
  return {
    scopes: ['read:authentication_methods'],
    answer(request) {
      const page = validate(methodsQuery, request.query, 'Query');
      const methods = tenant.mfa.authenticators.enrolled(pathUser(tenant, request));
      const answer = pageOf(methods.map(authenticationMethod), page, 'authenticators');
      return methods.length > 0 || Array.isArray(answer) ? answer : { ...answer, total: undefined };
    },
  };
}

/** Makes the operation `GET /api/v2/users/{id}/authentication-methods/{methodId}`. */
export function getAuthenticationMethod(tenant: Tenant): ManagementOperation {
  return {
    scopes: ['read:authentication_methods'],
    answer: (request) => authenticationMethod(pathMethod(tenant, request).method),
  };
}

/**
 * Finds the user and the second factor whose IDs are in the path.
 *
 * @throws Refusal 400 for a malformed ID of a user, 404 for an unknown one, and for a factor that the user does not have
 */
export function pathMethod(
  tenant: Tenant,
  request: FastifyRequest,
): { user: User; method: Authenticator } {
  const { methodId, ...params } = request.params as { id: string; methodId: string };
  const user = pathUser(tenant, { params });
  const method = tenant.mfa.authenticators
    .enrolled(user)
    .find((authenticator) => authenticationMethodId(authenticator) === methodId);
  if (method) return { user, method };
  throw managementError(
    404,
    'The authentication method does not exist.',
    'inexistent_authentication_method',
  );
}
