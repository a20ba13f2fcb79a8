import type { RouteHandlerMethod } from 'fastify';
import { authenticateClient } from '../clients/client-authentication.ts';
import { oauthError } from '../errors.ts';
import { optionalParameter, requestParameters, requiredParameter } from '../http/parameters.ts';
import { sendJson } from '../http/response-headers.ts';
import type { Authenticator } from '../mfa/authenticators.ts';
import { holderOf } from '../mfa/mfa-bearer.ts';
import { sendCode } from '../mfa/send-code.ts';
import type { Tenant } from '../tenant-state.ts';

/** `POST /mfa/challenge`: asks one of the user's factors; one that is a phone or an address is sent a code. */
export function challengeEndpoint(tenant: Tenant): RouteHandlerMethod {
  return async (request, reply) => {
    reply.type('application/json; charset=utf-8');
    authenticateClient(tenant, request);
    const parameters = requestParameters(request);
    const mfa_token = requiredParameter(parameters, 'mfa_token');
    const { user } = await holderOf(tenant, mfa_token, 'read:authenticators');
    const types = (optionalParameter(parameters, 'challenge_type') ?? 'oob otp').split(/\s+/);
    const id = optionalParameter(parameters, 'authenticator_id');
    const active = tenant.mfa.authenticators.of(user).filter((one) => one.active);
    if (active.length === 0) {
      throw oauthError(403, 'association_required', 'User does not have any authenticators.');
    }
    const authenticator = active.find(
      (one) => (id === undefined || one.id === id) && types.includes(challengeType(one) ?? ''),
    );
    if (!authenticator) {
      throw oauthError(403, 'unsupported_challenge_type', 'User does not have such a factor.');
    }
    if (challengeType(authenticator) === 'otp') return sendJson(reply, { challenge_type: 'otp' });
    const oob_code = sendCode(tenant, user, authenticator);
    return sendJson(reply, { challenge_type: 'oob', oob_code, binding_method: 'prompt' });
  };
}

/** Undefined for what cannot be challenged here: a recovery code, and Auth0's own app. */
function challengeType({ kind }: Authenticator): 'otp' | 'oob' | undefined {
  if (kind === 'totp') return 'otp';
  return kind === 'sms' || kind === 'email' ? 'oob' : undefined;
}
