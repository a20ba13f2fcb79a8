import type { ProblemCode } from '../__generated__/graphql.ts';
import { rules, type NotAllowed } from '../back-office/escalation.ts';
import type { AlreadyInvited } from '../back-office/invite.ts';
import type { InvitationEnded } from '../back-office/options.ts';
import { isServiceUnavailable } from '../errors.ts';
import type { Refusal } from '../identity/outcomes.ts';
import type { SecondFactorAsked } from '../sessions/mfa-token.ts';
import type { EmailNotVerified } from '../sessions/outcomes.ts';
import type { ReauthenticationRequired } from '../sessions/recent-proof.ts';

/** An outcome that the schema returns as a problem. Its `kind` is the name of the problem's type. */
type ProblemOutcome =
  | Refusal
  | SecondFactorAsked
  | EmailNotVerified
  | ReauthenticationRequired
  | NotAllowed
  | AlreadyInvited
  | InvitationEnded;

/** Problems whose words depend on more than their kind. */
const worded: readonly string[] = [
  'InvalidInput',
  'TooManyAttempts',
  'NotAllowed',
  'InvitationEnded',
] satisfies ProblemOutcome['kind'][];
type WordedByOutcome = 'InvalidInput' | 'TooManyAttempts' | 'NotAllowed' | 'InvitationEnded';

/** Code and message of each problem. Messages are in English, for the user, and contain no text of the identity provider. */
const problems: Record<Exclude<ProblemOutcome['kind'], WordedByOutcome>, Words> = {
  InvalidCredentials: ['INVALID_CREDENTIALS', 'Wrong username or password.'],
  InvalidRefreshToken: ['INVALID_REFRESH_TOKEN', 'The session has ended. Sign in again.'],
  MfaRequired: ['MFA_REQUIRED', 'This account needs a second factor to sign in.'],
  MfaEnrollmentRequired: [
    'MFA_ENROLLMENT_REQUIRED',
    'This account needs a second factor to sign in. Set one up now.',
  ],
  InvalidCode: ['INVALID_CODE', 'This code is wrong, or the request was declined.'],
  CodeAlreadyUsed: ['CODE_ALREADY_USED', 'This code has been used. Use another one.'],
  ApprovalPending: ['APPROVAL_PENDING', 'Waiting for your approval on your phone.'],
  MfaTokenExpired: ['MFA_TOKEN_EXPIRED', 'This took too long. Start again.'],
  ReauthenticationRequired: ['REAUTHENTICATION_REQUIRED', 'Enter your password to go on.'],
  AlreadyEnrolled: [
    'ALREADY_ENROLLED',
    'This account has a second factor already. Sign in with that factor to add another one.',
  ],
  FactorNotOffered: ['FACTOR_NOT_OFFERED', 'This kind of second factor is not offered here.'],
  FactorNotSupported: [
    'FACTOR_NOT_SUPPORTED',
    'The second factor of this account cannot be used here. Ask the administrator for another one.',
  ],
  EmailNotVerified: [
    'EMAIL_NOT_VERIFIED',
    'Verify your e-mail address first: follow the link in the mail that you received.',
  ],
  EmailAlreadyVerified: ['EMAIL_ALREADY_VERIFIED', 'Your e-mail address is verified already.'],
  PasswordLeaked: [
    'PASSWORD_LEAKED',
    'This password is known from a data breach elsewhere. Choose another password. If you have an account, check your mail or reset the password.',
  ],
  WeakPassword: ['WEAK_PASSWORD', 'The password does not meet the rules.'],
  AccountBlocked: ['ACCOUNT_BLOCKED', 'This account is blocked. Ask its administrator.'],
  LoginDenied: ['LOGIN_DENIED', 'You may not sign in here.'],
  VerificationRequired: [
    'VERIFICATION_REQUIRED',
    'This sign-in looks automated and cannot be verified here. Try again later.',
  ],
  UserExists: ['USER_EXISTS', 'An account with this name exists already.'],
  SignUpRefused: [
    'SIGN_UP_REFUSED',
    'The account could not be created. Perhaps you have one already?',
  ],
  SignUpDisabled: ['SIGN_UP_DISABLED', 'You cannot create an account here.'],
  AlreadyInvited: ['ALREADY_INVITED', 'This address has an open invitation already.'],
  ServiceUnavailable: ['SERVICE_UNAVAILABLE', 'This is temporarily unavailable. Try again later.'],
};

const invitationEnds: Record<InvitationEnded['ended'], string> = {
  ACCEPTED: 'This invitation was accepted already. Sign in.',
  REVOKED: 'This invitation was revoked. Ask for another one.',
  EXPIRED: 'This invitation has expired. Ask for another one.',
  REPLACED: 'There is a newer invitation. Open the link of the latest mail.',
  WITHDRAWN: 'This invitation is no longer valid. Ask for another one.',
};

type Words = [code: ProblemCode, message: string];

function describeProblem(refusal: ProblemOutcome): Words {
  switch (refusal.kind) {
    case 'InvalidInput':
      return ['INVALID_INPUT', refusal.message];
    case 'TooManyAttempts':
      return refusal.of === 'requests'
        ? ['TOO_MANY_REQUESTS', 'Too many requests. Try again later.']
        : ['TOO_MANY_ATTEMPTS', 'Too many attempts. Try again later.'];
    case 'NotAllowed':
      return ['NOT_ALLOWED', rules[refusal.rule]];
    case 'InvitationEnded':
      return ['INVITATION_ENDED', invitationEnds[refusal.ended]];
    default:
      return problems[refusal.kind];
  }
}

/** An outcome as an object of the schema: `__typename` is its kind, and a problem has a code and a message. */
export type Result<Outcome extends { kind: string }> = Outcome extends ProblemOutcome
  ? Outcome & { __typename: Outcome['kind']; code: ProblemCode; message: string }
  : Outcome & { __typename: Outcome['kind'] };

/** Converts an outcome of `sessions/` to an object for a union of the schema. */
export function toResult<const Outcome extends { kind: string }>(
  outcome: Outcome,
): Result<Outcome> {
  const result = { ...outcome, __typename: outcome.kind };
  if (!isProblem(outcome)) return result as Result<Outcome>;
  const [code, message] = describeProblem(outcome);
  return { ...result, code, message } as Result<Outcome>;
}

/**
 * Waits for the outcome of a mutation that a micro-service carries out. If the service does not answer, returns
 * `ServiceUnavailable`.
 *
 * @throws every other error, unchanged
 */
export async function orUnavailable<Outcome>(outcome: Promise<Outcome>) {
  try {
    return await outcome;
  } catch (error) {
    if (!isServiceUnavailable(error)) throw error;
    return { kind: 'ServiceUnavailable', retryAfter: 5 } as const satisfies Refusal;
  }
}

function isProblem(outcome: { kind: string }): outcome is ProblemOutcome {
  return outcome.kind in problems || worded.includes(outcome.kind);
}
