import { z } from 'zod';
import { toDetails } from '../../mfa/authenticators.ts';
import { phoneNumberSchema } from '../../settings/users.ts';
import type { Tenant } from '../../tenant-state.ts';
import type { Authenticator } from '../../users/authenticator.ts';
import type { User } from '../../users/user.ts';
import {
  changedAuthenticationMethod,
  replacingAuthenticationMethod,
} from '../authentication-method.ts';
import type { ManagementOperation } from '../operation.ts';
import { pathUser } from '../path-id.ts';
import { validate } from '../validation.ts';
import { pathMethod } from './authentication-methods.ts';

const name = z.string().min(1).max(20).optional();
// An SMS is what the tenant sends to a phone.
const preferred_authentication_method = z.enum(['sms', 'voice']).optional();

const methodSchema = z.discriminatedUnion('type', [
  z.strictObject({ type: z.literal('email'), name, email: z.email() }),
  z.strictObject({
    type: z.literal('phone'),
    name,
    phone_number: phoneNumberSchema,
    preferred_authentication_method,
  }),
  z.strictObject({
    type: z.literal('totp'),
    name,
    totp_secret: z.stringFormat('base32', /^[A-Z2-7]{26,128}$/),
  }),
]);
const methodsSchema = z.array(methodSchema);
const patchSchema = z.strictObject({ name, preferred_authentication_method });

/**
 * Makes the operation `POST /api/v2/users/{id}/authentication-methods`, which adds a second factor. It needs no first code, and the
 * next login needs it.
 */
export function createAuthenticationMethod(tenant: Tenant): ManagementOperation {
  return {
    scopes: ['create:authentication_methods'],
    name: 'Create an authentication method for a given user',
    status: 201,
    answer(request) {
      const user = pathUser(tenant, request);
      return changedAuthenticationMethod(
        addMethod(tenant, user, validate(methodSchema, request.body, 'Payload')),
      );
    },
  };
}

/** Makes the operation `PUT /api/v2/users/{id}/authentication-methods`, which replaces all second factors of a user. */
export function replaceAuthenticationMethods(tenant: Tenant): ManagementOperation {
  return {
    scopes: ['update:authentication_methods'],
    name: 'Update all authentication methods by replacing them with the given ones',
    answer(request) {
      const user = pathUser(tenant, request);
      const methods = validate(methodsSchema, request.body, 'Payload');
      removeMethods(tenant, user);
      return methods
        .map((method) => addMethod(tenant, user, method))
        .map(replacingAuthenticationMethod);
    },
  };
}

/** Makes the operation `PATCH /api/v2/users/{id}/authentication-methods/{methodId}`, which renames a second factor. */
export function updateAuthenticationMethod(tenant: Tenant): ManagementOperation {
  return {
    scopes: ['update:authentication_methods'],
    name: 'Update an authentication method',
    answer(request) {
      const { user, method } = pathMethod(tenant, request);
      const patch = validate(patchSchema, request.body, 'Payload');
      if (patch.name !== undefined) tenant.mfa.authenticators.rename(user, method, patch.name);
      return changedAuthenticationMethod(method);
    },
  };
}

/** Makes the operation `DELETE /api/v2/users/{id}/authentication-methods/{methodId}`. */
export function deleteAuthenticationMethod(tenant: Tenant): ManagementOperation {
  return {
    scopes: ['delete:authentication_methods'],
    name: 'Delete an authentication method by id',
    answer(request) {
      const { user, method } = pathMethod(tenant, request);
      tenant.mfa.authenticators.remove(user, method.id);
      return undefined;
    },
  };
}

/** Makes the operation `DELETE /api/v2/users/{id}/authentication-methods`, which removes all second factors of a user. */
export function deleteAuthenticationMethods(tenant: Tenant): ManagementOperation {
  return {
    scopes: ['delete:authentication_methods'],
    name: 'Delete all authentication methods for the given user',
    answer(request) {
      removeMethods(tenant, pathUser(tenant, request));
      return undefined;
    },
  };
}

function addMethod(
  { mfa }: Tenant,
  user: User,
  { name: itsName, ...method }: z.output<typeof methodSchema>,
): Authenticator {
  return mfa.authenticators.addConfirmed(user, toDetails(method), itsName);
}

function removeMethods({ mfa }: Tenant, user: User): void {
  for (const { id } of [...mfa.authenticators.enrolled(user)]) mfa.authenticators.remove(user, id);
}
