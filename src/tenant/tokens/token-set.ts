import type { Client, ResourceServer } from '../settings/settings.ts';
import type { Tenant } from '../tenant-state.ts';
import { permissionsOf } from '../users/permissions.ts';
import type { User } from '../users/user-directory.ts';
import { hasPermissionsClaim, issueAccessToken } from './access-token.ts';
import { issueIdToken } from './id-token.ts';

/** A successful answer of `/oauth/token`, in Auth0's order of members. */
export interface TokenSet {
  access_token: string;
  /** Only where the grant gives one. */
  refresh_token?: string;
  /** Only with the scope `openid`. */
  id_token?: string;
  /** Left out when nothing was granted. */
  scope?: string;
  /** Seconds. */
  expires_in: number;
  token_type: 'Bearer';
  /** Only where a recovery code was used up: the one in its place. */
  recovery_code?: string;
}

/** What a user's login or refresh has been granted, once every check has passed. */
export interface Authorization {
  client: Client;
  user: User;
  resourceServer: ResourceServer | undefined;
  scopes: string[];
  gty: string | string[];
  customClaims: { accessToken: Record<string, unknown>; idToken: Record<string, unknown> };
  refresh_token: string | undefined;
}

/** Makes the tokens of a login or a refresh. */
export async function issueTokenSet(
  tenant: Tenant,
  { client, user, resourceServer, scopes, gty, customClaims, refresh_token }: Authorization,
): Promise<TokenSet> {
  const permissions =
    resourceServer && hasPermissionsClaim(resourceServer)
      ? permissionsOf(tenant.settings, user, resourceServer.identifier)
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
