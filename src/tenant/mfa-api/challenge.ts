import type { RouteHandlerMethod } from 'fastify';
import { authenticateClient } from '../clients/client-authentication.ts';
import { oauthError } from '../errors.ts';
import { optionalParameter, requestParameters, requiredParameter } from '../http/parameters.ts';
import type { RequestParameters } from '../http/parameters.ts';
import { mfaHeaders, sendJson } from '../http/response-headers.ts';
import type { Authenticator } from '../users/authenticator.ts';
import type { Tenant } from '../tenant-state.ts';
import type { User } from '../users/user.ts';
import { logGuardianEvent } from './log-guardian-event.ts';
import { checkClient, findWaitingLogin, malformedMfaToken } from './mfa-bearer.ts';
import { sendCode } from './send-code.ts';
import type { OobAuthenticator } from './send-code.ts';

/** Serves `POST /mfa/challenge`, which challenges one of the user's factors. Sends a code to a phone or an e-mail address. */
export function challengeEndpoint(tenant: Tenant): RouteHandlerMethod {
  return (request, reply) => {
    mfaHeaders(reply);
    const client = authenticateClient(tenant, request);
    const parameters = requestParameters(request);
    const token = requiredParameter(parameters, 'mfa_token');
    const login = findWaitingLogin(tenant, token);
    const user = login && tenant.users.findById(login.user_id);
    if (!user) throw malformedMfaToken(tenant);
    const bearer = { token, user, client_id: login.client_id };
    checkClient(bearer, client);

    const authenticator = chooseAuthenticator(tenant, user, parameters);
    logGuardianEvent(tenant, request, bearer, 'gd_start_auth');
    if (authenticator.kind === 'totp') return sendJson(reply, { challenge_type: 'otp' });
    const oob_code = sendCode({ tenant, request, reply, bearer }, authenticator);
    return sendJson(reply, { challenge_type: 'oob', oob_code, binding_method: 'prompt' });
  };
}

type Challengeable = OobAuthenticator | Extract<Authenticator, { kind: 'totp' }>;

/**
 * Returns the factor that the request names or, without a name, the user's first factor of an accepted type.
 *
 * @throws Refusal when there is no such factor
 */
function chooseAuthenticator(
  { mfa }: Tenant,
  user: User,
  parameters: RequestParameters,
): Challengeable {
  const types = (optionalParameter(parameters, 'challenge_type') ?? 'otp oob').split(/\s+/);
  const channel = optionalParameter(parameters, 'oob_channel');
  const id = optionalParameter(parameters, 'authenticator_id');
  const active = mfa.authenticators.of(user).filter((authenticator) => authenticator.active);
  if (!active.some(isChallengeable)) {
    throw oauthError(403, 'association_required', 'User does not have any authenticators.');
  }
  const named = active.filter((authenticator) => id === undefined || authenticator.id === id);
  if (named.length === 0) {
    throw oauthError(400, 'invalid_request', 'Unknown authenticator_id.');
  }
  const found = named
    .filter(isChallengeable)
    .find(({ kind }) =>
      kind === 'totp' ? types.includes('otp') : types.includes('oob') && (channel ?? kind) === kind,
    );
  if (!found) {
    const description = 'User does not have an authenticator of such a challenge_type.';
    throw oauthError(403, 'unsupported_challenge_type', description);
  }
  return found;
}

/** Whether a factor can be challenged. A recovery code is verified without a challenge. */
function isChallengeable(authenticator: Authenticator): authenticator is Challengeable {
  return authenticator.kind !== 'recovery-code';
}
