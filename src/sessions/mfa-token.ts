import type { Factor, FactorType, RefusalOf, SecondFactorNeeded } from '../identity/outcomes.ts';
import type { SealedTokens } from '../secrets/sealed-tokens.ts';
import type { SignIns } from '../sign-ins/sign-ins.ts';

/** Content of an `mfaToken`: one flow of a user, from the password to the second factor and on. */
export interface MfaState {
  /**
   * `signIn`: the second factor leads to a session. `reauthentication`: it leads to a proof that the signed-in user is present.
   * `proven`: that proof.
   */
  stage: 'signIn' | 'reauthentication' | 'proven';
  /** The provider's token for second factors. Without one a proof serves for a change of password alone. */
  token?: string;
  /** `sub` of the signed-in user. */
  user?: string;
  /** Digest of the account's name; used codes are remembered by it. */
  who?: string;
  /** Factors that the flow may challenge. */
  factors?: Pick<Factor, 'id' | 'type'>[];
  /** Start of the flow, in milliseconds since the epoch. */
  since: number;
  /** The provider's name for the last challenge. */
  oobCode?: string;
}

/** Seconds for which Auth0 accepts its `mfa_token`. */
const lifetime = 600;

/** The second factor that a sign-in asks for. */
export type SecondFactorAsked =
  | { kind: 'MfaRequired'; mfaToken: string; factors: Factor[]; expiresIn: number }
  | {
      kind: 'MfaEnrollmentRequired';
      mfaToken: string;
      factorTypes: FactorType[] | undefined;
      expiresIn: number;
    };

/** Turns the provider's demand for a second factor into an answer: a token that is good for the next step alone. */
export async function askSecondFactor(
  needed: SecondFactorNeeded,
  flow: Pick<MfaState, 'stage' | 'user' | 'who' | 'since'>,
  mfa: SealedTokens<MfaState>,
): Promise<SecondFactorAsked> {
  const { token, factors } = needed;
  if (factors === undefined) {
    const mfaToken = await mfa.seal({ ...flow, token }, lifetime);
    const { factorTypes } = needed;
    return { kind: 'MfaEnrollmentRequired', mfaToken, factorTypes, expiresIn: lifetime };
  }
  const challengeable = factors.map(({ id, type }) => ({ id, type }));
  const mfaToken = await mfa.seal({ ...flow, token, factors: challengeable }, lifetime);
  return { kind: 'MfaRequired', mfaToken, factors, expiresIn: lifetime };
}

/** Seals the proof that a signed-in user is present. With the provider's `token` it opens the second factors as well. */
export async function sealProof(
  flow: { user: string; token?: string; who?: string | undefined; since: number },
  mfa: SealedTokens<MfaState>,
): Promise<{ mfaToken: string; expiresIn: number }> {
  const { user, token, who, since } = flow;
  const state = {
    user,
    since,
    ...(token !== undefined && { token }),
    ...(who !== undefined && { who }),
  };
  return {
    mfaToken: await mfa.seal({ stage: 'proven', ...state }, lifetime),
    expiresIn: lifetime,
  };
}

/** Opens an `mfaToken`. The end of all of a user's sessions ends their flows, too. */
export async function openMfaToken(
  mfaToken: string,
  { mfa, signIns }: { mfa: SealedTokens<MfaState>; signIns: SignIns },
): Promise<
  | { kind: 'Opened'; state: MfaState; expiresIn: number }
  | RefusalOf<'MfaTokenExpired' | 'InvalidInput'>
> {
  const found = await mfa.open(mfaToken);
  if (found === 'expired') return { kind: 'MfaTokenExpired' };
  if (found === 'unknown') return wrongStep;
  const { user, who, since } = found.state;
  const hasEnded = [user, who].some((name) => name !== undefined && signIns.isCutOff(name, since));
  return hasEnded ? { kind: 'MfaTokenExpired' } : { kind: 'Opened', ...found };
}

/** The same flow after another challenge. The earlier challenge is over. */
export function replaceChallenge(state: MfaState, oobCode: string | undefined): MfaState {
  const next = { ...state };
  delete next.oobCode;
  return oobCode === undefined ? next : { ...next, oobCode };
}

/** Refusal of a text that is no `mfaToken`, or of the `mfaToken` of another step. */
export const wrongStep = {
  kind: 'InvalidInput',
  field: 'mfaToken',
  message: 'This is not an mfaToken, or not one for this step.',
} as const;
