import type { FastifyRequest } from 'fastify';
import { oauthError } from '../errors.ts';
import type { Refusal } from '../errors.ts';
import type { Authenticator } from '../users/authenticator.ts';
import type { InterruptedLogin } from '../mfa/mfa-tokens.ts';
import { mfaAudience } from '../resource-servers/resource-servers.ts';
import type { Client } from '../settings/settings.ts';
import type { Tenant } from '../tenant-state.ts';
import { bearerToken } from '../tokens/bearer-token.ts';
import { verifyAccessToken } from '../tokens/verify-access-token.ts';
import type { VerifiedAccessToken } from '../tokens/verify-access-token.ts';
import type { User } from '../users/user.ts';

/** A user who presents an `mfa_token`, or an access token for the MFA API. */
export interface MfaBearer {
  /** The token that the request carries. */
  token: string;
  user: User;
  client_id: string;
  /** The login that an `mfa_token` interrupts. Undefined for an access token, whose login is complete. */
  login: InterruptedLogin | undefined;
  /** Scopes of the token. An `mfa_token` is treated as if it had the needed scope. */
  scopes: string[];
}

/**
 * Finds the user and the rights of the token in the `Authorization` header.
 *
 * @param scope - the scope that an access token needs
 * @throws Refusal 401 without a token or for a bad JWT; 403 `expired_token` or `insufficient_scope`; {@link malformedMfaToken}
 */
export async function headerBearer(
  tenant: Tenant,
  request: FastifyRequest,
  scope: string,
): Promise<MfaBearer> {
  const token = bearerToken(request);
  if (token === undefined) throw oauthError(401, 'unauthorized', 'Missing authentication');
  const isJwt = token.split('.').length === 3;
  const invalid = isJwt
    ? oauthError(401, 'invalid_token', 'Invalid token')
    : malformedMfaToken(tenant);
  return mfaBearer(tenant, token, scope, invalid);
}

/**
 * Finds the user and the rights of a token.
 *
 * @param scope - the scope that an access token needs
 * @param malformed - the refusal of an invalid token
 * @throws Refusal 403 `expired_token` or `insufficient_scope`; `malformed`
 */
export async function mfaBearer(
  tenant: Tenant,
  token: string,
  scope: string,
  malformed: Refusal,
): Promise<MfaBearer> {
  const login = findWaitingLogin(tenant, token);
  const { sub, client_id, scopes } = login
    ? { sub: login.user_id, client_id: login.client_id, scopes: [scope] }
    : await verify(tenant, token, malformed);
  if (!scopes.includes(scope)) {
    throw oauthError(403, 'insufficient_scope', `Insufficient scope, expected any of: ${scope}`);
  }
  const user = tenant.users.findById(sub);
  if (!user) throw malformed;
  return { token, user, client_id, login, scopes };
}

/**
 * Finds the login that an `mfa_token` interrupts. Returns undefined for an unknown or used token.
 *
 * @throws Refusal 403 `expired_token`
 */
export function findWaitingLogin({ mfa }: Tenant, mfa_token: string): InterruptedLogin | undefined {
  const login = mfa.tokens.find(mfa_token);
  if (login === 'expired') throw oauthError(403, 'expired_token', 'mfa_token is expired');
  return login === 'unknown' ? undefined : login;
}

/**
 * Checks that the client is the one to which the token was issued.
 *
 * @throws Refusal 400 `invalid_request`
 */
export function checkClient(bearer: Pick<MfaBearer, 'client_id'>, { client_id }: Client): void {
  if (bearer.client_id === client_id) return;
  throw oauthError(400, 'invalid_request', 'The mfa_token was issued to another client.');
}

/**
 * Lists the authenticators whose codes are accepted. During a login, a user with a confirmed factor can use confirmed ones only,
 * because anyone with the password could start to enroll another. With an access token, only codes of new factors are accepted,
 * which they confirm.
 */
export function listProvableAuthenticators(
  { mfa }: Tenant,
  { user, login }: MfaBearer,
): Authenticator[] {
  const isEnrolled = mfa.authenticators.isEnrolled(user);
  return mfa.authenticators
    .of(user)
    .filter(({ active }) => (login ? active || !isEnrolled : !active));
}

/** Makes the refusal of a malformed `mfa_token`. Auth0's status is not confirmed, so a setting chooses 403 or 401. */
export function malformedMfaToken({ settings }: Tenant): Refusal {
  const { mfa_token_malformed_status: status } = settings.unconfirmed;
  const error = status === 401 ? 'invalid_token' : 'invalid_grant';
  return oauthError(status, error, 'Malformed mfa_token');
}

async function verify(
  tenant: Tenant,
  token: string,
  malformed: Refusal,
): Promise<VerifiedAccessToken> {
  try {
    return await verifyAccessToken(tenant, token, mfaAudience(tenant));
  } catch {
    throw malformed;
  }
}
