import type { FastifyReply } from 'fastify';
import { oauthError } from '../errors.ts';
import type { Refusal, RefusalLog } from '../errors.ts';
import type { TenantSettings } from '../settings/settings.ts';

/** The request that came too often: its tenant, and the reply that says so. */
export interface ThrottledRequest {
  tenant: { settings: TenantSettings };
  reply: FastifyReply;
}

/** `too_many_attempts`, a 429; whether it says when to come back is one of the things nobody has recorded. */
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
