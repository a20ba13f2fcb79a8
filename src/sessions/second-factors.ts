import type {
  FactorProof,
  FactorRefusal,
  FactorType,
  RefusalOf,
  VerifyRefusal,
} from '../identity/outcomes.ts';
import { notForThis, opened, withOobCode } from './mfa-token.ts';
import { inputFault } from './input.ts';
import {
  reauthenticated,
  type Reauthenticated,
  type ReauthenticationOptions,
} from './reauthentication.ts';
import { toSession, type SessionOutcome } from './session.ts';
import type { UsedCodes } from './used-codes.ts';

/** What second factors stand on. */
export interface SecondFactorsOptions extends ReauthenticationOptions {
  usedCodes: UsedCodes;
}

/** A factor was asked. */
export interface MfaChallenge {
  kind: 'MfaChallenge';
  mfaToken: string;
  type: FactorType;
  expiresIn: number;
}

/** Asks one of the factors that the flow is about. */
export async function challengeMfa(
  input: { mfaToken: string; factorId: string },
  options: SecondFactorsOptions,
): Promise<MfaChallenge | FactorRefusal> {
  const { identity, mfa } = options;
  const flow = inputFault(input) ?? (await opened(input.mfaToken, options));
  if (flow.kind !== 'Opened') return flow;
  const { state, expiresIn } = flow;
  const { token, factors } = state;
  if (state.stage === 'proven' || token === undefined) return notForThis;
  const factor = factors?.find(({ id }) => id === input.factorId);
  if (!factor) return noSuchFactor;
  const { type } = factor;
  // An app shows its codes by itself, and a recovery code has been written down.
  if (type === 'TOTP' || type === 'RECOVERY_CODE') {
    const mfaToken = await mfa.seal(withOobCode(state, undefined), expiresIn);
    return { kind: 'MfaChallenge', mfaToken, type, expiresIn };
  }
  const outcome = await identity.secondFactors.challenge(token, factor.id);
  if (outcome.kind !== 'Challenged') return outcome;
  const next = await mfa.seal(withOobCode(state, outcome.oobCode), expiresIn);
  return { kind: 'MfaChallenge', mfaToken: next, type, expiresIn };
}

/** Proves a factor, or confirms a new one, and gives what was held back. */
export async function verifyMfa(
  input: { mfaToken: string; code?: string; recoveryCode?: string },
  options: SecondFactorsOptions,
): Promise<SessionOutcome | Reauthenticated | VerifyRefusal> {
  const { code, recoveryCode, mfaToken } = input;
  const flow = inputFault({ mfaToken, code, recoveryCode }) ?? (await opened(mfaToken, options));
  if (flow.kind !== 'Opened') return flow;
  const { state } = flow;
  const { token, oobCode } = state;
  if (token === undefined) return notForThis;
  const proof = proofOf({ code, recoveryCode, oobCode });
  if ('kind' in proof) return proof;
  const outcome = await options.identity.secondFactors.verify(token, proof);
  const given = code ?? recoveryCode;
  const owners = ownersOf(state);
  if (outcome.kind !== 'Tokens') {
    const isUsed = outcome.kind === 'InvalidCode' && given !== undefined;
    return isUsed && options.usedCodes.has(owners, given) ? { kind: 'CodeAlreadyUsed' } : outcome;
  }
  if (given !== undefined) options.usedCodes.remember(owners, given);
  const { tokens } = outcome;
  if (state.stage !== 'signIn') {
    const proof = await reauthenticated(tokens, state, options);
    // A factor that was added just now has an id only here.
    if (proof.kind === 'Reauthenticated' && given !== undefined)
      options.usedCodes.remember(ownersOf(proof), given);
    return proof;
  }
  const session = await toSession(tokens, options, { since: state.since });
  return session.kind === 'EndedMeanwhile' ? { kind: 'MfaTokenExpired' } : session;
}

/** Whose the codes of a flow are: an account's, by the name it was begun with, and its factors'. */
function ownersOf({ who, factors }: { who?: string; factors?: { id: string }[] | undefined }) {
  return [...(who === undefined ? [] : [who]), ...(factors ?? []).map(({ id }) => id)];
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

const noSuchFactor = {
  kind: 'InvalidInput',
  field: 'factorId',
  message: 'There is no such factor.',
} as const;
