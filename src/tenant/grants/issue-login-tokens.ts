import type { TokenRequest } from '../logins/token-request.ts';
import type { InterruptedLogin } from '../mfa/mfa-tokens.ts';
import type { Device } from '../refresh-tokens/refresh-token-family.ts';
import { findResourceServer } from '../resource-servers/resource-servers.ts';
import type { GrantResult } from '../tokens/grant-result.ts';
import { issueTokenSet } from '../tokens/token-set.ts';
import { identifierOf } from '../users/profile.ts';
import type { User } from '../users/user.ts';
import { checkRefreshToken } from './check-refresh-token.ts';

/**
 * Issues the tokens of a login or a refresh that has passed all checks, at once or after a second factor.
 *
 * @throws Refusal 403 `invalid_grant` for a refresh token that another request has used up meanwhile
 */
export async function issueLoginTokens(
  tokenRequest: TokenRequest,
  user: User,
  login: InterruptedLogin,
): Promise<GrantResult> {
  const { tenant, client } = tokenRequest;
  const { audience, outcome, refresh_token: presented } = login;
  const isRefresh = presented !== undefined;
  if (isRefresh) checkRefreshToken(tokenRequest, presented);
  const tokenSet = await issueTokenSet(tenant, {
    client,
    user,
    resourceServer: audience === undefined ? undefined : findResourceServer(tenant, audience),
    scopes: outcome.scopes,
    gty: isRefresh ? ['refresh_token', 'password'] : 'password',
    customClaims: outcome,
    refresh_token: isRefresh
      ? tenant.refreshTokens.exchange(presented, client, deviceOf(tokenRequest))
      : firstRefreshToken(tokenRequest, login),
  });
  const { user_id, connection } = user;
  const user_name = identifierOf(user);
  return {
    tokenSet,
    log: {
      ...(!isRefresh && { connection }),
      ...{ user_id, user_name },
      ...(isRefresh && audience !== undefined && { audience }),
    },
  };
}

/**
 * Issues the first refresh token of a login, if its scopes allow one. The token has the scopes from before the Actions ran, because
 * the Actions run again at each refresh.
 */
function firstRefreshToken(
  tokenRequest: TokenRequest,
  { user_id, client_id, audience, scopes }: InterruptedLogin,
): string | undefined {
  if (!scopes.includes('offline_access')) return undefined;
  const grant = { user_id, client_id, audience, scopes };
  return tokenRequest.tenant.refreshTokens.issue(grant, deviceOf(tokenRequest));
}

function deviceOf({ address, request }: TokenRequest): Device {
  return { ip: address.ip, user_agent: request.headers['user-agent'] ?? '' };
}
