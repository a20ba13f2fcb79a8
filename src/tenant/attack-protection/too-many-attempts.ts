import type { FastifyReply } from 'fastify';
import { oauthError } from '../errors.ts';
import type { Refusal, RefusalLog } from '../errors.ts';
import type { TenantSettings } from '../settings/settings.ts';

/** A throttled request: its tenant and its reply. */
export interface ThrottledRequest {
  tenant: { settings: TenantSettings };
  reply: FastifyReply;
}

/** Makes a `too_many_attempts` refusal, 429 by default. Auth0's `Retry-After` is unconfirmed, so a setting decides. */
export function tooManyAttempts(
  { tenant, reply }: ThrottledRequest,
  description: string,
  {
    retryAfter,
    status = 429,
    log,
  }: { retryAfter?: number; status?: number; log?: RefusalLog } = {},
): Refusal {
  if (tenant.settings.unconfirmed.retry_after && retryAfter !== undefined) {
    reply.header('retry-after', retryAfter);
  }
  return oauthError(status, 'too_many_attempts', description, { ...(log && { log }) });
}
