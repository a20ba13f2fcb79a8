import type { RouteHandlerMethod } from 'fastify';
import { z } from 'zod';
import { authenticateClient } from '../clients/client-authentication.ts';
import { oauthError } from '../errors.ts';
import type { Refusal } from '../errors.ts';
import { requestParameters } from '../http/parameters.ts';
import { mfaHeaders, sendJson } from '../http/response-headers.ts';
import { isFactorOn } from '../mfa/factors.ts';
import { phoneNumberSchema } from '../settings/users.ts';
import type { Tenant } from '../tenant-state.ts';
import { beginEnrollment } from './enrollment.ts';
import type { RequestedAuthenticator } from './enrollment.ts';
import { logGuardianEvent } from './log-guardian-event.ts';
import { checkClient, headerBearer } from './mfa-bearer.ts';

/**
 * Serves `POST /mfa/associate`, which starts to enroll a second factor. The first code of the factor, at `/oauth/token`, confirms
 * it.
 */
export function associateEndpoint(tenant: Tenant): RouteHandlerMethod {
  return async (request, reply) => {
    mfaHeaders(reply);
    const bearer = await headerBearer(tenant, request, 'enroll');
    const parameters = requestParameters(request);
    // The official SDKs send no client; one that is sent must be right.
    if ('client_id' in parameters) checkClient(bearer, authenticateClient(tenant, request));
    // A user who has proved only the password must not add a factor to bypass the enrolled ones.
    if (bearer.login && tenant.mfa.authenticators.isEnrolled(bearer.user)) {
      throw alreadyEnrolled(tenant);
    }
    const requested = readAuthenticator(tenant, associateParameters(parameters), bearer.user.email);
    const answer = beginEnrollment({ tenant, request, reply, bearer }, requested);
    logGuardianEvent(tenant, request, bearer, 'gd_start_enroll');
    return sendJson(reply, answer);
  };
}

const parametersSchema = z.object({
  authenticator_types: z.tuple([z.enum(['otp', 'oob'])]),
  oob_channels: z.array(z.enum(['sms', 'voice', 'auth0', 'email'])).default([]),
  phone_number: phoneNumberSchema.optional(),
  email: z.email().optional(),
});

type AssociateParameters = z.output<typeof parametersSchema>;

function associateParameters(parameters: object): AssociateParameters {
  const { data, error } = parametersSchema.safeParse(parameters);
  if (data) return data;
  throw oauthError(400, 'invalid_request', `Invalid ${String(error.issues[0]?.path[0])}`);
}

function readAuthenticator(
  { settings }: Tenant,
  { authenticator_types: [type], oob_channels: [channel], ...target }: AssociateParameters,
  ownEmail: string,
): RequestedAuthenticator {
  const { phone_number, email = ownEmail } = target;
  if (type === 'otp' && isFactorOn(settings, 'totp')) return { kind: 'totp' };
  if (type === 'oob' && channel === 'email' && isFactorOn(settings, 'email')) {
    return { kind: 'email', email };
  }
  if (type === 'oob' && channel === 'sms' && isFactorOn(settings, 'sms')) {
    if (phone_number !== undefined) return { kind: 'sms', phone_number };
    throw oauthError(400, 'invalid_request', 'Missing required parameter: phone_number');
  }
  if (type === 'oob' && channel === undefined) {
    throw oauthError(400, 'invalid_request', 'Missing required parameter: oob_channels');
  }
  throw oauthError(403, 'access_denied', `The factor ${channel ?? type} is not enabled.`);
}

function alreadyEnrolled({ settings }: Tenant): Refusal {
  const { already_enrolled_status: status } = settings.unconfirmed;
  const error = status === 400 ? 'invalid_request' : 'access_denied';
  return oauthError(status, error, 'User is already enrolled.');
}
