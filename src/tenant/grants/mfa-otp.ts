import { requiredParameter } from '../http/parameters.ts';
import { listProvableAuthenticators } from '../mfa-api/mfa-bearer.ts';
import type { MfaBearer } from '../mfa-api/mfa-bearer.ts';
import { checkOneTimePassword } from '../mfa/one-time-passwords.ts';
import type { Tenant } from '../tenant-state.ts';
import type { Grant } from './grant.ts';
import { finishLogin } from './mfa-login.ts';
import type { Proof } from './mfa-login.ts';

/** MFA OTP grant: accepts a code from an authenticator app. The first code confirms a new app. */
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
  for (const authenticator of listProvableAuthenticators(tenant, bearer)) {
    if (authenticator.kind !== 'totp') continue;
    const outcome = checkOneTimePassword(authenticator, otp, tenant.now());
    if (outcome === 'right') return authenticator;
    if (outcome === 'used') proof = 'used';
  }
  return proof;
}
