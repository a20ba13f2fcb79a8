import type { Factor, FactorType, RefusalOf, SecondFactorNeeded } from '../identity/outcomes.ts';
import type { SealedTokens } from '../secrets/sealed-tokens.ts';
import type { PasswordMark } from '../sign-ins/password-mark.ts';
import type { Revocations } from '../sign-ins/revocations.ts';
import type { Transport } from '../sign-ins/sign-in.ts';
import type { SignIns } from '../sign-ins/sign-ins.ts';

/**
 * Content of an `mfaToken`: the state of one flow. A flow is a login or a reauthentication with a second factor. A
 * reauthentication ends with a proof of presence, which is an `mfaToken` too.
 */
export interface MfaState {
  /**
   * `signIn`: after the second factor the user gets a session. `reauthentication`: after the second factor the user gets a proof
   * of presence. `proven`: this token is a proof of presence.
   */
  stage: 'signIn' | 'reauthentication' | 'proven';
  /** The provider's token for operations on second factors. A proof of presence without it can only change the password. */
  token?: string;
  /** Id of the signed-in user (`sub`). */
  user?: string;
  /** Digest of the account's name. Identifies the account in `UsedCodes`, and in a logout everywhere that ends the flow. */
  who?: string;
  /** Factors that the user may be challenged for. Undefined if the user has no factor. */
  factors?: Pick<Factor, 'id' | 'type'>[];
  /** Id of the sign-in that reauthenticated, if a cookie holds its session. Only that session may use the proof of presence. */
  signIn?: string;
  /** Transport of the session that the login leads to. Default: `TOKENS`. */
  transport?: Transport;
  /** Start of the flow, in milliseconds since the epoch. */
  since: number;
  /** Password of the flow: a later change of the password ends the flow. Default: the password at the start of the flow. */
  password?: PasswordMark | undefined;
  /** The provider's code for the latest challenge. Undefined if there was none, or if the provider sends no code. */
  oobCode?: string;
}

/** Lifetime of an `mfaToken` in seconds, the same as that of Auth0's `mfa_token`. */
const lifetime = 600;

/** Result of a login or reauthentication that needs a second factor, or the enrollment of one. */
export type SecondFactorAsked =
  | { kind: 'MfaRequired'; mfaToken: string; factors: Factor[]; expiresIn: number }
  | {
      kind: 'MfaEnrollmentRequired';
      mfaToken: string;
      factorTypes: FactorType[] | undefined;
      expiresIn: number;
    };

/** State of a flow before the provider asks for the second factor. */
type Flow = Pick<MfaState, 'stage' | 'user' | 'who' | 'since' | 'password'> & {
  signIn?: string | undefined;
  transport?: Transport | undefined;
};

/** Returns an outcome with the `mfaToken` for the next step, after the provider has asked for a second factor. */
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
 * Creates a proof of presence: the `mfaToken` of a signed-in user who has reauthenticated. With the provider's `token`, the proof
 * also allows operations on second factors.
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

/**
 * Opens an `mfaToken`. A flow counts as expired if all sessions of its user were ended, or the password was changed, after it
 * began.
 */
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

/** Returns the state of the flow after a new challenge. The new challenge replaces the previous one. */
export function replaceChallenge(state: MfaState, oobCode: string | undefined): MfaState {
  const next = { ...state };
  delete next.oobCode;
  return oobCode === undefined ? next : { ...next, oobCode };
}

/** Refusal of a text that is not an `mfaToken`, or of an `mfaToken` for another step. */
export const wrongStep = {
  kind: 'InvalidInput',
  field: 'mfaToken',
  message: 'This is not an mfaToken, or not one for this step.',
} as const;
