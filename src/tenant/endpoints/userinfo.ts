import type { FastifyReply, FastifyRequest, RouteHandlerMethod } from 'fastify';
import { oauthError } from '../errors.ts';
import { clientAddress } from '../http/client-address.ts';
import { publicHeaders, rateLimitHeaders, sendJson } from '../http/response-headers.ts';
import type { Tenant } from '../tenant-state.ts';
import { bearerToken } from '../tokens/bearer-token.ts';
import { verifyAccessToken } from '../tokens/verify-access-token.ts';
import type { VerifiedAccessToken } from '../tokens/verify-access-token.ts';
import { profileClaims } from '../users/profile.ts';
import type { User } from '../users/user.ts';

/**
 * Serves `GET` and `POST /userinfo` (OpenID Connect Core §5.3). The token needs the scope `openid`. A user has 10 calls at once,
 * then 5 a minute.
 */
export function userInfoEndpoint(tenant: Tenant): RouteHandlerMethod {
  return async (request, reply) => {
    const token = await verifyBearer(tenant, request);
    const user = tenant.users.findById(token?.sub ?? '');
    if (!user || !token?.scopes.includes('openid')) {
      return answerUnauthorized(tenant, request, reply);
    }

    publicHeaders(reply);
    checkUserInfoLimit(tenant, user, reply);
    return sendJson(reply, userInfo(tenant, user, token), { etag: true });
  };
}

/** Verifies the bearer token. Returns undefined without a token, or for one that is not valid at `/userinfo`. */
async function verifyBearer(
  tenant: Tenant,
  request: FastifyRequest,
): Promise<VerifiedAccessToken | undefined> {
  try {
    return await verifyAccessToken(tenant, bearerToken(request) ?? '', `${tenant.issuer}userinfo`);
  } catch {
    return undefined;
  }
}

function checkUserInfoLimit(tenant: Tenant, { user_id }: User, reply: FastifyReply): void {
  const state = tenant.attackProtection.userInfo.take(user_id);
  rateLimitHeaders(reply, state);
  if (state.retryAfter === undefined) return;
  throw oauthError(
    429,
    'too_many_requests',
    'Global limit has been reached. Check the X-RateLimit-Limit, X-RateLimit-Remaining and X-RateLimit-Reset headers.',
  );
}

function userInfo(tenant: Tenant, user: User, token: VerifiedAccessToken): object {
  return {
    sub: user.user_id,
    ...profileClaims(user, token.scopes),
    ...tenant.userInfoClaims.recall(user.user_id, token.client_id),
  };
}

/** Auth0's words, whatever is wrong with the token. */
const notValidated =
  'The access token signature could not be validated. A common cause of this is requesting multiple audiences for an access token signed with HS256, as that signature scheme requires only a single recipient for its security. Please change your API to employ RS256 if you wish to have multiple audiences for your access tokens';

/** Answers with status 401 and a plain text, which is the same for every kind of bad token. */
function answerUnauthorized(
  tenant: Tenant,
  request: FastifyRequest,
  reply: FastifyReply,
): FastifyReply {
  const { ip } = clientAddress(request);
  rateLimitHeaders(reply, tenant.attackProtection.userInfoRefused.take(ip));
  const challenge = 'Bearer realm="Users"';
  const error = `error="invalid_token", error_description="${notValidated}"`;
  publicHeaders(reply);
  return reply
    .code(401)
    .removeHeader('content-type')
    .headers({
      'www-authenticate': bearerToken(request) === undefined ? challenge : `${challenge}, ${error}`,
    })
    .send('Unauthorized');
}
