import { oauthError } from '../errors.ts';
import { requiredParameter } from '../http/parameters.ts';
import { runPostLogin } from '../logins/post-login.ts';
import { listPermittedScopes } from '../logins/requested-access.ts';
import { checkSecondFactor } from '../logins/second-factor.ts';
import type { TokenRequest } from '../logins/token-request.ts';
import type { RefreshGrant } from '../refresh-tokens/refresh-token-family.ts';
import { findResourceServer } from '../resource-servers/resource-servers.ts';
import type { GrantResult } from '../tokens/grant-result.ts';
import { isOidcScope, readScopes } from '../tokens/scopes.ts';
import { identifierOf } from '../users/profile.ts';
import type { User } from '../users/user.ts';
import { checkRefreshToken, refreshTokenRefusal } from './check-refresh-token.ts';
import type { Grant } from './grant.ts';
import { issueLoginTokens } from './issue-login-tokens.ts';

/** Refresh token grant (RFC 6749 §6): issues new tokens for a refresh token. The client's settings decide about rotation. */
export const refreshTokenGrant: Grant = {
  success: 'sertft',
  failure: 'fertft',
  honoursForwardedFor: false,
  exchange: refresh,
};

async function refresh(tokenRequest: TokenRequest): Promise<GrantResult> {
  const { tenant, client, parameters } = tokenRequest;
  const token = requiredParameter(parameters, 'refresh_token');
  const grant = checkRefreshToken(tokenRequest, token);
  const user = findActiveUser(tokenRequest, grant);
  const { audience } = grant;
  const resourceServer = audience === undefined ? undefined : findResourceServer(tenant, audience);
  const permitted = listPermittedScopes(tenant, client, user, resourceServer);
  const scopes = narrowScopes(grant.scopes, readScopes(parameters)).filter(
    (scope) => isOidcScope(scope) || permitted.includes(scope),
  );
  const protocol = 'oauth2-refresh-token';
  const outcome = await runPostLogin(tokenRequest, { user, protocol, resourceServer, scopes });

  const { client_id } = client;
  const login = {
    ...{ client_id, user_id: user.user_id, audience, scopes, outcome },
    // The token is checked again when the tokens are issued, because another request may use it while the user proves a second
    // factor.
    refresh_token: token,
  };
  if (tenant.settings.guardian.challenge_on_refresh) checkSecondFactor(tokenRequest, user, login);
  return issueLoginTokens(tokenRequest, user, login);
}

function findActiveUser({ tenant }: TokenRequest, { user_id }: RefreshGrant): User {
  const user = tenant.users.findById(user_id);
  if (!user) throw refreshTokenRefusal({ reason: 'grant_revoked' });
  if (user.blocked) {
    throw oauthError(403, 'invalid_grant', 'user is blocked', { log: toLogMembers(user) });
  }
  return user;
}

/** Reduces the granted scopes to the requested ones. Ignores a requested scope that was not granted. */
function narrowScopes(granted: string[], requested: string[]): string[] {
  return requested.length === 0 ? granted : granted.filter((scope) => requested.includes(scope));
}

function toLogMembers(user: User): { user_id: string; user_name: string } {
  return { user_id: user.user_id, user_name: identifierOf(user) };
}
