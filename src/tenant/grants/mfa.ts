import { oauthError } from '../errors.ts';
import type { Refusal } from '../errors.ts';
import { optionalParameter, requiredParameter } from '../http/parameters.ts';
import { tooManyAttempts } from '../logins/throttle.ts';
import { holderOf, type MfaBearer } from '../mfa/mfa-bearer.ts';
import { checkOneTimePassword } from '../mfa/one-time-passwords.ts';
import { giveRecoveryCode } from '../mfa/recovery-codes.ts';
import { findResourceServer, mfaAudience } from '../resource-servers.ts';
import { issueTokenSet } from '../tokens/token-set.ts';
import type { Grant, GrantResult, TokenRequest } from './grant.ts';

type Check = (tokenRequest: TokenRequest, bearer: MfaBearer) => 'right' | 'used' | 'wrong';

/** A code of an authenticator app; the first one of a new app confirms it. */
export const mfaOtpGrant: Grant = {
  success: 'seotpft',
  failure: 'feotpft',
  honoursForwardedFor: false,
  exchange: (tokenRequest) => proved(tokenRequest, 'Invalid otp_code.', isOtpRight),
};

/** A code that was sent; the first one of a new phone or address confirms it. */
export const mfaOobGrant: Grant = {
  success: 'seoobft',
  failure: 'feoobft',
  honoursForwardedFor: false,
  exchange: (tokenRequest) => proved(tokenRequest, 'Invalid binding_code.', isBindingCodeRight),
};

/** A recovery code, which is used up: the answer has another. */
export const mfaRecoveryCodeGrant: Grant = {
  success: 'sercft',
  failure: 'fercft',
  honoursForwardedFor: false,
  exchange: async (tokenRequest) => {
    const { tenant } = tokenRequest;
    const wrong = 'MFA Authorization rejected.';
    const { result, bearer } = await provedBy(tokenRequest, wrong, isRecoveryCodeRight);
    const recovery_code = giveRecoveryCode(tenant.mfa.authenticators, bearer.user);
    return { ...result, tokenSet: { ...result.tokenSet, recovery_code } };
  },
};

async function proved(
  tokenRequest: TokenRequest,
  wrong: string,
  check: Check,
): Promise<GrantResult> {
  return (await provedBy(tokenRequest, wrong, check)).result;
}

async function provedBy(tokenRequest: TokenRequest, wrong: string, check: Check) {
  const { tenant, client, parameters } = tokenRequest;
  const mfa_token = requiredParameter(parameters, 'mfa_token');
  const bearer = await holderOf(tenant, mfa_token, 'enroll');
  if (bearer.login && bearer.login.client !== client) {
    throw oauthError(400, 'invalid_request', 'The mfa_token was issued to another client.');
  }
  const { user_id, email: user_name } = bearer.user;
  const { retryAfter } = tenant.mfa.attempts.take(user_id);
  if (retryAfter !== undefined) {
    const log = { type: 'gd_otp_rate_limit_exceed', user_id, user_name };
    throw tooManyAttempts(tokenRequest, 'Too many attempts.', { retryAfter, log });
  }
  const outcome = check(tokenRequest, bearer);
  if (outcome !== 'right') {
    throw wrongCode(tokenRequest, outcome === 'used' ? 'used' : wrong, { user_id, user_name });
  }
  tenant.mfa.attempts.giveBack(user_id);
  if (bearer.login) tenant.mfa.tokens.forget(mfa_token);
  const result = bearer.login ? await bearer.login.finish() : await mfaTokens(tokenRequest, bearer);
  return { result, bearer };
}

/** The answer to a code that is wrong, or has been used; whether the two look alike nobody has recorded. */
function wrongCode(
  { tenant }: TokenRequest,
  wrong: string,
  log: { user_id: string; user_name: string },
): Refusal {
  const isOwn = wrong === 'used' && tenant.settings.unconfirmed.used_code_text === 'own';
  const text = wrong === 'used' ? 'Invalid otp_code.' : wrong;
  const description = isOwn ? 'The code has already been used.' : text;
  return oauthError(403, 'invalid_grant', description, { log });
}

const isOtpRight: Check = ({ tenant, parameters }, { user }) => {
  const otp = requiredParameter(parameters, 'otp');
  const apps = tenant.mfa.authenticators.of(user).filter(({ kind }) => kind === 'totp');
  const outcomes = apps.map((app) => {
    const outcome = checkOneTimePassword(app, otp, tenant.now());
    if (outcome === 'right') tenant.mfa.authenticators.confirm(user, app);
    return outcome;
  });
  return outcomes.find((outcome) => outcome === 'right') ?? outcomes.find(isUsed) ?? 'wrong';
};

const isUsed = (outcome: string): outcome is 'used' => outcome === 'used';

const isBindingCodeRight: Check = ({ tenant, parameters }, { user }) => {
  const oob_code = requiredParameter(parameters, 'oob_code');
  const binding_code = optionalParameter(parameters, 'binding_code');
  if (binding_code === undefined) {
    throw oauthError(400, 'invalid_request', 'Missing required parameter: binding_code');
  }
  const challenge = tenant.mfa.challenges.find(oob_code);
  if (challenge?.user.user_id !== user.user_id) {
    throw oauthError(400, 'invalid_request', 'Invalid oob_code.');
  }
  if (tenant.now().getTime() >= challenge.until || challenge.code !== binding_code) return 'wrong';
  tenant.mfa.challenges.spend(oob_code);
  tenant.mfa.authenticators.confirm(user, challenge.authenticator);
  return 'right';
};

const isRecoveryCodeRight: Check = ({ tenant, parameters }, { user }) => {
  const presented = requiredParameter(parameters, 'recovery_code');
  const codes = tenant.mfa.authenticators.enrolled(user);
  return codes.some(({ kind, code }) => kind === 'recovery-code' && code === presented)
    ? 'right'
    : 'wrong';
};

/** Somebody signed in has confirmed another factor: the answer is a token for the MFA API, as theirs was. */
async function mfaTokens(
  { tenant, client }: TokenRequest,
  { user }: MfaBearer,
): Promise<GrantResult> {
  const audience = mfaAudience(tenant);
  const tokenSet = await issueTokenSet(tenant, {
    client,
    user,
    resourceServer: findResourceServer(tenant, audience),
    scopes: ['openid', 'enroll', 'read:authenticators', 'remove:authenticators'],
    gty: 'password',
    customClaims: { accessToken: {}, idToken: {} },
    refresh_token: undefined,
  });
  return { tokenSet, log: { user_id: user.user_id, user_name: user.email, audience } };
}
