import { oauthError } from '../errors.ts';
import { readAudience } from '../logins/requested-access.ts';
import type { TokenRequest } from '../logins/token-request.ts';
import { clientGrantScopes, findResourceServer } from '../resource-servers/resource-servers.ts';
import type { ResourceServer } from '../settings/settings.ts';
import { hasPermissionsClaim, issueAccessToken } from '../tokens/access-token.ts';
import type { GrantResult } from '../tokens/grant-result.ts';
import { readScopes } from '../tokens/scopes.ts';
import type { Grant } from './grant.ts';

/** Client credentials grant (RFC 6749 §4.4): issues a token to a client itself, for example for the Management API. */
export const clientCredentialsGrant: Grant = {
  success: 'seccft',
  failure: 'feccft',
  honoursForwardedFor: false,
  exchange: authorizeMachine,
};

async function authorizeMachine(tokenRequest: TokenRequest): Promise<GrantResult> {
  const { tenant, client, parameters } = tokenRequest;
  const resourceServer = machineResourceServer(tokenRequest);
  const { identifier: audience } = resourceServer;
  const scopes = machineScopes(tokenRequest, audience, readScopes(parameters));
  const token = await issueAccessToken(tenant, {
    sub: `${client.client_id}@clients`,
    client,
    resourceServer,
    scopes,
    permissions: hasPermissionsClaim(resourceServer) ? scopes : undefined,
    gty: 'client-credentials',
    customClaims: {},
  });
  const { access_token, expires_in } = token;
  const scope = scopes.length > 0 && { scope: scopes.join(' ') };
  return {
    tokenSet: { access_token, ...scope, expires_in, token_type: 'Bearer' },
    log: { audience },
  };
}

function machineResourceServer({ tenant, parameters }: TokenRequest): ResourceServer {
  const audience = readAudience(tenant, parameters);
  if (audience === undefined) {
    const description =
      'No audience parameter was provided, and no default audience has been configured';
    throw oauthError(403, 'access_denied', description);
  }
  const resourceServer = findResourceServer(tenant, audience);
  if (!resourceServer) {
    throw oauthError(403, 'access_denied', `Service not enabled within domain: ${audience}`);
  }
  return resourceServer;
}

/**
 * Returns the scopes to grant: those that the request names, or by default all scopes of the client grant.
 *
 * @throws Refusal 403 without a client grant
 */
function machineScopes(
  { tenant, client }: TokenRequest,
  audience: string,
  requested: string[],
): string[] {
  const granted = clientGrantScopes(tenant, client, audience, 'client');
  if (!granted) {
    const description = `Client is not authorized to access "${audience}". You need to create a "client-grant" associated to this API.`;
    throw oauthError(403, 'access_denied', description);
  }
  return requested.length === 0 ? granted : granted.filter((scope) => requested.includes(scope));
}
