import type { FastifyReply } from 'fastify';
import { oauthError } from '../errors.ts';
import type { Refusal, RefusalLog } from '../errors.ts';
import type { TenantSettings } from '../settings/settings.ts';

/** A request that is throttled, with its tenant and its reply. */
export interface ThrottledRequest {
  tenant: { settings: TenantSettings };
  reply: FastifyReply;
}

/**
 * Creates a `too_many_attempts` refusal. The default status is 429. A setting decides about `Retry-After`, because its use at
 * Auth0 is not confirmed.
 */
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
