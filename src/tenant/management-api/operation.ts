import type { FastifyReply, FastifyRequest, RouteHandlerMethod } from 'fastify';
import { managementError, Refusal } from '../errors.ts';
import { rateLimitHeaders, sendJson } from '../http/response-headers.ts';
import type { Tenant } from '../tenant-state.ts';
import type { VerifiedAccessToken } from '../tokens/verify-access-token.ts';
import { checkManagementScopes } from './authorization.ts';
import { logManagementCall } from './log-call.ts';

/** An operation of the Management API. */
export interface ManagementOperation {
  /** Accepted scopes. The token needs one of them. In `read:users read:roles`, it needs both. */
  scopes: readonly string[];
  /** Auth0's name of the operation in the log. Undefined for an operation that only reads, which is not logged. */
  name?: string;
  /** Status of a successful answer with a body. Default: 200. An answer without a body has 204. */
  status?: 200 | 201 | 202;
  /**
   * Does the work, and returns the body of the answer, if there is one.
   *
   * @param scopes - all scopes of the token
   * @throws Refusal in the form of the Management API
   */
  answer: (
    request: FastifyRequest,
    scopes: readonly string[],
  ) => object | undefined | Promise<object | undefined>;
}

/**
 * Makes the handler of an operation. It sets headers, applies the rate limit, checks scopes, runs the operation and logs the
 * result.
 */
export function managementHandler(
  tenant: Tenant,
  operation: ManagementOperation,
): RouteHandlerMethod {
  return async (request, reply) => {
    reply.headers({
      'content-type': 'application/json; charset=utf-8',
      'cache-control': 'no-cache',
    });
    takeManagementCall(tenant, reply);
    const token = await checkManagementScopes(tenant, request, operation.scopes);
    const body = await answerAndLog(tenant, operation, request, token);
    return body === undefined
      ? reply.code(204).send()
      : sendJson(reply.code(operation.status ?? 200), body);
  };
}

/**
 * Takes a token from the bucket of Management API calls, which all callers share.
 *
 * @throws Refusal 429 if the bucket is empty
 */
function takeManagementCall({ attackProtection }: Tenant, reply: FastifyReply): void {
  const state = attackProtection.managementApi.take('');
  rateLimitHeaders(reply, state);
  if (state.retryAfter === undefined) return;
  throw managementError(429, 'Global limit has been reached', 'too_many_requests');
}

async function answerAndLog(
  tenant: Tenant,
  { name, status = 200, answer }: ManagementOperation,
  request: FastifyRequest,
  { client_id, scopes }: VerifiedAccessToken,
): Promise<object | undefined> {
  const log = (type: 'sapi' | 'fapi', description: string, response: object): void => {
    if (name !== undefined)
      logManagementCall(tenant, request, { type, description, client_id, response });
  };
  try {
    const body = await answer(request, scopes);
    log('sapi', name ?? '', { statusCode: body === undefined ? 204 : status, body });
    return body;
  } catch (error) {
    if (error instanceof Refusal) {
      log('fapi', error.message, { statusCode: error.status, body: error.body });
    }
    throw error;
  }
}
