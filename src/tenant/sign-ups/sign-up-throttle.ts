import type { FastifyReply } from 'fastify';
import { isAllowlisted } from '../attack-protection/allowlist.ts';
import { databaseError, oauthError } from '../errors.ts';
import type { Refusal } from '../errors.ts';
import type { ClientAddress } from '../http/client-address.ts';
import { rateLimitHeaders } from '../http/response-headers.ts';
import type { Tenant } from '../tenant-state.ts';

/**
 * Applies suspicious-IP throttling to a sign-up. Counts every attempt of the peer's address, successful or not. Ignores
 * `auth0-forwarded-for`, since the client does not authenticate.
 *
 * @throws Refusal 429 after too many attempts
 */
export function takeSignUpAttempt(
  tenant: Tenant,
  { ip, client_ip }: ClientAddress,
  reply: FastifyReply,
): void {
  const { suspicious_ip_throttling } = tenant.settings.attack_protection;
  const { enabled, shields, allowlist } = suspicious_ip_throttling;
  if (!enabled || isAllowlisted(allowlist, ip)) return;

  const state = tenant.attackProtection.preUserRegistration.take(ip);
  rateLimitHeaders(reply, state);
  if (state.retryAfter === undefined) return;
  tenant.logs.write({ type: 'limit_mu', ip, client_ip, details: { flow: 'signup' } });
  if (!shields.includes('block')) return;
  if (tenant.settings.unconfirmed.retry_after) reply.header('retry-after', state.retryAfter);
  throw throttlingError(tenant);
}

function throttlingError({ settings }: Tenant): Refusal {
  const description = 'Too many sign-ups from this address.';
  return settings.unconfirmed.sign_up_429_body === 'oauth'
    ? oauthError(429, 'too_many_attempts', description)
    : databaseError('too_many_attempts', description, {
        name: 'TooManyRequestsError',
        statusCode: 429,
      });
}
