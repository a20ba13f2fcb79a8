import type { VerificationRefusal } from '../identity/outcomes.ts';
import type { SignedIn } from './factors.ts';
import { findInputFault } from './input.ts';
import type { SessionsOptions } from './options.ts';

/** Result of a request for the verification mail: the mail was sent. */
export interface VerificationEmailSent {
  kind: 'VerificationEmailSent';
  message: string;
}

/** Sends the verification mail again: to the user of the token or, without a token, to the signed-in user. */
export async function resendVerificationEmail(
  verificationToken: string | undefined,
  signedIn: SignedIn,
  { identity, verification, mails }: SessionsOptions,
): Promise<VerificationEmailSent | VerificationRefusal> {
  const fault = findInputFault({ verificationToken });
  if (fault) return fault;
  const sealed = verificationToken && (await verification.open(verificationToken));
  if (sealed === 'expired' || sealed === 'unknown') return notValid;
  const user = sealed ? sealed.state.user : (await signedIn()).id;
  const refusal = mails.take(user);
  if (refusal) return refusal;
  const outcome = await identity.accounts.sendVerificationEmail(user);
  if (outcome.kind === 'Sent')
    return { kind: 'VerificationEmailSent', message: 'The mail is on its way.' };
  mails.giveBack(user);
  return outcome;
}

const notValid = {
  kind: 'InvalidInput',
  field: 'verificationToken',
  message: 'This token is unknown or has expired: sign in again.',
} as const;
