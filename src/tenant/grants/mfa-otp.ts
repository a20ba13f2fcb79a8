import { requiredParameter } from '../http/parameters.ts';
import { provableAuthenticators } from '../mfa-api/mfa-bearer.ts';
import type { MfaBearer } from '../mfa-api/mfa-bearer.ts';
import { checkOneTimePassword } from '../mfa/one-time-passwords.ts';
import type { Tenant } from '../tenant-state.ts';
import type { Grant } from './grant.ts';
import { finishLogin } from './mfa-login.ts';
import type { Proof } from './mfa-login.ts';

/** A code of an authenticator app; the first one of a new app confirms it. */
export const mfaOtpGrant: Grant = {
  success: 'seotpft',
  failure: 'feotpft',
  honoursForwardedFor: false,
  exchange: async (tokenRequest) => {
    const otp = requiredParameter(tokenRequest.parameters, 'otp');
    return finishLogin(tokenRequest, 'otp_code', (bearer) =>
      otpProof(tokenRequest.tenant, bearer, otp),
    );
  },
};

function otpProof(tenant: Tenant, bearer: MfaBearer, otp: string): Proof {
  let proof: Proof = 'wrong';
  for (const authenticator of provableAuthenticators(tenant, bearer)) {
    if (authenticator.kind !== 'totp') continue;
    const outcome = checkOneTimePassword(authenticator, otp, tenant.now());
    if (outcome === 'right') return authenticator;
    if (outcome === 'used') proof = 'used';
  }
  return proof;
}
