import type { Factor, FactorType, RefusalOf, SecondFactorNeeded } from '../identity/outcomes.ts';
import type { HandedOut } from '../sign-ins/sign-ins.ts';
import type { SealedTokens } from '../secrets/sealed-tokens.ts';

/** What an `mfaToken` stands for. */
export interface MfaState {
  /**
   * `signIn`: a second factor stands between the person and a session. `reauthentication`: between somebody signed in and the
   * proof that it is they. `proven`: it is they.
   */
  stage: 'signIn' | 'reauthentication' | 'proven';
  /** Good for the provider's second factors; a proof without it is for a change of password alone. */
  token?: string;
  /** Who has to be proven, or is. */
  user?: string;
  /** A name for whose codes these are, stable from one sign-in to the next. */
  who?: string;
  /** Which factors can be asked. */
  factors?: Pick<Factor, 'id' | 'type'>[];
  /** When it began, in milliseconds since the epoch. */
  since: number;
  /** What the last challenge is called. */
  oobCode?: string;
}

/** Seconds for which Auth0 takes an `mfa_token`. */
const lifetime = 600;

/** A person's way on, by the name of its type in the schema. */
export type SecondFactorAsked =
  | { kind: 'MfaRequired'; mfaToken: string; factors: Factor[]; expiresIn: number }
  | {
      kind: 'MfaEnrollmentRequired';
      mfaToken: string;
      factorTypes: FactorType[] | undefined;
      expiresIn: number;
    };

/** Whether an outcome says that a second factor is asked for. */
export function needsSecondFactor(outcome: { kind: string }): outcome is SecondFactorNeeded {
  return outcome.kind === 'SecondFactorNeeded' || outcome.kind === 'EnrollmentNeeded';
}

/** Hands the flow to the client, as a token that is good for nothing but to go on with it. */
export async function secondFactorAsked(
  needed: SecondFactorNeeded,
  flow: Pick<MfaState, 'stage' | 'user' | 'who' | 'since'>,
  sealed: SealedTokens<MfaState>,
): Promise<SecondFactorAsked> {
  const { token } = needed;
  if (needed.kind === 'EnrollmentNeeded') {
    const mfaToken = await sealed.seal({ ...flow, token }, lifetime);
    const { factorTypes } = needed;
    return { kind: 'MfaEnrollmentRequired', mfaToken, factorTypes, expiresIn: lifetime };
  }
  const factors = needed.factors.map(({ id, type }) => ({ id, type }));
  const mfaToken = await sealed.seal({ ...flow, token, factors }, lifetime);
  return { kind: 'MfaRequired', mfaToken, factors: needed.factors, expiresIn: lifetime };
}

/** A proof that the person is there: for their second factors, where `token` opens them, and for their password. */
export async function proven(
  flow: { user: string; token?: string; who?: string | undefined; since: number },
  sealed: SealedTokens<MfaState>,
): Promise<{ mfaToken: string; expiresIn: number }> {
  const { user, token, who, since } = flow;
  const state = {
    user,
    since,
    ...(token !== undefined && { token }),
    ...(who !== undefined && { who }),
  };
  return {
    mfaToken: await sealed.seal({ stage: 'proven', ...state }, lifetime),
    expiresIn: lifetime,
  };
}

/** Opens an `mfaToken`. One from before the person's sessions were all ended has ended with them. */
export async function opened(
  mfaToken: string,
  { mfa, handedOut }: { mfa: SealedTokens<MfaState>; handedOut: HandedOut },
): Promise<
  | { kind: 'Opened'; state: MfaState; expiresIn: number }
  | RefusalOf<'MfaTokenExpired' | 'InvalidInput'>
> {
  const found = await mfa.open(mfaToken);
  if (found === 'expired') return { kind: 'MfaTokenExpired' };
  if (found === 'unknown') return notForThis;
  const { user, who, since } = found.state;
  const isOver = [user, who].some(
    (name) => name !== undefined && handedOut.isFromBefore(name, since),
  );
  return isOver ? { kind: 'MfaTokenExpired' } : { kind: 'Opened', ...found };
}

/** The same flow after another challenge: that of before, if there was one, is over. */
export function withOobCode(state: MfaState, oobCode: string | undefined): MfaState {
  const next = { ...state };
  delete next.oobCode;
  return oobCode === undefined ? next : { ...next, oobCode };
}

/** The `mfaToken` is none, or one of another step. */
export const notForThis = {
  kind: 'InvalidInput',
  field: 'mfaToken',
  message: 'This is no mfaToken, or not one for this step.',
} as const;
