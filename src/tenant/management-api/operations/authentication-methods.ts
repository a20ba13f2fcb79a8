import type { FastifyRequest } from 'fastify';
import { z } from 'zod';
import { managementError } from '../../errors.ts';
import type { Tenant } from '../../tenant-state.ts';
import { authenticationMethod, authenticationMethodId } from '../authentication-method.ts';
import type { ManagementOperation } from '../operation.ts';
import { pageOf, pageParameters } from '../page.ts';
import { pathUser } from '../path-id.ts';
import { validate } from '../validation.ts';

const methodsQuery = z.strictObject(pageParameters);

/** Makes the operation `GET /api/v2/users/{id}/authentication-methods`: a user's second factors, by page. */
export function getAuthenticationMethods(tenant: Tenant): ManagementOperation {
  return {
    scopes: ['read:authentication_methods'],
    answer(request) {
      const page = validate(methodsQuery, request.query, 'Query');
      const methods = tenant.mfa.authenticators.of(pathUser(tenant, request));
      return pageOf(methods.map(authenticationMethod), page, 'authenticators');
    },
  };
}

/** Makes the operation `GET /api/v2/users/{id}/authentication-methods/{methodId}`. */
export function getAuthenticationMethod(tenant: Tenant): ManagementOperation {
  return {
    scopes: ['read:authentication_methods'],
    answer(request: FastifyRequest) {
      const { methodId, ...params } = request.params as { id: string; methodId: string };
      const method = tenant.mfa.authenticators
        .of(pathUser(tenant, { params }))
        .find((authenticator) => authenticationMethodId(authenticator) === methodId);
      if (!method) {
        throw managementError(
          404,
          'The authentication method does not exist.',
          'inexistent_authentication_method',
        );
      }
      return authenticationMethod(method);
    },
  };
}
