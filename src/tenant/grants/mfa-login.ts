import { tooManyAttempts } from '../attack-protection/too-many-attempts.ts';
import { oauthError } from '../errors.ts';
import { requiredParameter } from '../http/parameters.ts';
import { runPostLogin } from '../logins/post-login.ts';
import type { TokenRequest } from '../logins/token-request.ts';
import { checkNotBlocked } from '../logins/user-authentication.ts';
import { logGuardianEvent } from '../mfa-api/log-guardian-event.ts';
import { checkClient, mfaBearer } from '../mfa-api/mfa-bearer.ts';
import type { MfaBearer } from '../mfa-api/mfa-bearer.ts';
import type { Authenticator } from '../users/authenticator.ts';
import { findResourceServer, mfaAudience } from '../resource-servers/resource-servers.ts';
import type { GrantResult } from '../tokens/grant-result.ts';
import { issueTokenSet } from '../tokens/token-set.ts';
import { issueLoginTokens } from './issue-login-tokens.ts';

/** Result of checking a code: the authenticator to which the code belongs, or the reason for a refusal. */
export type Proof = Authenticator | 'used' | 'wrong';

/**
 * Finishes an interrupted login after a correct code, and confirms the authenticator if it is new. A correct code uses up the
 * `mfa_token`. After a wrong one the token stays valid.
 *
 * @param codeName - Auth0's name for the code
 * @param prove - checks the code and marks it as used
 * @throws Refusal 403 `invalid_grant` for a wrong code or an invalid `mfa_token`; 429 after too many wrong codes
 */
export async function finishLogin(
  tokenRequest: TokenRequest,
  codeName: 'otp_code' | 'binding_code' | 'recovery_code',
  prove: (bearer: MfaBearer) => Proof,
): Promise<GrantResult> {
  const { tenant, client, parameters, request } = tokenRequest;
  const mfa_token = requiredParameter(parameters, 'mfa_token');
  const malformed = oauthError(403, 'invalid_grant', 'Malformed mfa_token');
  const bearer = await mfaBearer(tenant, mfa_token, 'enroll', malformed);
  checkClient(bearer, client);
  checkNotBlocked(tokenRequest, bearer.user);
  const events = codeName === 'recovery_code' ? recoveryEvents : codeEvents;
  takeAttempt(tokenRequest, bearer, events.tooMany);

  const authenticator = prove(bearer);
  tenant.users.save(bearer.user); // The proof may have used up a code of an authenticator.
  if (typeof authenticator === 'string') {
    logGuardianEvent(tenant, request, bearer, events.failed);
    throw codeRefusal(tokenRequest, bearer, codeName, authenticator);
  }
  tenant.mfa.attempts.giveBack(bearer.user.user_id);
  tenant.mfa.tokens.forget(mfa_token);
  const { active } = authenticator;
  if (!active) tenant.mfa.authenticators.confirm(bearer.user, authenticator);
  logGuardianEvent(tenant, request, bearer, active ? events.succeeded : 'gd_enrollment_complete');
  return bearer.login
    ? issueLoginTokens(tokenRequest, bearer.user, bearer.login)
    : mfaTokens(tokenRequest, bearer);
}

const codeEvents = {
  succeeded: 'gd_auth_succeed',
  failed: 'gd_auth_failed',
  tooMany: 'gd_otp_rate_limit_exceed',
} as const;

const recoveryEvents = {
  succeeded: 'gd_recovery_succeed',
  failed: 'gd_recovery_failed',
  tooMany: 'gd_recovery_rate_limit_exceed',
} as const;

/** Takes an attempt before the code is checked, so that parallel guesses count too. A correct code gives the attempt back. */
function takeAttempt(
  tokenRequest: TokenRequest,
  bearer: MfaBearer,
  event: (typeof codeEvents | typeof recoveryEvents)['tooMany'],
): void {
  const { tenant, request } = tokenRequest;
  const { user_id, email: user_name } = bearer.user;
  const { retryAfter } = tenant.mfa.attempts.take(user_id);
  if (retryAfter === undefined) return;
  logGuardianEvent(tenant, request, bearer, event);
  throw tooManyAttempts(tokenRequest, 'Too many wrong codes. Try again later.', {
    retryAfter,
    status: tenant.settings.unconfirmed.too_many_codes_status,
    log: { user_id, user_name },
  });
}

function codeRefusal(
  { tenant }: TokenRequest,
  { user }: MfaBearer,
  codeName: string,
  reason: 'used' | 'wrong',
) {
  const isTold = reason === 'used' && tenant.settings.unconfirmed.used_code_text === 'own';
  const description = isTold ? `The ${codeName} has already been used.` : `Invalid ${codeName}.`;
  const log = { user_id: user.user_id, user_name: user.email };
  return oauthError(403, 'invalid_grant', description, { log });
}

/**
 * Issues a token for the MFA API to a signed-in user who has confirmed another factor. It is like the token that the request
 * carries.
 */
async function mfaTokens(
  tokenRequest: TokenRequest,
  { user, scopes }: MfaBearer,
): Promise<GrantResult> {
  const { tenant, client } = tokenRequest;
  const audience = mfaAudience(tenant);
  const resourceServer = findResourceServer(tenant, audience);
  const protocol = 'oauth2-password';
  const outcome = await runPostLogin(tokenRequest, { user, protocol, resourceServer, scopes });
  const tokenSet = await issueTokenSet(tenant, {
    client,
    user,
    resourceServer,
    scopes: outcome.scopes,
    gty: 'password',
    customClaims: outcome,
    refresh_token: undefined,
  });
  return { tokenSet, log: { user_id: user.user_id, user_name: user.email, audience } };
}
