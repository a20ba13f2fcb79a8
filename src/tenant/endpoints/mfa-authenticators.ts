import type { RouteHandlerMethod } from 'fastify';
import { oauthError } from '../errors.ts';
import { sendJson } from '../http/response-headers.ts';
import type { Authenticator } from '../mfa/authenticators.ts';
import { mfaBearer } from '../mfa/mfa-bearer.ts';
import type { Tenant } from '../tenant-state.ts';

/** `GET /mfa/authenticators`: the user's second factors, those not confirmed yet as `active: false`. */
export function authenticatorsEndpoint(tenant: Tenant): RouteHandlerMethod {
  return async (request, reply) => {
    const { user } = await mfaBearer(tenant, request, 'read:authenticators');
    reply.type('application/json; charset=utf-8');
    return sendJson(reply, tenant.mfa.authenticators.of(user).map(listed));
  };
}

/** `DELETE /mfa/authenticators/{id}`, for an access token alone: its holder has proved their second factor. */
export function authenticatorEndpoint(tenant: Tenant): RouteHandlerMethod {
  return async (request, reply) => {
    const { user, login } = await mfaBearer(tenant, request, 'remove:authenticators');
    if (login) throw oauthError(401, 'invalid_token', 'An access token is needed');
    const { id } = request.params as { id: string };
    const all = tenant.mfa.authenticators;
    const authenticator = all.of(user).find((candidate) => candidate.id === id);
    if (!authenticator) throw oauthError(404, 'not_found', 'The authenticator does not exist.');
    const isEnrolled = all.enrolled(user).includes(authenticator) || !authenticator.active;
    if (!isEnrolled) {
      throw oauthError(403, 'access_denied', 'A verified e-mail address cannot be deleted.');
    }
    all.remove(user, authenticator);
    return reply.code(204).send();
  };
}

function listed({ id, kind, active, phone_number, email }: Authenticator): object {
  switch (kind) {
    case 'totp':
      return { id, authenticator_type: 'otp', active };
    case 'recovery-code':
      return { id, authenticator_type: 'recovery-code', active };
    case 'push':
      return { id, authenticator_type: 'oob', active, oob_channel: 'auth0' };
    case 'sms':
    case 'email': {
      const name = kind === 'sms' ? maskedNumber(phone_number ?? '') : maskedAddress(email ?? '');
      return { id, authenticator_type: 'oob', active, oob_channel: kind, name };
    }
  }
}

/** All but the last four digits. */
function maskedNumber(phone_number: string): string {
  return phone_number.replaceAll(/.(?=.{4})/g, 'X');
}

/** The first four letters of each part, or fewer, as Auth0 shows them: `****@exam*******`. */
function maskedAddress(email: string): string {
  const [, domain = ''] = email.split('@');
  return `****@${domain.slice(0, 4)}*******`;
}
