import type { RouteHandlerMethod } from 'fastify';
import { authenticateClient } from '../clients/client-authentication.ts';
import { clientAddress } from '../http/client-address.ts';
import { requestParameters, requiredParameter } from '../http/parameters.ts';
import { oauthHeaders } from '../http/response-headers.ts';
import type { Tenant } from '../tenant-state.ts';

/**
 * Serves `POST /oauth/revoke` (RFC 7009), which revokes a refresh token and all others of the same login. With the tenant flag
 * `revoke_refresh_token_grant` it also revokes those of the user's other logins with the same client and API. An unknown token gets
 * status 200 too.
 */
export function revocationEndpoint(tenant: Tenant): RouteHandlerMethod {
  const { revoke_refresh_token_grant } = tenant.settings.tenant.flags;

  return async (request, reply) => {
    oauthHeaders(reply);
    const client = authenticateClient(tenant, request);
    const token = requiredParameter(requestParameters(request), 'token');
    const grant = tenant.refreshTokens.revoke(token, client);
    if (grant) {
      const user_name = tenant.users.findById(grant.user_id)?.email;
      if (revoke_refresh_token_grant) tenant.refreshTokens.revokeAll(grant);
      tenant.logs.write({
        type: 'srrt',
        client_id: client.client_id,
        client_name: client.name,
        ...clientAddress(request),
        user_id: grant.user_id,
        ...(user_name !== undefined && { user_name }),
      });
    }
    return reply.send(Buffer.alloc(0));
  };
}
