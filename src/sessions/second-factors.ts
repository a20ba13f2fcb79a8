import type {
  EnrollRefusal,
  Enrolling,
  Factor,
  FactorProof,
  FactorRefusal,
  FactorType,
  NewFactor,
  RefusalOf,
  SignInRefusal,
  TokenSet,
  VerifyRefusal,
} from '../identity/outcomes.ts';
import type { AuthenticatedCaller } from '../tokens/caller.ts';
import type { SealedTokens } from '../tokens/sealed-tokens.ts';
import { digest } from '../tokens/digest.ts';
import {
  needsSecondFactor,
  notForThis,
  opened,
  proven,
  secondFactorAsked,
  type MfaState,
  type SecondFactorAsked,
} from './flow.ts';
import { inputFault } from './input.ts';
import { subjectOf } from './issued-tokens.ts';
import { qrCode } from './qr-code.ts';
import { toSession, unusable, type SessionMaking, type SessionOutcome } from './session.ts';
import type { UsedCodes } from './used-codes.ts';

/** What second factors stand on. */
export interface SecondFactorsOptions extends SessionMaking {
  mfa: SealedTokens<MfaState>;
  usedCodes: UsedCodes;
}

/** A factor was asked. */
export interface MfaChallenge {
  kind: 'MfaChallenge';
  mfaToken: string;
  type: FactorType;
  expiresIn: number;
}

/** An authenticator app is to be enrolled, or a code was sent to the phone or address that is. */
export type Enrollment = {
  mfaToken: string;
  recoveryCodes: string[] | undefined;
  expiresIn: number;
} & (
  | { kind: 'TotpEnrollment'; secret: string; otpauthUri: string; qrCode: string }
  | { kind: 'CodeSent'; type: FactorType }
);

/** The signed-in person has proved themselves again. */
export interface Reauthenticated {
  kind: 'Reauthenticated';
  mfaToken: string;
  expiresIn: number;
  factors: Factor[] | undefined;
  recoveryCode: string | undefined;
}

/** Who is signed in; rejects when nobody is. */
export type SignedIn = () => AuthenticatedCaller | Promise<AuthenticatedCaller>;

/** Asks one of the factors that the flow is about. */
export async function challengeMfa(
  input: { mfaToken: string; factorId: string },
  { identity, mfa }: SecondFactorsOptions,
): Promise<MfaChallenge | FactorRefusal> {
  const flow = inputFault(input) ?? (await opened(input.mfaToken, mfa));
  if (flow.kind !== 'Opened') return flow;
  const { state, expiresIn } = flow;
  const { token, factors, ...rest } = state;
  if (state.stage === 'proven' || token === undefined) return notForThis;
  const factor = factors?.find(({ id }) => id === input.factorId);
  if (!factor) return noSuchFactor;
  const { type } = factor;
  // An app shows its codes by itself, and a recovery code has been written down.
  if (type === 'TOTP' || type === 'RECOVERY_CODE') {
    return { kind: 'MfaChallenge', mfaToken: input.mfaToken, type, expiresIn };
  }
  const outcome = await identity.secondFactors.challenge(token, factor.id);
  if (outcome.kind !== 'Challenged') return outcome;
  const next = { ...rest, token, ...(factors && { factors }), ...oobCodeOf(outcome) };
  return { kind: 'MfaChallenge', mfaToken: await mfa.seal(next, expiresIn), type, expiresIn };
}

/** Begins to enrol a factor: of somebody who has none, or of somebody signed in who has proved themselves. */
export async function enrollFactor(
  input: { mfaToken: string; type: FactorType; phoneNumber?: string; email?: string },
  signedIn: SignedIn,
  { identity, mfa }: SecondFactorsOptions,
): Promise<Enrollment | EnrollRefusal> {
  const { mfaToken, phoneNumber, email } = input;
  const factor = newFactor(input);
  if ('kind' in factor) return factor;
  const flow = inputFault({ mfaToken, phoneNumber, email }) ?? (await opened(mfaToken, mfa));
  if (flow.kind !== 'Opened') return flow;
  const { state, expiresIn } = flow;
  const { token } = state;
  if (token === undefined) return notForThis;
  if (state.stage === 'proven' && (await signedIn()).id !== state.user) return notForThis;
  const outcome = await identity.secondFactors.enroll(token, factor);
  if (outcome.kind !== 'Enrolling') return outcome;
  const next = { ...state };
  delete next.oobCode;
  const sealed = await mfa.seal({ ...next, ...oobCodeOf(outcome) }, expiresIn);
  return enrollment(outcome, { mfaToken: sealed, type: factor.type, expiresIn });
}

/** Proves a factor, or confirms a new one, and gives what was held back. */
export async function verifyMfa(
  input: { mfaToken: string; code?: string; recoveryCode?: string },
  options: SecondFactorsOptions,
): Promise<SessionOutcome | Reauthenticated | VerifyRefusal> {
  const { code, recoveryCode, mfaToken } = input;
  const flow =
    inputFault({ mfaToken, code, recoveryCode }) ?? (await opened(mfaToken, options.mfa));
  if (flow.kind !== 'Opened') return flow;
  const { state } = flow;
  const { token, oobCode, who } = state;
  if (token === undefined) return notForThis;
  const proof = proofOf({ code, recoveryCode, oobCode });
  if ('kind' in proof) return proof;
  const outcome = await options.identity.secondFactors.verify(token, proof);
  const given = code ?? recoveryCode;
  if (outcome.kind !== 'Tokens') {
    const isUsed = outcome.kind === 'InvalidCode' && who !== undefined && given !== undefined;
    return isUsed && options.usedCodes.has(who, given) ? { kind: 'CodeAlreadyUsed' } : outcome;
  }
  if (who !== undefined && given !== undefined) options.usedCodes.remember(who, given);
  const { tokens } = outcome;
  return state.stage === 'signIn'
    ? toSession(tokens, options)
    : reauthenticated(tokens, state, options);
}

/** Checks the password of somebody signed in. */
export async function reauthenticate(
  password: string,
  caller: AuthenticatedCaller,
  options: SecondFactorsOptions,
): Promise<Reauthenticated | SecondFactorAsked | SignInRefusal> {
  const { identity } = options;
  const account = inputFault({ password }) ?? (await identity.accounts.find(caller.id));
  if (account.kind !== 'AccountName') return account;
  const { realm, username } = account;
  if (realm === undefined) return unusable;
  const who = nameOf({ realm, username });
  const outcome = await identity.secondFactors.reauthenticate({ realm, username, password });
  const flow = { stage: 'reauthentication', user: caller.id, who } as const;
  if (needsSecondFactor(outcome)) return secondFactorAsked(outcome, flow, options.mfa);
  if (outcome.kind !== 'Tokens') return outcome;
  return reauthenticated(outcome.tokens, flow, options);
}

/** Removes a factor of somebody who has proved themselves. */
export async function removeFactor(
  input: { mfaToken: string; factorId: string },
  caller: AuthenticatedCaller,
  { identity, mfa }: SecondFactorsOptions,
): Promise<{ kind: 'FactorRemoved'; factors: Factor[] } | FactorRefusal> {
  const flow = inputFault(input) ?? (await opened(input.mfaToken, mfa));
  if (flow.kind !== 'Opened') return flow;
  const { stage, token, user } = flow.state;
  if (stage !== 'proven' || token === undefined || user !== caller.id) return notForThis;
  const outcome = await identity.secondFactors.remove(token, input.factorId);
  if (outcome.kind !== 'Removed') return outcome;
  const listed = await identity.secondFactors.list(token);
  return listed.kind === 'Factors' ? { ...listed, kind: 'FactorRemoved' } : listed;
}

/** A name for an account that says nothing of it: by it, its codes are told from others'. */
export function nameOf({ realm, username }: { realm: string; username: string }): string {
  return digest(JSON.stringify([realm, username.toLowerCase()]));
}

/** Tokens as a proof of who is there. They open the factors when they are for them. */
async function reauthenticated(
  tokens: TokenSet,
  { stage, user = '', who }: MfaState,
  { identity, issued, mfa }: SecondFactorsOptions,
): Promise<Reauthenticated | RefusalOf<'ServiceUnavailable'>> {
  const isSame = stage === 'proven' || (await subjectOf(tokens, identity, issued)) === user;
  if (!isSame) return unusable;
  const listed = await identity.secondFactors.list(tokens.accessToken);
  const token = listed.kind === 'Factors' ? tokens.accessToken : undefined;
  const proof = await proven({ user, who, ...(token !== undefined && { token }) }, mfa);
  return {
    kind: 'Reauthenticated',
    ...proof,
    factors: listed.kind === 'Factors' ? listed.factors : undefined,
    recoveryCode: tokens.recoveryCode,
  };
}

function newFactor(input: {
  type: FactorType;
  phoneNumber?: string;
  email?: string;
}): NewFactor | RefusalOf<'InvalidInput'> {
  const { type, phoneNumber, email } = input;
  switch (type) {
    case 'TOTP':
      return { type };
    case 'EMAIL':
      return { type, email };
    case 'SMS':
    case 'VOICE':
      if (phoneNumber !== undefined) return { type, phoneNumber };
      return { kind: 'InvalidInput', field: 'phoneNumber', message: 'Say which phone number.' };
    default:
      return { kind: 'InvalidInput', field: 'type', message: 'This kind cannot be enrolled here.' };
  }
}

function proofOf(given: {
  code: string | undefined;
  recoveryCode: string | undefined;
  oobCode: string | undefined;
}): FactorProof | RefusalOf<'InvalidInput'> {
  const { code, recoveryCode, oobCode } = given;
  if (code !== undefined && recoveryCode !== undefined) {
    const message = 'Send the code or the recovery code, not both.';
    return { kind: 'InvalidInput', field: 'recoveryCode', message };
  }
  if (recoveryCode !== undefined) return { recoveryCode };
  if (oobCode !== undefined) return { oobCode, ...(code !== undefined && { code }) };
  if (code !== undefined) return { code };
  return { kind: 'InvalidInput', field: 'code', message: 'Send a code.' };
}

function enrollment(
  { totp, recoveryCodes }: Enrolling,
  next: { mfaToken: string; type: FactorType; expiresIn: number },
): Enrollment {
  const { mfaToken, type, expiresIn } = next;
  const common = { mfaToken, recoveryCodes, expiresIn };
  return totp
    ? {
        kind: 'TotpEnrollment',
        ...common,
        secret: totp.secret,
        otpauthUri: totp.uri,
        qrCode: qrCode(totp.uri),
      }
    : { kind: 'CodeSent', ...common, type };
}

function oobCodeOf({ oobCode }: { oobCode: string | undefined }) {
  return oobCode !== undefined && { oobCode };
}

const noSuchFactor = {
  kind: 'InvalidInput',
  field: 'factorId',
  message: 'There is no such factor.',
} as const;
