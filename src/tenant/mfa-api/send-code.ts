import type { FastifyReply, FastifyRequest } from 'fastify';
import { tooManyAttempts } from '../attack-protection/too-many-attempts.ts';
import type { Authenticator } from '../users/authenticator.ts';
import type { Tenant } from '../tenant-state.ts';
import { logGuardianEvent } from './log-guardian-event.ts';
import type { MfaBearer } from './mfa-bearer.ts';

/** An authenticator to which the tenant sends codes: a phone or an e-mail address. */
export type OobAuthenticator = Extract<Authenticator, { kind: 'sms' | 'email' }>;

/** A request that makes the tenant send a code, with its token and user. */
export interface CodeRequest {
  tenant: Tenant;
  request: FastifyRequest;
  reply: FastifyReply;
  bearer: Pick<MfaBearer, 'token' | 'user' | 'client_id'>;
}

/**
 * Sends a code to a phone or an e-mail address.
 *
 * @returns the `oob_code`, which identifies the code
 * @throws Refusal 429 if the tenant has sent the user ten codes. Six minutes later the user may request one more
 */
export function sendCode(codeRequest: CodeRequest, authenticator: OobAuthenticator): string {
  const { tenant, request, bearer } = codeRequest;
  const { retryAfter } = tenant.mfa.sendings.take(bearer.user.user_id);
  if (retryAfter !== undefined) {
    throw tooManyAttempts(codeRequest, 'Too many codes were sent. Try again later.', {
      retryAfter,
    });
  }
  const { oob_code, code } = tenant.mfa.challenges.begin(bearer.token, authenticator);
  const isMail = authenticator.kind === 'email';
  tenant.outbox.send({
    channel: authenticator.kind,
    to: isMail ? authenticator.email : authenticator.phone_number,
    template: 'mfa_oob_code',
    text: `${code} is your verification code for ${tenant.settings.tenant.friendly_name}.`,
    code,
  });
  logGuardianEvent(tenant, request, bearer, isMail ? 'gd_send_email' : 'gd_send_sms');
  return oob_code;
}
