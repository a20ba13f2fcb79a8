import type { RouteHandlerMethod } from 'fastify';
import { oauthError } from '../errors.ts';
import { mfaHeaders, sendJson } from '../http/response-headers.ts';
import type { Authenticator } from '../users/authenticator.ts';
import type { Tenant } from '../tenant-state.ts';
import { logGuardianEvent } from './log-guardian-event.ts';
import { headerBearer } from './mfa-bearer.ts';

/** Serves `GET /mfa/authenticators`: the user's second factors. One that is not confirmed has `active: false`. */
export function authenticatorsEndpoint(tenant: Tenant): RouteHandlerMethod {
  return async (request, reply) => {
    mfaHeaders(reply);
    const { user } = await headerBearer(tenant, request, 'read:authenticators');
    return sendJson(reply, tenant.mfa.authenticators.of(user).map(toListEntry));
  };
}

/**
 * Serves `DELETE /mfa/authenticators/{id}`. It needs an access token, since an `mfa_token` does not show that the login is
 * complete.
 */
export function authenticatorEndpoint(tenant: Tenant): RouteHandlerMethod {
  return async (request, reply) => {
    mfaHeaders(reply);
    const bearer = await headerBearer(tenant, request, 'remove:authenticators');
    if (bearer.login) throw oauthError(401, 'invalid_token', 'An access token is needed.');
    const { id } = request.params as { id: string };
    if (!tenant.mfa.authenticators.remove(bearer.user, id)) {
      throw oauthError(404, 'not_found', 'The authenticator does not exist.');
    }
    logGuardianEvent(tenant, request, bearer, 'gd_unenroll');
    return reply.code(204).send();
  };
}

function toListEntry(authenticator: Authenticator): object {
  const { id, kind, active } = authenticator;
  switch (kind) {
    case 'totp':
      return { id, authenticator_type: 'otp', active };
    case 'recovery-code':
      return { id, authenticator_type: 'recovery-code', active };
    case 'sms': {
      const name = maskNumber(authenticator.phone_number);
      return { id, authenticator_type: 'oob', active, oob_channel: 'sms', name };
    }
    case 'email': {
      const name = maskAddress(authenticator.email);
      return { id, authenticator_type: 'oob', active, oob_channel: 'email', name };
    }
  }
}

/** Masks all but the last four digits of a phone number: `XXXXXXXXX9167`. */
function maskNumber(phone_number: string): string {
  return phone_number.replaceAll(/.(?=.{4})/g, 'X');
}

/** Masks an e-mail address, except the first four letters of the domain: `****@exam*******`. */
function maskAddress(email: string): string {
  const at = email.lastIndexOf('@');
  const shown = email.slice(at, at + 5);
  return `${'*'.repeat(at)}${shown}${'*'.repeat(email.length - at - shown.length)}`;
}
