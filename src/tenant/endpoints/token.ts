import type { RouteHandlerMethod } from 'fastify';
import { authenticateClient } from '../clients/client-authentication.ts';
import { oauthError, Refusal } from '../errors.ts';
import type { Grant } from '../grants/grant.ts';
import { grants } from '../grants/grants.ts';
import { clientAddress } from '../http/client-address.ts';
import { requestParameters, requiredParameter } from '../http/parameters.ts';
import { oauthHeaders, sendJson } from '../http/response-headers.ts';
import { triedLogin } from '../logins/connections.ts';
import { logExchange } from '../logins/log-exchange.ts';
import type { TokenRequest } from '../logins/token-request.ts';
import type { Client } from '../settings/settings.ts';
import type { Tenant } from '../tenant-state.ts';
import type { GrantResult } from '../tokens/grant-result.ts';

/** Serves `POST /oauth/token` (RFC 6749 §3.2). The body may be a form or JSON. */
export function tokenEndpoint(tenant: Tenant): RouteHandlerMethod {
  return async (request, reply) => {
    oauthHeaders(reply);
    const parameters = requestParameters(request);
    const grantType = requiredParameter(parameters, 'grant_type');
    const grant = supportedGrant(tenant, grantType);
    const client = authenticateClient(tenant, request);
    checkGrantAllowed(client, grantType);
    const address = clientAddress(request, grant.honoursForwardedFor ? client : undefined);
    const tokenRequest = { tenant, client, parameters, address, request, reply };
    const { tokenSet, log } = await exchangeAndLog(grant, tokenRequest);
    logExchange(grant.success, tokenRequest, log);
    reply.headers({ 'cache-control': 'no-store', pragma: 'no-cache' });
    return sendJson(reply, tokenSet);
  };
}

function supportedGrant({ settings }: Tenant, grantType: string): Grant {
  const grant = grants.get(grantType);
  if (!grant) {
    const { unsupported_grant_type_status: status } = settings.unconfirmed;
    throw oauthError(status, 'unsupported_grant_type', `Unsupported grant type: ${grantType}`);
  }
  return grant;
}

function checkGrantAllowed({ grant_types }: Client, grantType: string): void {
  if (grant_types.includes(grantType)) return;
  const description = `Grant type '${grantType}' not allowed for the client.`;
  throw oauthError(403, 'unauthorized_client', description);
}

async function exchangeAndLog(grant: Grant, tokenRequest: TokenRequest): Promise<GrantResult> {
  try {
    return await grant.exchange(tokenRequest);
  } catch (error) {
    if (error instanceof Refusal) {
      const { message: description, log } = error;
      const hostname = tokenRequest.request.host;
      logExchange(grant.failure, tokenRequest, {
        ...{ description, hostname, user_id: '' },
        ...log,
        ...(grant.failure === 'fepft' && triedLogin(tokenRequest)),
      });
    }
    throw error;
  }
}
