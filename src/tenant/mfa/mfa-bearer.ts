import type { FastifyRequest } from 'fastify';
import { oauthError } from '../errors.ts';
import { mfaAudience } from '../resource-servers.ts';
import type { Tenant } from '../tenant-state.ts';
import { bearerToken } from '../tokens/bearer-token.ts';
import { verifyAccessToken } from '../tokens/verify-access-token.ts';
import type { User } from '../users/user-directory.ts';
import type { InterruptedLogin } from './mfa-tokens.ts';

/** Whoever presents an `mfa_token`, or an access token for the MFA API. */
export interface MfaBearer {
  user: User;
  /** The login that waits; undefined for an access token, whose holder has proved their second factor. */
  login: InterruptedLogin | undefined;
}

/**
 * Finds out who presents a token in the `Authorization` header.
 *
 * @param scope - what an access token needs
 * @throws Refusal 401 for none and for a bad one, 403 `expired_token`, 403 `insufficient_scope`
 */
export function mfaBearer(
  tenant: Tenant,
  request: FastifyRequest,
  scope: string,
): Promise<MfaBearer> {
  return holderOf(tenant, bearerToken(request) ?? '', scope);
}

/**
 * The same for a token that stands in a body.
 *
 * @throws Refusal as {@link mfaBearer}
 */
export async function holderOf(tenant: Tenant, token: string, scope: string): Promise<MfaBearer> {
  const login = tenant.mfa.tokens.find(token);
  if (login === 'expired') throw expired();
  if (login !== 'unknown') return { user: login.user, login };
  const { sub, scopes } = await verified(tenant, token);
  if (!scopes.includes(scope)) {
    throw oauthError(403, 'insufficient_scope', `Insufficient scope, expected any of: ${scope}`);
  }
  const user = tenant.users.findById(sub);
  if (!user) throw malformed(tenant);
  return { user, login: undefined };
}

async function verified(tenant: Tenant, token: string) {
  try {
    return await verifyAccessToken(tenant, token, mfaAudience(tenant));
  } catch {
    throw malformed(tenant);
  }
}

function expired() {
  return oauthError(403, 'expired_token', 'mfa_token is expired');
}

function malformed({ settings }: Tenant) {
  const { mfa_token_malformed_status: status } = settings.unconfirmed;
  const error = status === 401 ? 'invalid_token' : 'invalid_grant';
  return oauthError(status, error, 'Malformed mfa_token');
}
