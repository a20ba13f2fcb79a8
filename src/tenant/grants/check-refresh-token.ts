import { oauthError } from '../errors.ts';
import type { Refusal } from '../errors.ts';
import type { TokenRequest } from '../logins/token-request.ts';
import type { RefreshFailure, RefreshGrant } from '../refresh-tokens/refresh-token-family.ts';

/**
 * Checks a refresh token of the client, and returns its grant.
 *
 * @throws Refusal 403 `invalid_grant`
 */
export function checkRefreshToken({ tenant, client }: TokenRequest, token: string): RefreshGrant {
  const { grant, failure } = tenant.refreshTokens.check(token, client);
  if (failure) throw refreshTokenRefusal(failure);
  return grant;
}

/** Makes the refusal of a refresh token. Its message is always the same, and only the log has the reason. */
export function refreshTokenRefusal(failure: RefreshFailure): Refusal {
  const { reason, ...family } = failure;
  return oauthError(403, 'invalid_grant', 'Unknown or invalid refresh token.', {
    log:
      reason === 'reused'
        ? { type: 'ferrt', description: 'Reused rotated refresh token.', details: family }
        : { details: { failure_reason: reason } },
  });
}
