import { oauthError } from '../errors.ts';
import type { Refusal } from '../errors.ts';
import { requiredParameter } from '../http/parameters.ts';
import { runPostLogin } from '../logins/post-login.ts';
import { listPermittedScopes } from '../logins/requested-access.ts';
import { checkSecondFactor } from '../logins/second-factor.ts';
import type { TokenRequest } from '../logins/token-request.ts';
import type { RefreshFailure, RefreshGrant } from '../refresh-tokens/refresh-token-family.ts';
import { findResourceServer } from '../resource-servers/resource-servers.ts';
import type { GrantResult } from '../tokens/grant-result.ts';
import { isOidcScope, readScopes } from '../tokens/scopes.ts';
import { issueTokenSet } from '../tokens/token-set.ts';
import { isBlocked } from '../users/is-blocked.ts';
import type { User } from '../users/user.ts';
import type { Grant } from './grant.ts';

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
  const grant = checkGrant(tokenRequest, token);
  const user = findActiveUser(tokenRequest, grant);
  const { audience } = grant;
  const resourceServer = audience === undefined ? undefined : findResourceServer(tenant, audience);
  const permitted = listPermittedScopes(tenant, client, user, resourceServer);
  const scopes = narrowScopes(grant.scopes, readScopes(parameters)).filter(
    (scope) => isOidcScope(scope) || permitted.includes(scope),
  );
  const protocol = 'oauth2-refresh-token';
  const outcome = await runPostLogin(tokenRequest, { user, protocol, resourceServer, scopes });

  const finish = async (): Promise<GrantResult> => {
    // Check again: another request may have used the token while the Actions ran or the user proved a second factor.
    checkGrant(tokenRequest, token);
    const refresh_token = tenant.refreshTokens.exchange(token, client);
    const tokenSet = await issueTokenSet(tenant, {
      client,
      user,
      resourceServer,
      scopes: outcome.scopes,
      gty: ['refresh_token', 'password'],
      customClaims: outcome,
      refresh_token,
    });
    return {
      tokenSet,
      log: { ...toLogMembers(user), ...(audience !== undefined && { audience }) },
    };
  };
  if (tenant.settings.guardian.challenge_on_refresh) checkSecondFactor(tokenRequest, user, finish);
  return finish();
}

function checkGrant({ tenant, client }: TokenRequest, token: string): RefreshGrant {
  const { grant, failure } = tenant.refreshTokens.check(token, client);
  if (failure) throw tokenRefusal(failure);
  return grant;
}

/** Makes the refusal of a refresh token. Its message is always the same, and only the log has the reason. */
function tokenRefusal(failure: RefreshFailure): Refusal {
  const { reason, ...family } = failure;
  return oauthError(403, 'invalid_grant', 'Unknown or invalid refresh token.', {
    log:
      reason === 'reused'
        ? { type: 'ferrt', description: 'Reused rotated refresh token.', details: family }
        : { details: { failure_reason: reason } },
  });
}

function findActiveUser({ tenant }: TokenRequest, { user_id }: RefreshGrant): User {
  const user = tenant.users.findById(user_id);
  if (!user) throw tokenRefusal({ reason: 'grant_revoked' });
  if (isBlocked(tenant.settings, user)) {
    throw oauthError(403, 'invalid_grant', 'user is blocked', { log: toLogMembers(user) });
  }
  return user;
}

/** Reduces the granted scopes to the requested ones. Ignores a requested scope that was not granted. */
function narrowScopes(granted: string[], requested: string[]): string[] {
  return requested.length === 0 ? granted : granted.filter((scope) => requested.includes(scope));
}

function toLogMembers({ user_id, email }: User): { user_id: string; user_name: string } {
  return { user_id, user_name: email };
}
