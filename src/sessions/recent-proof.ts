import type { RefusalOf } from '../identity/outcomes.ts';
import type { SignIn } from '../sign-ins/sign-in.ts';
import type { Found } from '../store/store.ts';
import { findInputFault } from './input.ts';
import { openMfaToken, wrongStep } from './mfa-token.ts';
import { isProofOf } from './reauthentication.ts';
import type { SessionsOptions } from './options.ts';
import { tryAgain } from './unavailable.ts';

/** Refusal of a step that requires a login or a reauthentication within the last 10 minutes. */
export interface ReauthenticationRequired {
  kind: 'ReauthenticationRequired';
}

/** Refusal of a missing or invalid proof of presence. */
export type ProofRefusal =
  ReauthenticationRequired | RefusalOf<'InvalidInput' | 'ServiceUnavailable'>;

/** Proof that a user is present: the sign-ins of the request, or the `mfaToken` of `Reauthenticated`. */
export interface Proof {
  user: string;
  signIns: Found<readonly SignIn[]>;
  mfaToken: string | undefined;
}

/** Milliseconds for which a login proves that its user is present. An `mfaToken` lives as long. */
const recent = 600_000;

/**
 * Checks that the user is present: the sign-in began within the last 10 minutes, or the `mfaToken` is a proof of presence of this
 * user.
 *
 * @returns undefined if the user is present
 */
export async function refuseWithoutProof(
  { user, signIns, mfaToken }: Proof,
  options: SessionsOptions,
): Promise<ProofRefusal | undefined> {
  const earliest = options.signIns.now() - recent;
  if (signIns.value.some(({ since }) => since >= earliest)) return undefined;
  if (mfaToken !== undefined) return refuseProof(mfaToken, user, options);
  return signIns.isCertain ? { kind: 'ReauthenticationRequired' } : tryAgain;
}

async function refuseProof(
  mfaToken: string,
  user: string,
  options: SessionsOptions,
): Promise<ProofRefusal | undefined> {
  const flow = findInputFault({ mfaToken }) ?? (await openMfaToken(mfaToken, options));
  if (flow.kind === 'MfaTokenExpired') return { kind: 'ReauthenticationRequired' };
  if (flow.kind !== 'Opened') return flow;
  return isProofOf(flow.state, { id: user }, options) ? undefined : wrongStep;
}
