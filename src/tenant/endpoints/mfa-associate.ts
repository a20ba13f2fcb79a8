import type { RouteHandlerMethod } from 'fastify';
import { z } from 'zod';
import { oauthError } from '../errors.ts';
import { requestParameters } from '../http/parameters.ts';
import { sendJson } from '../http/response-headers.ts';
import type { AuthenticatorKind } from '../mfa/authenticators.ts';
import { isFactorOn } from '../mfa/factors.ts';
import { mfaBearer } from '../mfa/mfa-bearer.ts';
import { barcodeUri, newSecret } from '../mfa/one-time-passwords.ts';
import { giveRecoveryCode } from '../mfa/recovery-codes.ts';
import { sendCode } from '../mfa/send-code.ts';
import type { Tenant } from '../tenant-state.ts';
import type { User } from '../users/user-directory.ts';

const parametersSchema = z.object({
  authenticator_types: z.array(z.enum(['otp', 'oob'])).min(1),
  oob_channels: z.array(z.enum(['sms', 'email', 'voice', 'auth0'])).default([]),
  phone_number: z.string().optional(),
  email: z.string().optional(),
});

type Parameters = z.output<typeof parametersSchema>;

/** `POST /mfa/associate`: begins to enrol a second factor. Its first code, at `/oauth/token`, confirms it. */
export function associateEndpoint(tenant: Tenant): RouteHandlerMethod {
  return async (request, reply) => {
    reply.type('application/json; charset=utf-8');
    const { user, login } = await mfaBearer(tenant, request, 'enroll');
    const isFirst = tenant.mfa.authenticators.enrolled(user).length === 0;
    // A login that has only been asked for a factor does not let its holder add one to get past that.
    if (login && !isFirst) throw alreadyEnrolled(tenant);
    const parameters = parsed(requestParameters(request));
    const kind = kindOf(tenant, parameters);
    const answer =
      kind === 'totp' ? app(tenant, user) : phoneOrAddress(tenant, user, kind, parameters);
    const codes = isFirst && isFactorOn(tenant.settings, 'recovery-code');
    const recovery_codes = codes && [giveRecoveryCode(tenant.mfa.authenticators, user)];
    return sendJson(reply, { ...answer, ...(recovery_codes && { recovery_codes }) });
  };
}

function alreadyEnrolled({ settings }: Tenant) {
  const { already_enrolled_status: status } = settings.unconfirmed;
  const error = status === 400 ? 'invalid_request' : 'access_denied';
  return oauthError(status, error, 'User is already enrolled.');
}

function parsed(parameters: unknown): Parameters {
  const { data, error } = parametersSchema.safeParse(parameters);
  if (data) return data;
  const [issue] = error.issues;
  throw oauthError(400, 'invalid_request', `Invalid ${issue?.path.join('.') ?? 'request'}`);
}

function kindOf({ settings }: Tenant, parameters: Parameters): AuthenticatorKind {
  const [type] = parameters.authenticator_types;
  const [channel] = parameters.oob_channels;
  const kind =
    type === 'otp' ? 'totp' : channel === 'email' ? 'email' : channel === 'sms' ? 'sms' : undefined;
  if (kind && isFactorOn(settings, kind)) return kind;
  throw oauthError(403, 'access_denied', `${channel ?? type ?? ''} is not enabled`);
}

function app({ mfa, settings }: Tenant, user: User): object {
  const secret = newSecret();
  mfa.authenticators.add(user, { kind: 'totp', secret });
  const issuer = settings.tenant.friendly_name;
  const barcode_uri = barcodeUri(secret, { issuer, user: user.email });
  return { authenticator_type: 'otp', secret, barcode_uri };
}

function phoneOrAddress(
  tenant: Tenant,
  user: User,
  kind: AuthenticatorKind,
  { phone_number, email = user.email }: Parameters,
): object {
  const isSms = kind === 'sms';
  if (isSms && !/^\+[0-9]{1,15}$/.test(phone_number ?? '')) {
    throw oauthError(400, 'invalid_request', 'Invalid phone_number');
  }
  if (!isSms && !z.email().safeParse(email).success) {
    throw oauthError(400, 'invalid_request', 'Invalid email');
  }
  const target = isSms ? { phone_number: phone_number ?? '' } : { email };
  const authenticator = tenant.mfa.authenticators.add(user, { kind, ...target });
  const oob_code = sendCode(tenant, user, authenticator);
  return { authenticator_type: 'oob', binding_method: 'prompt', oob_channel: kind, oob_code };
}
