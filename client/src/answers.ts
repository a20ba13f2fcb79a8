import type {
  CapabilitiesQuery,
  ChallengeMfaMutation,
  ChangePasswordMutation,
  DevicesQuery,
  EndDeviceMutation,
  EnrollFactorMutation,
  LoginMutation,
  LogoutMutation,
  ReauthenticateMutation,
  RefreshMutation,
  RemoveFactorMutation,
  RequestPasswordResetMutation,
  ResendVerificationEmailMutation,
  SignupMutation,
  VerifyMfaMutation,
} from './__generated__/operations.ts';

/** Picks the member of a union whose `__typename` is `Name`. */
export type Named<Answer, Name> = Extract<Answer, { __typename: Name }>;

/** A session as the gateway sends it, including its tokens. */
export type SessionAnswer = Named<LoginMutation['login'], 'Session'>;

/** The user of a session. */
export type User = SessionAnswer['user'];

/** A successful sign-in. The kit keeps the tokens, so this answer has none. */
export type SignedIn = Pick<SessionAnswer, '__typename' | 'user' | 'scopes' | 'recoveryCode'>;

/** The kit's own answer to an operation that needs a session: the session has ended, and the user must sign in again. */
export interface SignedOut {
  readonly __typename: 'SignedOut';
  readonly code: 'SIGNED_OUT';
  /** Text for the user. It contains no secret. */
  readonly message: string;
}

/** The kit's own answer to a sign-in: the browser blocks cookies and has dropped the session's cookie. */
export interface CookieRefused {
  readonly __typename: 'CookieRefused';
  readonly code: 'COOKIE_REFUSED';
  /** Text for the user. It contains no secret. */
  readonly message: string;
}

/** The answers of a schema union: null is removed, and `Session` becomes {@link SignedIn}. */
type Answer<Union> = Exclude<Union, null | { __typename: 'Session' }> | SessionOf<Union>;
type SessionOf<Union> = Union extends { __typename: 'Session' } ? SignedIn : never;

export type SignUpAnswer = Answer<SignupMutation['signup']>;
export type SignInAnswer = Answer<LoginMutation['login']> | CookieRefused;
export type SignOutAnswer = Answer<LogoutMutation['logout']> | SignedOut;
/** Answer to ending a device. Ending this device, or all others, is a sign-out. */
export type EndDeviceAnswer = Answer<EndDeviceMutation['endDevice']> | SignOutAnswer;
export type RefreshAnswer = NonNullable<RefreshMutation['refresh']>;
export type ChallengeAnswer = Answer<ChallengeMfaMutation['challengeMfa']>;
export type VerifyAnswer = Answer<VerifyMfaMutation['verifyMfa']>;
export type EnrollAnswer = Answer<EnrollFactorMutation['enrollFactor']>;
export type RemoveFactorAnswer = Answer<RemoveFactorMutation['removeFactor']> | SignedOut;
export type ReauthenticateAnswer = Answer<ReauthenticateMutation['reauthenticate']> | SignedOut;
export type PasswordResetAnswer = Answer<RequestPasswordResetMutation['requestPasswordReset']>;
export type ChangePasswordAnswer =
  Answer<ChangePasswordMutation['changePassword']> | SignedOut | CookieRefused;
export type VerificationEmailAnswer =
  Answer<ResendVerificationEmailMutation['resendVerificationEmail']> | SignedOut;

/** Realms, password rules and kinds of second factor, for forms that a user sees before the sign-in. */
export type Capabilities = NonNullable<CapabilitiesQuery['capabilities']>;

/**
 * The refusals among the answers of an operation: every member that has a `code` and a `message`.
 * A `switch` over `__typename` covers all refusals.
 */
export type RefusalOf<Union> = Extract<Union, { code: string; message: string }>;

export type SignUpRefusal = RefusalOf<SignUpAnswer>;
export type SignInRefusal = RefusalOf<SignInAnswer>;
export type PasswordResetRefusal = RefusalOf<PasswordResetAnswer>;
export type ReauthenticateRefusal = RefusalOf<ReauthenticateAnswer>;
/** Refusal of the list of devices, or of the end of a device. */
export type DevicesRefusal = RefusalOf<EndDeviceAnswer> | ReauthenticateRefusal;
export type ChangePasswordRefusal = RefusalOf<ChangePasswordAnswer>;
/** Refusal of a renewal that ends the session. An outage ends no session. */
export type RenewalRefusal = Exclude<
  RefusalOf<RefreshAnswer>,
  { __typename: 'ServiceUnavailable' | 'TooManyAttempts' }
>;
/** Refusal that ends a session. It has no `mfaToken`: the kit keeps that, and the second factor continues the session. */
export type SessionRefusal = WithoutMfaToken<RenewalRefusal>;
type WithoutMfaToken<Refusal> = Refusal extends { mfaToken: string }
  ? Omit<Refusal, 'mfaToken'>
  : Refusal;
/** Refusal of a step of the second factor. */
export type SecondFactorRefusal =
  | RefusalOf<ChallengeAnswer | EnrollAnswer | RemoveFactorAnswer>
  | Exclude<RefusalOf<VerifyAnswer>, { __typename: 'ApprovalPending' }>
  | SignedOut
  | CookieRefused;

/** A device on which the user is signed in. */
export type Device = NonNullable<DevicesQuery['devices']>[number];
export type Factor = NonNullable<Named<LoginMutation['login'], 'MfaRequired'>['factors']>[number];
export type Enrollment = Exclude<EnrollAnswer, RefusalOf<EnrollAnswer>>;

/** Tells a refusal from a success. The `message` of a refusal is a text for the user. */
export function isRefusal<Union extends { __typename: string }>(
  answer: Union,
): answer is RefusalOf<Union> {
  return 'code' in answer && 'message' in answer;
}
