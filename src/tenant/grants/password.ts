import { oauthError } from '../errors.ts';
import { requiredParameter } from '../http/parameters.ts';
import { defaultConnection, realmConnection } from '../logins/connections.ts';
import { runPostLogin } from '../logins/post-login.ts';
import { findRequestedApi, listPermittedScopes } from '../logins/requested-access.ts';
import { checkSecondFactor } from '../logins/second-factor.ts';
import { takeLoginAttempt } from '../logins/login-throttle.ts';
import type { TokenRequest } from '../logins/token-request.ts';
import { authenticateUser } from '../logins/user-authentication.ts';
import type { Client, Connection, ResourceServer } from '../settings/settings.ts';
import type { GrantResult } from '../tokens/grant-result.ts';
import { grantScopes, readScopes } from '../tokens/scopes.ts';
import type { Grant } from './grant.ts';
import { issueLoginTokens } from './issue-login-tokens.ts';

/** Resource owner password grant (RFC 6749 §4.3): signs a user in to the tenant's default directory. */
export const passwordGrant: Grant = {
  success: 'sepft',
  failure: 'fepft',
  honoursForwardedFor: true,
  exchange: (tokenRequest) => signIn(tokenRequest, defaultConnection),
};

/**
 * Password-realm grant, Auth0's extension of the password grant: signs a user in to the connection whose realm the request names.
 *
 * @see https://auth0.com/docs/get-started/authentication-and-authorization-flow/resource-owner-password-flow
 */
export const passwordRealmGrant: Grant = {
  success: 'sepft',
  failure: 'fepft',
  honoursForwardedFor: true,
  exchange: (tokenRequest) => signIn(tokenRequest, realmConnection),
};

async function signIn(
  tokenRequest: TokenRequest,
  connectionOf: (tokenRequest: TokenRequest) => Connection,
): Promise<GrantResult> {
  const { tenant, client, parameters, address } = tokenRequest;
  const username = requiredParameter(parameters, 'username');
  const password = requiredParameter(parameters, 'password');
  const requested = readScopes(parameters);
  checkPasswordGrantUsable(client);
  const giveAttemptBack = takeLoginAttempt(tokenRequest);
  const resourceServer = findRequestedApi(tokenRequest);
  const connection = connectionOf(tokenRequest).name;
  const user = await authenticateUser(tokenRequest, { connection, username, password });
  tenant.users.countLogin(user, address.ip);

  const scopes = grantScopes({
    requested,
    permitted: listPermittedScopes(tenant, client, user, resourceServer),
    isOfflineAllowed: isOfflineAllowed(client, resourceServer),
  });
  const protocol = 'oauth2-password';
  const outcome = await runPostLogin(tokenRequest, { user, protocol, resourceServer, scopes });
  giveAttemptBack();
  const login = {
    client_id: client.client_id,
    user_id: user.user_id,
    audience: resourceServer?.identifier,
    scopes,
    outcome,
    refresh_token: undefined,
  };
  checkSecondFactor(tokenRequest, user, login);
  return issueLoginTokens(tokenRequest, user, login);
}

/** Refuses third-party clients, and clients that require an organization, as Auth0 does for this grant. */
function checkPasswordGrantUsable({ is_first_party, organization_usage }: Client): void {
  if (is_first_party && organization_usage !== 'require') return;
  throw oauthError(
    403,
    'unauthorized_client',
    is_first_party
      ? 'This client requires an organization, which this grant does not support.'
      : 'Third-party clients may not use this grant.',
  );
}

function isOfflineAllowed(client: Client, resourceServer: ResourceServer | undefined): boolean {
  return (
    client.grant_types.includes('refresh_token') && (resourceServer?.allow_offline_access ?? true)
  );
}
