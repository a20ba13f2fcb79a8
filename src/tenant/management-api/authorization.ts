import { decodeJwt, errors } from 'jose';
import type { FastifyRequest } from 'fastify';
import { managementError } from '../errors.ts';
import type { Refusal } from '../errors.ts';
import { managementAudience } from '../resource-servers/resource-servers.ts';
import type { Tenant } from '../tenant-state.ts';
import { bearerToken } from '../tokens/bearer-token.ts';
import { verifyAccessToken } from '../tokens/verify-access-token.ts';
import type { VerifiedAccessToken } from '../tokens/verify-access-token.ts';

/**
 * Verifies the access token of a Management API call.
 *
 * @param scopes - accepted scopes; the token needs one of them, or all that one entry lists
 * @throws Refusal 401 without a valid token for this API, 403 without an accepted scope
 */
export async function checkManagementScopes(
  tenant: Tenant,
  request: FastifyRequest,
  scopes: readonly string[],
): Promise<VerifiedAccessToken> {
  const token = bearerToken(request);
  if (token === undefined) throw managementError(401, 'Missing authentication');
  const verified = await verifyToken(tenant, token);
  const alternatives = scopes.map((scope) => scope.split(' '));
  if (!alternatives.some((all) => all.every((scope) => verified.scopes.includes(scope)))) {
    const message = `Insufficient scope, expected any of: ${alternatives.flat().join(',')}`;
    throw managementError(403, message, 'insufficient_scope');
  }
  return verified;
}

async function verifyToken(tenant: Tenant, token: string): Promise<VerifiedAccessToken> {
  try {
    return await verifyAccessToken(tenant, token, managementAudience(tenant));
  } catch (error) {
    throw unauthorized(error, token);
  }
}

function unauthorized(error: unknown, token: string): Refusal {
  if (error instanceof errors.JWTExpired) {
    return managementError(401, 'Expired token received for JSON Web Token validation');
  }
  if (error instanceof errors.JWSSignatureVerificationFailed) {
    return managementError(401, 'Invalid signature received for JSON Web Token validation');
  }
  if (error instanceof errors.JWTClaimValidationFailed && error.claim === 'aud') {
    return managementError(401, `Bad audience: ${[decodeJwt(token).aud].flat().join(',')}`);
  }
  return managementError(401, 'Invalid token');
}
