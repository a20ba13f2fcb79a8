import type { FastifyRequest } from 'fastify';
import { oauthError } from '../errors.ts';
import type { Refusal } from '../errors.ts';
import type { Authenticator } from '../mfa/authenticators.ts';
import type { InterruptedLogin } from '../mfa/mfa-tokens.ts';
import { mfaAudience } from '../resource-servers/resource-servers.ts';
import type { Client } from '../settings/settings.ts';
import type { Tenant } from '../tenant-state.ts';
import { bearerToken } from '../tokens/bearer-token.ts';
import { verifyAccessToken } from '../tokens/verify-access-token.ts';
import type { VerifiedAccessToken } from '../tokens/verify-access-token.ts';
import type { User } from '../users/user.ts';

/** Whoever presents an `mfa_token`, or an access token for the MFA API. */
export interface MfaBearer {
  /** As presented. */
  token: string;
  user: User;
  client_id: string;
  /** The login that waits; undefined for an access token: its holder has signed in, second factor and all. */
  login: InterruptedLogin | undefined;
  /** Of an access token. */
  scopes: string[];
}

/**
 * Finds out who presents a token in the `Authorization` header.
 *
 * @param scope - what an access token needs
 * @throws Refusal 401 without one, 403 `expired_token`, `insufficient_scope`; for a bad one 401, or what the settings say
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
 * Finds out whose a token is.
 *
 * @param scope - what an access token needs
 * @param malformed - the answer to a token that is none
 * @throws Refusal 403 `expired_token`, `insufficient_scope`, or `malformed`
 */
export async function mfaBearer(
  tenant: Tenant,
  token: string,
  scope: string,
  malformed: Refusal,
): Promise<MfaBearer> {
  const login = waitingLogin(tenant, token);
  const { sub, client_id, scopes } = login
    ? { sub: login.user.user_id, client_id: login.client.client_id, scopes: [scope] }
    : await verify(tenant, token, malformed);
  if (!scopes.includes(scope)) {
    throw oauthError(403, 'insufficient_scope', `Insufficient scope, expected any of: ${scope}`);
  }
  const user = tenant.users.findById(sub);
  if (!user) throw malformed;
  return { token, user, client_id, login, scopes };
}

/**
 * The login that waits for an `mfa_token`, or undefined when there never was one, or it has gone on.
 *
 * @throws Refusal 403 `expired_token`
 */
export function waitingLogin({ mfa }: Tenant, mfa_token: string): InterruptedLogin | undefined {
  const login = mfa.tokens.find(mfa_token);
  if (login === 'expired') throw oauthError(403, 'expired_token', 'mfa_token is expired');
  return login === 'unknown' ? undefined : login;
}

/**
 * Keeps other clients away.
 *
 * @throws Refusal 400 `invalid_request`
 */
export function checkClient(bearer: Pick<MfaBearer, 'client_id'>, { client_id }: Client): void {
  if (bearer.client_id === client_id) return;
  throw oauthError(400, 'invalid_request', 'The mfa_token was issued to another client.');
}

/**
 * The authenticators a bearer can show a code of. An enrolment that was never confirmed proves nothing once another one is:
 * whoever knows the password could have begun it. With an access token there is only enrolling left to do.
 */
export function provableAuthenticators(
  { mfa }: Tenant,
  { user, login }: MfaBearer,
): Authenticator[] {
  const isEnrolled = mfa.authenticators.isEnrolled(user);
  return mfa.authenticators
    .of(user)
    .filter(({ active }) => (login ? active || !isEnrolled : !active));
}

/** The answer of `/mfa/*` to an `mfa_token` that is none: 403 or 401, nobody has recorded which. */
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
