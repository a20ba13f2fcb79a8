import { requiredParameter } from '../http/parameters.ts';
import type { MfaBearer } from '../mfa-api/mfa-bearer.ts';
import { newRecoveryCode } from '../mfa/recovery-codes.ts';
import type { Tenant } from '../tenant-state.ts';
import type { Grant } from './grant.ts';
import { finishLogin } from './mfa-login.ts';
import type { Proof } from './mfa-login.ts';

/** MFA recovery code grant: accepts a recovery code once, and answers with the next one. */
export const mfaRecoveryCodeGrant: Grant = {
  success: 'sercft',
  failure: 'fercft',
  honoursForwardedFor: false,
  exchange: async (tokenRequest) => {
    const { tenant, parameters } = tokenRequest;
    const presented = requiredParameter(parameters, 'recovery_code');
    const next = newRecoveryCode();
    const { tokenSet, log } = await finishLogin(tokenRequest, 'recovery_code', (bearer) =>
      recoveryProof(tenant, bearer, presented, next),
    );
    return { tokenSet: { ...tokenSet, recovery_code: next }, log };
  },
};

/**
 * Checks a recovery code, and replaces a correct one with the next at once. Only an interrupted login can use the code, since it
 * confirms no new factor.
 */
function recoveryProof(
  { mfa }: Tenant,
  { user, login }: MfaBearer,
  presented: string,
  next: string,
): Proof {
  const authenticator = mfa.authenticators
    .of(user)
    .find(({ kind, active }) => kind === 'recovery-code' && active);
  if (!login || authenticator?.kind !== 'recovery-code') return 'wrong';
  if (authenticator.usedCodes.includes(presented)) return 'used';
  if (authenticator.code !== presented) return 'wrong';
  authenticator.usedCodes.push(presented);
  authenticator.code = next;
  return authenticator;
}
