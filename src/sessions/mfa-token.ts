import type { Factor, FactorType, RefusalOf, SecondFactorNeeded } from '../identity/outcomes.ts';
import type { SealedTokens } from '../secrets/sealed-tokens.ts';
import type { PasswordMark } from '../sign-ins/password-mark.ts';
import type { Revocations } from '../sign-ins/revocations.ts';
import type { Transport } from '../sign-ins/sign-in.ts';
import type { SignIns } from '../sign-ins/sign-ins.ts';

/**
 * Content of an `mfaToken`: the state of one flow. A flow is a sign-in or reauthentication with a second factor, or the proof of
 * presence to which a reauthentication leads.
 */
export interface MfaState {
  /**
   * `signIn`: the second factor leads to a session. `reauthentication`: the second factor leads to a proof of presence. `proven`:
   * this token is a proof of presence.
   */
  stage: 'signIn' | 'reauthentication' | 'proven';
  /** The provider's token for operations on second factors. A proof without it can only be used to change the password. */
  token?: string;
  /** Id of the signed-in user (`sub`). */
  user?: string;
  /** Digest of the account's name. It identifies the account for `UsedCodes`, and for a logout everywhere that ends the flow. */
  who?: string;
  /** Factors that the flow may challenge. Undefined while the user has none. */
  factors?: Pick<Factor, 'id' | 'type'>[];
  /** Id of the sign-in whose user is present, if its session is in a cookie. The proof is good for that session alone. */
  signIn?: string;
  /** How the session travels to which a sign-in leads. Undefined: its tokens go to the client. */
  transport?: Transport;
  /** Start of the flow, in milliseconds since the epoch. */
  since: number;
  /** The password that was checked, or from before which the flow is. Default: that of its start. */
  password?: PasswordMark | undefined;
  /** The provider's name for the latest challenge; undefined if there was none or it has no name. */
  oobCode?: string;
}

/** Lifetime of an `mfaToken` in seconds. Auth0's `mfa_token` has the same. */
const lifetime = 600;

/** Outcome of a sign-in that needs a second factor, or needs the user to enrol one. */
export type SecondFactorAsked =
  | { kind: 'MfaRequired'; mfaToken: string; factors: Factor[]; expiresIn: number }
  | {
      kind: 'MfaEnrollmentRequired';
      mfaToken: string;
      factorTypes: FactorType[] | undefined;
      expiresIn: number;
    };

/** The part of a flow's state that is known before the provider asks for a second factor. */
type Flow = Pick<MfaState, 'stage' | 'user' | 'who' | 'since' | 'password'> & {
  signIn?: string | undefined;
  transport?: Transport | undefined;
};

/** Turns the provider's request for a second factor into an outcome with an `mfaToken` for the next step. */
export async function askSecondFactor(
  needed: SecondFactorNeeded,
  { signIn, transport, ...state }: Flow,
  mfa: SealedTokens<MfaState>,
): Promise<SecondFactorAsked> {
  const { token, factors } = needed;
  const flow = { ...state, ...(signIn && { signIn }), ...(transport && { transport }) };
  if (factors === undefined) {
    const mfaToken = await mfa.seal({ ...flow, token }, lifetime);
    const { factorTypes } = needed;
    return { kind: 'MfaEnrollmentRequired', mfaToken, factorTypes, expiresIn: lifetime };
  }
  const challengeable = factors.map(({ id, type }) => ({ id, type }));
  const mfaToken = await mfa.seal({ ...flow, token, factors: challengeable }, lifetime);
  return { kind: 'MfaRequired', mfaToken, factors, expiresIn: lifetime };
}

/**
 * Makes the `mfaToken` that proves that a signed-in user is present. With the provider's `token` it also allows operations on
 * second factors.
 */
export async function sealProof(
  flow: {
    user: string;
    token?: string;
    who?: string | undefined;
    signIn?: string | undefined;
  } & Pick<MfaState, 'since' | 'password'>,
  mfa: SealedTokens<MfaState>,
): Promise<{ mfaToken: string; expiresIn: number }> {
  const { user, token, who, signIn, since, password } = flow;
  const state = {
    user,
    since,
    password,
    ...(token !== undefined && { token }),
    ...(who !== undefined && { who }),
    ...(signIn !== undefined && { signIn }),
  };
  return {
    mfaToken: await mfa.seal({ stage: 'proven', ...state }, lifetime),
    expiresIn: lifetime,
  };
}

/** Opens an `mfaToken`. A flow from before the end of all sessions of its user, or before a change of password, counts as expired. */
export async function openMfaToken(
  mfaToken: string,
  {
    mfa,
    signIns,
    revocations,
  }: { mfa: SealedTokens<MfaState>; signIns: SignIns; revocations: Revocations },
): Promise<
  | { kind: 'Opened'; state: MfaState; expiresIn: number }
  | RefusalOf<'MfaTokenExpired' | 'InvalidInput'>
> {
  const found = await mfa.open(mfaToken);
  if (found === 'expired') return { kind: 'MfaTokenExpired' };
  if (found === 'unknown') return wrongStep;
  const { user, who, since, password = { value: since } } = found.state;
  const hasEnded = [user, who]
    .filter((name) => name !== undefined)
    .some(
      (name) => signIns.ends.isCutOff(name, since) || revocations.passwords.isOlder(name, password),
    );
  return hasEnded ? { kind: 'MfaTokenExpired' } : { kind: 'Opened', ...found };
}

/** Returns the state of the flow after a new challenge, which replaces the earlier one. */
export function replaceChallenge(state: MfaState, oobCode: string | undefined): MfaState {
  const next = { ...state };
  delete next.oobCode;
  return oobCode === undefined ? next : { ...next, oobCode };
}

/** Refusal of a text that is no `mfaToken`, or of an `mfaToken` for another step. */
export const wrongStep = {
  kind: 'InvalidInput',
  field: 'mfaToken',
  message: 'This is not an mfaToken, or not one for this step.',
} as const;
