import type {
  FactorProof,
  FactorRefusal,
  FactorType,
  RefusalOf,
  VerifyRefusal,
} from '../identity/outcomes.ts';
import { findInputFault, withoutSpaces } from './input.ts';
import { openMfaToken, replaceChallenge, wrongStep } from './mfa-token.ts';
import type { SessionsOptions } from './options.ts';
import { endIfBlocked } from './own-account.ts';
import { proveReauthentication, type Reauthenticated } from './reauthentication.ts';
import type { SessionOutcome } from './outcomes.ts';
import { toSession } from './session.ts';
import { chooseTransport, sendSession } from './transport.ts';

/**
 * Result of a challenge. The user types the factor's code or approves on a phone, and the client then sends the new `mfaToken`,
 * which expires after `expiresIn` seconds.
 */
export interface MfaChallenge {
  kind: 'MfaChallenge';
  mfaToken: string;
  type: FactorType;
  expiresIn: number;
}

/** Challenges a factor: the provider sends a code to the user, or asks the user for an approval. */
export async function challengeMfa(
  input: { mfaToken: string; factorId: string },
  options: SessionsOptions,
): Promise<MfaChallenge | FactorRefusal> {
  const { identity, mfa } = options;
  const flow = findInputFault(input) ?? (await openMfaToken(input.mfaToken, options));
  if (flow.kind !== 'Opened') return flow;
  const { state, expiresIn } = flow;
  const { token, factors } = state;
  if (state.stage === 'proven' || token === undefined) return wrongStep;
  const factor = factors?.find(({ id }) => id === input.factorId);
  if (!factor) return noSuchFactor;
  const { type } = factor;
  // Such a factor needs no call to the provider: the app shows its code, and the user has written down the recovery code.
  if (type === 'TOTP' || type === 'RECOVERY_CODE') {
    const mfaToken = await mfa.seal(replaceChallenge(state, undefined), expiresIn);
    return { kind: 'MfaChallenge', mfaToken, type, expiresIn };
  }
  const outcome = await identity.secondFactors.challenge(token, factor.id);
  if (outcome.kind !== 'Challenged') return outcome;
  const next = await mfa.seal(replaceChallenge(state, outcome.oobCode), expiresIn);
  return { kind: 'MfaChallenge', mfaToken: next, type, expiresIn };
}

/**
 * Verifies a code, a recovery code or an approval, of an enrolled or a new factor. Returns the session or the proof of presence
 * of the flow.
 */
export async function verifyMfa(
  input: { mfaToken: string; code?: string; recoveryCode?: string },
  options: SessionsOptions,
): Promise<SessionOutcome | Reauthenticated | VerifyRefusal> {
  const { mfaToken } = input;
  const code = withoutSpaces(input.code);
  const recoveryCode = withoutSpaces(input.recoveryCode);
  const flow =
    findInputFault({ mfaToken, code, recoveryCode }) ?? (await openMfaToken(mfaToken, options));
  if (flow.kind !== 'Opened') return flow;
  const { state } = flow;
  const { token, oobCode } = state;
  if (token === undefined) return wrongStep;
  const transport =
    state.stage === 'signIn' ? chooseTransport(state.transport ?? 'TOKENS', options) : 'TOKENS';
  if (typeof transport !== 'string') return transport;
  const proof = toProof({ code, recoveryCode, oobCode });
  if ('kind' in proof) return proof;
  const outcome = await options.identity.secondFactors.verify(token, proof);
  const typed = code ?? recoveryCode;
  const owners = ownersOf(state);
  if (outcome.kind !== 'Tokens') {
    const isUsed = outcome.kind === 'InvalidCode' && typed !== undefined;
    if (isUsed && options.usedCodes.has(owners, typed)) return { kind: 'CodeAlreadyUsed' };
    return endIfBlocked(outcome, [state.user, state.who], options.signIns);
  }
  if (typed !== undefined) options.usedCodes.remember(owners, typed);
  const { tokens } = outcome;
  if (state.stage !== 'signIn') {
    const proof = await proveReauthentication(tokens, state, options);
    // Only this answer contains the id of a factor that was just enrolled.
    if (proof.kind === 'Reauthenticated' && typed !== undefined)
      options.usedCodes.remember(ownersOf(proof), typed);
    return proof;
  }
  const { since, who: name, password } = state;
  const session = await toSession(tokens, options, { since, name, password });
  if (session.kind === 'EndedMeanwhile') return { kind: 'MfaTokenExpired' };
  return sendSession(session, transport, options);
}

/**
 * Lists the keys under which `UsedCodes` remembers the codes of a flow: the digest of the account's name, and the ids of its
 * factors.
 */
function ownersOf({ who, factors }: { who?: string; factors?: { id: string }[] | undefined }) {
  return [...(who === undefined ? [] : [who]), ...(factors ?? []).map(({ id }) => id)];
}

function toProof(typed: {
  code: string | undefined;
  recoveryCode: string | undefined;
  oobCode: string | undefined;
}): FactorProof | RefusalOf<'InvalidInput'> {
  const { code, recoveryCode, oobCode } = typed;
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
