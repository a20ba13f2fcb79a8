import type {
  EnrollRefusal,
  Enrolling,
  Factor,
  FactorRefusal,
  FactorType,
  NewFactor,
  RefusalOf,
} from '../identity/outcomes.ts';
import type { AuthenticatedCaller } from '../tokens/caller.ts';
import { openMfaToken, replaceChallenge, wrongStep } from './mfa-token.ts';
import { findInputFault, withoutSpaces } from './input.ts';
import { qrCode } from './qr-code.ts';
import type { SessionsOptions } from './options.ts';
import { findOwnAccount } from './own-account.ts';
import { isProofOf } from './reauthentication.ts';

/** An enrollment that the user confirms with a first code. An authenticator app shows the code, or the provider sends it. */
export type Enrollment = {
  mfaToken: string;
  recoveryCodes: string[] | undefined;
  expiresIn: number;
} & (
  | { kind: 'TotpEnrollment'; secret: string; otpauthUri: string; qrCode: string }
  | { kind: 'CodeSent'; type: FactorType }
);

/**
 * Returns the signed-in user.
 *
 * @throws `UNAUTHENTICATED` if the request has no valid bearer
 */
export type SignedIn = () => AuthenticatedCaller | Promise<AuthenticatedCaller>;

/**
 * Starts to enroll a factor. The user either is signing in and has no factor yet, or is signed in and sends a proof of presence.
 */
export async function enrollFactor(
  input: { mfaToken: string; type: FactorType; phoneNumber?: string; email?: string },
  signedIn: SignedIn,
  options: SessionsOptions,
): Promise<Enrollment | EnrollRefusal | RefusalOf<'AccountBlocked'>> {
  const { identity, mfa } = options;
  const { mfaToken, email } = input;
  const phoneNumber = withoutSpaces(input.phoneNumber);
  const factor = toNewFactor({ ...input, ...(phoneNumber !== undefined && { phoneNumber }) });
  if ('kind' in factor) return factor;
  const flow =
    findInputFault({ mfaToken, phoneNumber, email }) ?? (await openMfaToken(mfaToken, options));
  if (flow.kind !== 'Opened') return flow;
  const { state, expiresIn } = flow;
  const { token } = state;
  if (token === undefined) return wrongStep;
  if (state.stage === 'proven') {
    const caller = await signedIn();
    if (!isProofOf(state, caller, options)) return wrongStep;
    const blocked = await refuseBlocked(caller, options);
    if (blocked) return blocked;
  }
  const outcome = await identity.secondFactors.enroll(token, factor);
  if (outcome.kind !== 'Enrolling') return outcome;
  const next = await mfa.seal(replaceChallenge(state, outcome.oobCode), expiresIn);
  return toEnrollment(outcome, { mfaToken: next, type: factor.type, expiresIn });
}

/** Removes a factor of a signed-in user, who sends a proof of presence. */
export async function removeFactor(
  input: { mfaToken: string; factorId: string },
  caller: AuthenticatedCaller,
  options: SessionsOptions,
): Promise<
  | { kind: 'FactorRemoved'; factors: Factor[] | undefined }
  | FactorRefusal
  | RefusalOf<'AccountBlocked'>
> {
  const { identity } = options;
  const flow = findInputFault(input) ?? (await openMfaToken(input.mfaToken, options));
  if (flow.kind !== 'Opened') return flow;
  const { token } = flow.state;
  if (token === undefined || !isProofOf(flow.state, caller, options)) return wrongStep;
  const blocked = await refuseBlocked(caller, options);
  if (blocked) return blocked;
  const outcome = await identity.secondFactors.remove(token, input.factorId);
  if (outcome.kind !== 'Removed') return outcome;
  const listed = await identity.secondFactors.list(token);
  const factors = listed.kind === 'Factors' ? listed.factors : undefined;
  return { kind: 'FactorRemoved', factors };
}

/**
 * Refuses a blocked account. If the provider does not answer, the operation continues, because a change of factors does not
 * unblock the account.
 */
async function refuseBlocked(
  caller: AuthenticatedCaller,
  options: SessionsOptions,
): Promise<RefusalOf<'AccountBlocked'> | undefined> {
  const account = await findOwnAccount(caller, options);
  return account.kind === 'AccountBlocked' ? account : undefined;
}

function toNewFactor(input: {
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
      return { kind: 'InvalidInput', field: 'phoneNumber', message: 'Send a phone number.' };
    default:
      return { kind: 'InvalidInput', field: 'type', message: 'This kind cannot be enrolled here.' };
  }
}

function toEnrollment(
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
