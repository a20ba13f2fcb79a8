import { oauthError } from '../errors.ts';
import { requiredParameter } from '../http/parameters.ts';
import { listProvableAuthenticators } from '../mfa-api/mfa-bearer.ts';
import type { MfaBearer } from '../mfa-api/mfa-bearer.ts';
import type { Tenant } from '../tenant-state.ts';
import type { Grant } from './grant.ts';
import { finishLogin } from './mfa-login.ts';
import type { Proof } from './mfa-login.ts';

/** MFA OOB grant: accepts a code from an SMS or mail. The first code confirms a new phone number or e-mail address. */
export const mfaOobGrant: Grant = {
  success: 'seoobft',
  failure: 'feoobft',
  honoursForwardedFor: false,
  exchange: async (tokenRequest) => {
    const { tenant, parameters } = tokenRequest;
    const oob_code = requiredParameter(parameters, 'oob_code');
    const binding_code = requiredParameter(parameters, 'binding_code');
    return finishLogin(tokenRequest, 'binding_code', (bearer) =>
      bindingProof(tenant, bearer, { oob_code, binding_code }),
    );
  },
};

function bindingProof(
  tenant: Tenant,
  bearer: MfaBearer,
  { oob_code, binding_code }: { oob_code: string; binding_code: string },
): Proof {
  const challenge = tenant.mfa.challenges.find(oob_code);
  if (challenge?.token !== bearer.token) {
    throw oauthError(400, 'invalid_request', 'Invalid oob_code.');
  }
  const { authenticator_id, code, until } = challenge;
  if (code !== binding_code || tenant.now().getTime() >= until) return 'wrong';
  if (challenge.isUsed) return 'used';
  // Since the challenge, the user may have removed this authenticator, or confirmed another one while this is unconfirmed.
  const provable = listProvableAuthenticators(tenant, bearer);
  const authenticator = provable.find(({ id }) => id === authenticator_id);
  if (!authenticator) return 'wrong';
  tenant.mfa.challenges.use(oob_code);
  return authenticator;
}
