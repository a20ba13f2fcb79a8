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
import { notForThis, opened, withOobCode } from './mfa-token.ts';
import { inputFault } from './input.ts';
import { qrCode } from './qr-code.ts';
import type { ReauthenticationOptions } from './reauthentication.ts';

/** An authenticator app is to be enrolled, or a code was sent to the phone or address that is. */
export type Enrollment = {
  mfaToken: string;
  recoveryCodes: string[] | undefined;
  expiresIn: number;
} & (
  | { kind: 'TotpEnrollment'; secret: string; otpauthUri: string; qrCode: string }
  | { kind: 'CodeSent'; type: FactorType }
);

/** Who is signed in; rejects when nobody is. */
export type SignedIn = () => AuthenticatedCaller | Promise<AuthenticatedCaller>;

/** Begins to enrol a factor: of somebody who has none, or of somebody signed in who has proved themselves. */
export async function enrollFactor(
  input: { mfaToken: string; type: FactorType; phoneNumber?: string; email?: string },
  signedIn: SignedIn,
  options: ReauthenticationOptions,
): Promise<Enrollment | EnrollRefusal> {
  const { identity, mfa } = options;
  const { mfaToken, phoneNumber, email } = input;
  const factor = newFactor(input);
  if ('kind' in factor) return factor;
  const flow = inputFault({ mfaToken, phoneNumber, email }) ?? (await opened(mfaToken, options));
  if (flow.kind !== 'Opened') return flow;
  const { state, expiresIn } = flow;
  const { token } = state;
  if (token === undefined) return notForThis;
  if (state.stage === 'proven' && (await signedIn()).id !== state.user) return notForThis;
  const outcome = await identity.secondFactors.enroll(token, factor);
  if (outcome.kind !== 'Enrolling') return outcome;
  const next = await mfa.seal(withOobCode(state, outcome.oobCode), expiresIn);
  return enrollment(outcome, { mfaToken: next, type: factor.type, expiresIn });
}

/** Removes a factor of somebody who has proved themselves. */
export async function removeFactor(
  input: { mfaToken: string; factorId: string },
  caller: AuthenticatedCaller,
  options: ReauthenticationOptions,
): Promise<{ kind: 'FactorRemoved'; factors: Factor[] } | FactorRefusal> {
  const { identity } = options;
  const flow = inputFault(input) ?? (await opened(input.mfaToken, options));
  if (flow.kind !== 'Opened') return flow;
  const { stage, token, user } = flow.state;
  if (stage !== 'proven' || token === undefined || user !== caller.id) return notForThis;
  const outcome = await identity.secondFactors.remove(token, input.factorId);
  if (outcome.kind !== 'Removed') return outcome;
  const listed = await identity.secondFactors.list(token);
  return listed.kind === 'Factors' ? { ...listed, kind: 'FactorRemoved' } : listed;
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
