import { isAllowlisted } from '../attack-protection/allowlist.ts';
import { tooManyAttempts } from '../attack-protection/too-many-attempts.ts';
import { rateLimitHeaders } from '../http/response-headers.ts';
import { logExchange } from './log-exchange.ts';
import type { TokenRequest } from './token-request.ts';

/**
 * Applies suspicious-IP throttling: takes one of the address's attempts before the login. The caller gives the attempt back after a
 * successful login.
 *
 * @returns a function that gives the attempt back, if one was taken
 * @throws Refusal 429 if the address has no attempt left
 * @see https://auth0.com/docs/secure/attack-protection/suspicious-ip-throttling
 */
export function takeLoginAttempt(tokenRequest: TokenRequest): () => void {
  const { tenant, address, reply } = tokenRequest;
  const { enabled, shields, allowlist } =
    tenant.settings.attack_protection.suspicious_ip_throttling;
  if (!enabled || isAllowlisted(allowlist, address.ip)) return nothing;

  const { preLogin } = tenant.attackProtection;
  const state = preLogin.take(address.ip);
  rateLimitHeaders(reply, state);
  if (state.retryAfter === undefined) {
    return () => {
      preLogin.giveBack(address.ip);
    };
  }
  logExchange('limit_mu', tokenRequest, { details: { flow: 'login' } });
  if (shields.includes('block')) {
    throw tooManyAttempts(tokenRequest, suspiciousBehavior, { retryAfter: state.retryAfter });
  }
  return nothing;
}

const nothing = (): void => undefined;

const suspiciousBehavior =
  'We have detected suspicious login behavior and further attempts will be blocked. Please contact the administrator.';
