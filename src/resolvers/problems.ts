import type { ProblemCode } from '../__generated__/graphql.ts';
import { isServiceUnavailable } from '../errors.ts';
import type { Refusal } from '../identity/outcomes.ts';
import type { SecondFactorAsked } from '../sessions/mfa-token.ts';
import type { EmailNotVerified } from '../sessions/session.ts';

/** Whatever is no success, by the name of its type in the schema. */
type Declined = Refusal | SecondFactorAsked | EmailNotVerified;

/** Code and words of each refusal: English, safe to show, and nothing of the identity provider's own text. */
const problems: Record<Exclude<Declined['kind'], 'InvalidInput' | 'TooManyAttempts'>, Words> = {
  InvalidCredentials: ['INVALID_CREDENTIALS', 'Wrong username or password.'],
  InvalidRefreshToken: ['INVALID_REFRESH_TOKEN', 'The session has ended. Sign in again.'],
  MfaRequired: ['MFA_REQUIRED', 'This account needs a second factor to sign in.'],
  MfaEnrollmentRequired: [
    'MFA_ENROLLMENT_REQUIRED',
    'This account needs a second factor to sign in. Set one up now.',
  ],
  InvalidCode: ['INVALID_CODE', 'This is not the right code, or the request was declined.'],
  CodeAlreadyUsed: ['CODE_ALREADY_USED', 'This code has been used. Take another one.'],
  ApprovalPending: ['APPROVAL_PENDING', 'Waiting for your approval on your phone.'],
  MfaTokenExpired: ['MFA_TOKEN_EXPIRED', 'This took too long. Begin again.'],
  AlreadyEnrolled: [
    'ALREADY_ENROLLED',
    'This account has a second factor already. Sign in with it to add another.',
  ],
  FactorNotOffered: ['FACTOR_NOT_OFFERED', 'This kind of second factor is not offered here.'],
  EmailNotVerified: [
    'EMAIL_NOT_VERIFIED',
    'Verify your e-mail address first: follow the link in the mail that was sent to you.',
  ],
  EmailAlreadyVerified: ['EMAIL_ALREADY_VERIFIED', 'Your e-mail address is verified already.'],
  PasswordLeaked: [
    'PASSWORD_LEAKED',
    'This password is known from a data breach elsewhere. Choose another one; for an account that exists, look into your mail or reset the password.',
  ],
  WeakPassword: ['WEAK_PASSWORD', 'The password does not meet the rules.'],
  AccountBlocked: ['ACCOUNT_BLOCKED', 'This account is blocked. Ask its administrator.'],
  LoginDenied: ['LOGIN_DENIED', 'You may not sign in here.'],
  VerificationRequired: [
    'VERIFICATION_REQUIRED',
    'This sign-in looks automated and cannot be verified here. Try again later.',
  ],
  UserExists: ['USER_EXISTS', 'There is an account of this name already.'],
  SignUpRefused: [
    'SIGN_UP_REFUSED',
    'The account could not be created. Perhaps you have one already?',
  ],
  SignUpDisabled: ['SIGN_UP_DISABLED', 'Accounts cannot be created here.'],
  ServiceUnavailable: ['SERVICE_UNAVAILABLE', 'This does not work just now. Try again later.'],
};

type Words = [code: ProblemCode, message: string];

function wordsFor(refusal: Declined): Words {
  switch (refusal.kind) {
    case 'InvalidInput':
      return ['INVALID_INPUT', refusal.message];
    case 'TooManyAttempts':
      return refusal.of === 'requests'
        ? ['TOO_MANY_REQUESTS', 'There is too much going on. Try again later.']
        : ['TOO_MANY_ATTEMPTS', 'Too many attempts. Try again later.'];
    default:
      return problems[refusal.kind];
  }
}

/** An outcome as the schema has it: its kind is the name of its type, and a refusal has a code and a message. */
export type Result<Outcome extends { kind: string }> = Outcome extends Declined
  ? Outcome & { __typename: Outcome['kind']; code: ProblemCode; message: string }
  : Outcome & { __typename: Outcome['kind'] };

/** Turns what `sessions/` answers into what the schema's unions hold. */
export function toResult<const Outcome extends { kind: string }>(
  outcome: Outcome,
): Result<Outcome> {
  const result = { ...outcome, __typename: outcome.kind };
  if (!isRefusal(outcome)) return result as Result<Outcome>;
  const [code, message] = wordsFor(outcome);
  return { ...result, code, message } as Result<Outcome>;
}

/**
 * For a mutation that a micro-service carries out: that the service cannot be reached is an outcome of it, as others are.
 *
 * @throws whatever else goes wrong
 */
export async function orUnavailable<Outcome>(outcome: Promise<Outcome>) {
  try {
    return await outcome;
  } catch (error) {
    if (!isServiceUnavailable(error)) throw error;
    return { kind: 'ServiceUnavailable', retryAfter: 5 } as const satisfies Refusal;
  }
}

function isRefusal(outcome: { kind: string }): outcome is Declined {
  return outcome.kind in problems || ['InvalidInput', 'TooManyAttempts'].includes(outcome.kind);
}
