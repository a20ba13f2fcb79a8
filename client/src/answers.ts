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

/** The member of a union with this name. */
export type Named<Answer, Name> = Extract<Answer, { __typename: Name }>;

/** A session as the gateway sends it, with its tokens. */
export type SessionAnswer = Named<LoginMutation['login'], 'Session'>;

/** The user of a session. */
export type User = SessionAnswer['user'];

/** A successful sign-in, without the tokens: the kit keeps them. */
export type SignedIn = Pick<SessionAnswer, '__typename' | 'user' | 'scopes' | 'recoveryCode'>;

/** The session has ended: the user must sign in again. The kit's own answer to an operation that needs a session. */
export interface SignedOut {
  readonly __typename: 'SignedOut';
  readonly code: 'SIGNED_OUT';
  /** Safe to show. */
  readonly message: string;
}

/** The session is in a cookie that the browser does not keep: it blocks cookies. The kit's own answer to a sign-in. */
export interface CookieRefused {
  readonly __typename: 'CookieRefused';
  readonly code: 'COOKIE_REFUSED';
  /** Safe to show. */
  readonly message: string;
}

/** What the schema answers, without its null and without tokens. */
type Answer<Union> = Exclude<Union, null | { __typename: 'Session' }> | SessionOf<Union>;
type SessionOf<Union> = Union extends { __typename: 'Session' } ? SignedIn : never;

export type SignUpAnswer = Answer<SignupMutation['signup']>;
export type SignInAnswer = Answer<LoginMutation['login']> | CookieRefused;
export type SignOutAnswer = Answer<LogoutMutation['logout']> | SignedOut;
/** The answer to the end of a device. The end of this device, and of all others, are sign-outs. */
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

/** What the forms can offer before a user signs in. */
export type Capabilities = NonNullable<CapabilitiesQuery['capabilities']>;

/** The refusals among the answers of an operation: those with a `code` and a `message`. A `switch` over `__typename` covers them all. */
export type RefusalOf<Union> = Extract<Union, { code: string; message: string }>;

export type SignUpRefusal = RefusalOf<SignUpAnswer>;
export type SignInRefusal = RefusalOf<SignInAnswer>;
export type PasswordResetRefusal = RefusalOf<PasswordResetAnswer>;
export type ReauthenticateRefusal = RefusalOf<ReauthenticateAnswer>;
/** Why the devices cannot be listed, or one of them not ended. */
export type DevicesRefusal = RefusalOf<EndDeviceAnswer> | ReauthenticateRefusal;
export type ChangePasswordRefusal = RefusalOf<ChangePasswordAnswer>;
/** Why a session cannot go on. An outage is no such reason. */
export type SessionRefusal = Exclude<
  RefusalOf<RefreshAnswer>,
  { __typename: 'ServiceUnavailable' | 'TooManyAttempts' }
>;
/** What a step of the second factor may be refused for. */
export type SecondFactorRefusal =
  | RefusalOf<ChallengeAnswer | EnrollAnswer | RemoveFactorAnswer>
  | Exclude<RefusalOf<VerifyAnswer>, { __typename: 'ApprovalPending' }>
  | SignedOut
  | CookieRefused;

/** A device on which the user is signed in. */
export type Device = NonNullable<DevicesQuery['devices']>[number];
export type Factor = NonNullable<Named<LoginMutation['login'], 'MfaRequired'>['factors']>[number];
export type Enrollment = Exclude<EnrollAnswer, RefusalOf<EnrollAnswer>>;

/** Whether an answer is a refusal. Its `message` is safe to show. */
export function isRefusal<Union extends { __typename: string }>(
  answer: Union,
): answer is RefusalOf<Union> {
  return 'code' in answer && 'message' in answer;
}
