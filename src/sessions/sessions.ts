import type {
  CommonRefusal,
  EnrollRefusal,
  Factor,
  FactorRefusal,
  FactorType,
  PasswordChangeRefusal,
  RefreshRefusal,
  Refusal,
  SignInRefusal,
  SignUpRefusal,
  VerificationRefusal,
  VerifyRefusal,
} from '../identity/outcomes.ts';
import type { AuthenticatedCaller, Identification } from '../tokens/caller.ts';
import { capabilities, type Capabilities } from './capabilities.ts';
import { endEverySession, endSession, type LoggedOut } from './logout.ts';
import type { SecondFactorAsked } from './mfa-token.ts';
import { withinGrace } from './grace.ts';
import {
  changePassword,
  requestPasswordReset,
  type PasswordChanged,
  type PasswordResetRequested,
  type PasswordsOptions,
} from './passwords.ts';
import type { ProfileModel } from './profile.ts';
import { enrollFactor, removeFactor, type Enrollment, type SignedIn } from './factors.ts';
import { reauthenticate, type Reauthenticated } from './reauthentication.ts';
import { challengeMfa, verifyMfa, type MfaChallenge } from './second-factors.ts';
import type { EmailNotVerified, Session, SessionOutcome } from './session.ts';
import { refresh, signIn, signUp } from './sign-in.ts';
import { resendVerificationEmail, type VerificationEmailSent } from './verification.ts';

/** What people do with their sessions, whoever the identity provider is. Every refusal is an answer; nothing is thrown. */
export interface Sessions {
  capabilities: () => Promise<Capabilities>;
  signUp: (
    input: Parameters<typeof signUp>[0],
  ) => Promise<{ kind: 'SignedUp'; user: ProfileModel } | SignUpRefusal>;
  signIn: (
    input: Parameters<typeof signIn>[0],
  ) => Promise<SessionOutcome | SecondFactorAsked | SignInRefusal>;
  refresh: (refreshToken: string) => Promise<SessionOutcome | SecondFactorAsked | RefreshRefusal>;
  /** Ends one sign-in. @param sender - who asks; a bearer that cannot be verified just now is given up all the same */
  logOut: (
    refreshToken: string | undefined,
    sender: Identification,
  ) => Promise<LoggedOut | CommonRefusal>;
  /** Ends all that the caller has. */
  logOutEverywhere: (
    refreshToken: string | undefined,
    caller: AuthenticatedCaller,
  ) => Promise<LoggedOut | CommonRefusal>;
  challengeMfa: (input: {
    mfaToken: string;
    factorId: string;
  }) => Promise<MfaChallenge | FactorRefusal>;
  /** @param signedIn - asked when somebody signed in adds a factor; what it rejects with comes out unchanged */
  enrollFactor: (
    input: { mfaToken: string; type: FactorType; phoneNumber?: string; email?: string },
    signedIn: SignedIn,
  ) => Promise<Enrollment | EnrollRefusal>;
  verifyMfa: (
    input: Parameters<typeof verifyMfa>[0],
  ) => Promise<SessionOutcome | Reauthenticated | VerifyRefusal>;
  reauthenticate: (
    password: string,
    caller: AuthenticatedCaller,
  ) => Promise<Reauthenticated | SecondFactorAsked | SignInRefusal>;
  removeFactor: (
    input: { mfaToken: string; factorId: string },
    caller: AuthenticatedCaller,
  ) => Promise<{ kind: 'FactorRemoved'; factors: Factor[] } | FactorRefusal>;
  requestPasswordReset: (
    input: Parameters<typeof requestPasswordReset>[0],
  ) => Promise<PasswordResetRequested | CommonRefusal>;
  changePassword: (
    input: Parameters<typeof changePassword>[0],
    caller: AuthenticatedCaller,
  ) => Promise<
    | Session
    | PasswordChanged
    | SecondFactorAsked
    | SignInRefusal
    | PasswordChangeRefusal
    | Extract<Refusal, { kind: 'MfaTokenExpired' }>
  >;
  /** @param signedIn - asked without a token; what it rejects with comes out unchanged */
  resendVerificationEmail: (
    verificationToken: string | undefined,
    signedIn: SignedIn,
  ) => Promise<VerificationEmailSent | VerificationRefusal>;
}

/** What sessions stand on. */
export interface SessionsOptions extends PasswordsOptions {
  /** Told of every outcome, with the user's id where it is known. */
  audit: (event: { operation: string; outcome: Outcome; user?: string }) => void;
}

type Outcome =
  | Refusal['kind']
  | EmailNotVerified['kind']
  | SecondFactorAsked['kind']
  | Enrollment['kind']
  | 'SignedUp'
  | 'Session'
  | 'LoggedOut'
  | 'MfaChallenge'
  | 'Reauthenticated'
  | 'FactorRemoved'
  | 'PasswordResetRequested'
  | 'PasswordChanged'
  | 'VerificationEmailSent';

/** Makes the {@link Sessions} of one request. */
export function sessions(options: SessionsOptions): Sessions {
  async function audited<Result extends { kind: Outcome; user?: { id: string } }>(
    operation: string,
    outcome: Promise<Result>,
    who?: string,
  ): Promise<Result> {
    const result = await outcome;
    const user = who ?? result.user?.id;
    options.audit({ operation, outcome: result.kind, ...(user !== undefined && { user }) });
    return result;
  }

  return {
    capabilities: () => capabilities(options),
    signUp: (input) => audited('signup', signUp(input, options)),
    signIn: (input) => audited('login', signIn(input, options)),
    refresh: (refreshToken) => audited('refresh', refresh(refreshToken, options)),
    logOut: async (refreshToken, { accessToken, caller: sender }) => {
      const caller = await withinGrace(sender);
      const ended = endSession({ refreshToken, accessToken, caller }, options);
      return audited('logout', ended, caller?.state === 'authenticated' ? caller.id : undefined);
    },
    logOutEverywhere: (refreshToken, caller) =>
      audited('logoutAll', endEverySession(refreshToken, caller, options), caller.id),
    challengeMfa: (input) => audited('challengeMfa', challengeMfa(input, options)),
    enrollFactor: (input, signedIn) =>
      audited('enrollFactor', enrollFactor(input, signedIn, options)),
    verifyMfa: (input) => audited('verifyMfa', verifyMfa(input, options)),
    reauthenticate: (password, caller) =>
      audited('reauthenticate', reauthenticate(password, caller, options), caller.id),
    removeFactor: (input, caller) =>
      audited('removeFactor', removeFactor(input, caller, options), caller.id),
    requestPasswordReset: (input) =>
      audited('requestPasswordReset', requestPasswordReset(input, options)),
    changePassword: (input, caller) =>
      audited('changePassword', changePassword(input, caller, options), caller.id),
    resendVerificationEmail: (verificationToken, signedIn) =>
      audited(
        'resendVerificationEmail',
        resendVerificationEmail(verificationToken, signedIn, options),
      ),
  };
}
