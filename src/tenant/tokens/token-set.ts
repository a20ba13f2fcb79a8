import type { Client, ResourceServer } from '../settings/settings.ts';
import { permissionsOf } from '../users/permissions.ts';
import type { Roles } from '../users/roles.ts';
import type { User } from '../users/user.ts';
import type { UserInfoClaims } from '../users/userinfo-claims.ts';
import { hasPermissionsClaim, issueAccessToken } from './access-token.ts';
import type { TokenSet } from './grant-result.ts';
import { issueIdToken } from './id-token.ts';
import type { TokenIssuer } from './token-issuer.ts';

/** A login or refresh that has passed all checks, and whose tokens can be issued. */
export interface Authorization {
  client: Client;
  user: User;
  resourceServer: ResourceServer | undefined;
  scopes: string[];
  gty: string | string[];
  customClaims: { accessToken: Record<string, unknown>; idToken: Record<string, unknown> };
  refresh_token: string | undefined;
}

/** The parts of a tenant that {@link issueTokenSet} needs. */
export interface TokenSetIssuer extends TokenIssuer {
  readonly roles: Roles;
  readonly userInfoClaims: UserInfoClaims;
}

/** Issues the tokens of a login or a refresh. */
export async function issueTokenSet(
  tenant: TokenSetIssuer,
  { client, user, resourceServer, scopes, gty, customClaims, refresh_token }: Authorization,
): Promise<TokenSet> {
  const permissions =
    resourceServer && hasPermissionsClaim(resourceServer)
      ? permissionsOf(tenant.roles, user, resourceServer.identifier)
      : undefined;
  const { access_token, expires_in } = await issueAccessToken(tenant, {
    sub: user.user_id,
    client,
    resourceServer,
    scopes,
    permissions,
    gty,
    customClaims: customClaims.accessToken,
  });
  tenant.userInfoClaims.remember(user.user_id, client.client_id, customClaims.idToken);
  return {
    access_token,
    ...(refresh_token !== undefined && { refresh_token }),
    ...(scopes.includes('openid') && {
      id_token: await issueIdToken(tenant, {
        user,
        client,
        scopes,
        customClaims: customClaims.idToken,
      }),
    }),
    ...(scopes.length > 0 && { scope: scopes.join(' ') }),
    expires_in,
    token_type: 'Bearer',
  };
}
