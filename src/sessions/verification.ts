import type { VerificationRefusal } from '../identity/outcomes.ts';
import { inputFault } from './input.ts';
import type { SignedIn } from './factors.ts';
import type { PasswordsOptions } from './passwords.ts';

/** The mail is on its way. */
export interface VerificationEmailSent {
  kind: 'VerificationEmailSent';
  message: string;
}

/** Has the mail sent once more that verifies an e-mail address: to the holder of the token, else to whoever is signed in. */
export async function resendVerificationEmail(
  verificationToken: string | undefined,
  signedIn: SignedIn,
  { identity, verification, mails }: PasswordsOptions,
): Promise<VerificationEmailSent | VerificationRefusal> {
  const fault = inputFault({ verificationToken });
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
  message: 'This is not valid, or not any more: sign in again.',
} as const;
