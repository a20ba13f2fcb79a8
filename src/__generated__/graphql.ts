import type { GraphQLResolveInfo } from 'graphql';
import type { ProfileModel } from '../sessions/profile.ts';
import type { GatewayContext } from '../context.ts';
export type Maybe<T> = T | null | undefined;
export type InputMaybe<T> = T | null | undefined;
export type Omit<T, K extends keyof T> = Pick<T, Exclude<keyof T, K>>;
export type RequireFields<T, K extends keyof T> = Omit<T, K> & { [P in K]-?: NonNullable<T[P]> };
/** All built-in and custom scalars, mapped to their actual values */
export type Scalars = {
  ID: { input: string; output: string; }
  String: { input: string; output: string; }
  Boolean: { input: boolean; output: boolean; }
  Int: { input: number; output: number; }
  Float: { input: number; output: number; }
};

/** An administrator has blocked the account. */
export type AccountBlocked = Problem & {
  readonly __typename?: 'AccountBlocked';
  /** `ACCOUNT_BLOCKED`. */
  readonly code: ProblemCode;
  /** Safe to show. */
  readonly message: Scalars['String']['output'];
};

/** The person has a second factor. To add another: sign in with the one they have, then `reauthenticate`. */
export type AlreadyEnrolled = Problem & {
  readonly __typename?: 'AlreadyEnrolled';
  /** `ALREADY_ENROLLED`. */
  readonly code: ProblemCode;
  /** Safe to show. */
  readonly message: Scalars['String']['output'];
};

/** The person has not yet approved on their phone: send the same `verifyMfa` again. */
export type ApprovalPending = Problem & {
  readonly __typename?: 'ApprovalPending';
  /** `APPROVAL_PENDING`. */
  readonly code: ProblemCode;
  /** Safe to show. */
  readonly message: Scalars['String']['output'];
  /** Seconds to wait before asking again. */
  readonly retryAfter: Scalars['Int']['output'];
};

/** What the forms of a front end need to know. What cannot be read just now is null, never guessed. */
export type Capabilities = {
  readonly __typename?: 'Capabilities';
  /** Where accounts live; with one realm alone, nobody has to name it. */
  readonly realms: ReadonlyArray<Realm>;
  /**
   * The kinds of second factor that the tenant offers and that can be used here; of these `TOTP`, `SMS`, `VOICE` and `EMAIL` can be
   * enrolled. Empty: none.
   */
  readonly secondFactors?: Maybe<ReadonlyArray<FactorType>>;
};

/** Which factor to ask. */
export type ChallengeMfaInput = {
  /** `Factor.id` of one of `MfaRequired.factors`. */
  readonly factorId: Scalars['ID']['input'];
  /** Of `MfaRequired`. */
  readonly mfaToken: Scalars['String']['input'];
};

/** What can come of `challengeMfa`. */
export type ChallengeMfaResult = InvalidInput | MfaChallenge | MfaTokenExpired | ServiceUnavailable | TooManyAttempts;

/**
 * A change of password. Send `currentPassword`; or, after `MfaRequired`, the `mfaToken` of the `Reauthenticated` that
 * `verifyMfa` has answered.
 */
export type ChangePasswordInput = {
  /** The present password, sent byte for byte as it is here. At most 1000 characters. */
  readonly currentPassword?: InputMaybe<Scalars['String']['input']>;
  /** Of `Reauthenticated`, in place of the present password. */
  readonly mfaToken?: InputMaybe<Scalars['String']['input']>;
  /** The new password, sent byte for byte as it is here. At most 1000 characters. */
  readonly newPassword: Scalars['String']['input'];
};

/** What can come of `changePassword`. */
export type ChangePasswordResult = AccountBlocked | InvalidCredentials | InvalidInput | LoginDenied | MfaEnrollmentRequired | MfaRequired | MfaTokenExpired | PasswordChanged | PasswordLeaked | ServiceUnavailable | Session | TooManyAttempts | VerificationRequired | WeakPassword;

/** The code has been used before: wait for the app's next one, or ask for another. The same `mfaToken` can be tried again. */
export type CodeAlreadyUsed = Problem & {
  readonly __typename?: 'CodeAlreadyUsed';
  /** `CODE_ALREADY_USED`. */
  readonly code: ProblemCode;
  /** Safe to show. */
  readonly message: Scalars['String']['output'];
};

/** A code was sent to the phone or address to be enrolled. `verifyMfa` with it confirms the factor. */
export type CodeSent = {
  readonly __typename?: 'CodeSent';
  /** Seconds for which `mfaToken` can be used. */
  readonly expiresIn: Scalars['Int']['output'];
  /** For `verifyMfa`, in place of the one that was sent. */
  readonly mfaToken: Scalars['String']['output'];
  /** Recovery codes, with the person's first factor only: show them once, nobody can read them again. */
  readonly recoveryCodes?: Maybe<ReadonlyArray<Scalars['String']['output']>>;
  /** How it was sent. */
  readonly type: FactorType;
};

/** The e-mail address is verified: there is nothing to send. */
export type EmailAlreadyVerified = Problem & {
  readonly __typename?: 'EmailAlreadyVerified';
  /** `EMAIL_ALREADY_VERIFIED`. */
  readonly code: ProblemCode;
  /** Safe to show. */
  readonly message: Scalars['String']['output'];
};

/** The password was right, and the e-mail address has to be verified first. */
export type EmailNotVerified = Problem & {
  readonly __typename?: 'EmailNotVerified';
  /** `EMAIL_NOT_VERIFIED`. */
  readonly code: ProblemCode;
  /** Seconds for which `verificationToken` can be used. */
  readonly expiresIn: Scalars['Int']['output'];
  /** Safe to show. */
  readonly message: Scalars['String']['output'];
  /** As in `Session`: show it once, nobody can read it again. */
  readonly recoveryCode?: Maybe<Scalars['String']['output']>;
  /** For `resendVerificationEmail`. */
  readonly verificationToken: Scalars['String']['output'];
};

/** A second factor to enrol. */
export type EnrollFactorInput = {
  /** For `EMAIL`; left out, it is the account's own address. */
  readonly email?: InputMaybe<Scalars['String']['input']>;
  /** Of `MfaEnrollmentRequired`, or of `Reauthenticated`. */
  readonly mfaToken: Scalars['String']['input'];
  /** For `SMS` and `VOICE`, in E.164 form: `+` and up to 15 digits. */
  readonly phoneNumber?: InputMaybe<Scalars['String']['input']>;
  /** `TOTP`, `SMS`, `VOICE` or `EMAIL`. */
  readonly type: FactorType;
};

/** What can come of `enrollFactor`. */
export type EnrollFactorResult = AlreadyEnrolled | CodeSent | FactorNotOffered | InvalidInput | MfaTokenExpired | ServiceUnavailable | TooManyAttempts | TotpEnrollment;

/** A second factor that a person has. */
export type Factor = {
  readonly __typename?: 'Factor';
  /** What `challengeMfa` and `removeFactor` take. */
  readonly id: Scalars['ID']['output'];
  /** The phone number or address, masked, as the identity provider shows it. Null for the other kinds. */
  readonly name?: Maybe<Scalars['String']['output']>;
  /** Its kind. */
  readonly type: FactorType;
};

/** The tenant does not offer this kind of second factor; `capabilities.secondFactors` has those that it offers. */
export type FactorNotOffered = Problem & {
  readonly __typename?: 'FactorNotOffered';
  /** `FACTOR_NOT_OFFERED`. */
  readonly code: ProblemCode;
  /** Safe to show. */
  readonly message: Scalars['String']['output'];
};

/** The factor is gone. */
export type FactorRemoved = {
  readonly __typename?: 'FactorRemoved';
  /** The factors that are left. */
  readonly factors: ReadonlyArray<Factor>;
};

/** A kind of second factor. */
export type FactorType =
  /** Codes by e-mail. */
  | 'EMAIL'
  /** Approval in the Auth0 Guardian app. */
  | 'PUSH'
  /** A code that was shown once at enrolment, for when the other factors are lost. It comes by itself and is not enrolled. */
  | 'RECOVERY_CODE'
  /** Codes by SMS. */
  | 'SMS'
  /** Codes of an authenticator app (RFC 6238). */
  | 'TOTP'
  /** Codes read out over the phone. */
  | 'VOICE';

/** What a person may sign in with. */
export type IdentifierType =
  /** An e-mail address. */
  | 'EMAIL'
  /** A phone number. */
  | 'PHONE'
  /** A username. */
  | 'USERNAME';

/** The code is wrong. The same `mfaToken` can be tried again. */
export type InvalidCode = Problem & {
  readonly __typename?: 'InvalidCode';
  /** `INVALID_CODE`. */
  readonly code: ProblemCode;
  /** Safe to show. */
  readonly message: Scalars['String']['output'];
};

/** Wrong password or unknown account: both look alike. */
export type InvalidCredentials = Problem & {
  readonly __typename?: 'InvalidCredentials';
  /** `INVALID_CREDENTIALS`. */
  readonly code: ProblemCode;
  /** Safe to show. */
  readonly message: Scalars['String']['output'];
};

/** Something a person typed cannot be right. Nothing came of it. */
export type InvalidInput = Problem & {
  readonly __typename?: 'InvalidInput';
  /** `INVALID_INPUT`. */
  readonly code: ProblemCode;
  /** The field of `input` it is about, for example `email`. */
  readonly field: Scalars['String']['output'];
  /** What is wrong with the field. Never repeats its value. */
  readonly message: Scalars['String']['output'];
};

/** The refresh token cannot be used any more: sign in again. */
export type InvalidRefreshToken = Problem & {
  readonly __typename?: 'InvalidRefreshToken';
  /** `INVALID_REFRESH_TOKEN`. */
  readonly code: ProblemCode;
  /** Safe to show. */
  readonly message: Scalars['String']['output'];
};

/** What logging out has ended. */
export type LoggedOut = {
  readonly __typename?: 'LoggedOut';
  /**
   * True when an access token is refused from now on that was not before: the bearer, or one of the same sign-in. False when there
   * was none that was still valid.
   */
  readonly accessTokenRevoked: Scalars['Boolean']['output'];
  /**
   * True when every replica of this gateway that is ready refuses what was ended. False when that is not certain: not yet, or
   * because nobody has recorded how the sign-in began.
   */
  readonly everywhere: Scalars['Boolean']['output'];
  /**
   * True when a refresh token is dead: the identity provider has accepted its revocation, as it does for one that it does not know,
   * too, or none was sent and that of the bearer's sign-in is refused here from now on. False when there is none that is known.
   */
  readonly refreshTokenRevoked: Scalars['Boolean']['output'];
};

/** The team's own rules (a post-login Action) refused this sign-in. */
export type LoginDenied = Problem & {
  readonly __typename?: 'LoginDenied';
  /** `LOGIN_DENIED`. */
  readonly code: ProblemCode;
  /** Safe to show. The Action's own text stays in the tenant's log. */
  readonly message: Scalars['String']['output'];
};

/** A password sign-in. */
export type LoginInput = {
  /** The password, sent byte for byte as it is here: nothing is trimmed. At most 1000 characters. */
  readonly password: Scalars['String']['input'];
  /** Where the account lives, by the name of one of `capabilities.realms`. May be left out where there is one alone. */
  readonly realm?: InputMaybe<Scalars['String']['input']>;
  /**
   * Scopes to ask for, out of those that the gateway is configured with; left out: all of them. What was granted is in
   * `Session.scopes`. Asked for no scope of the API at all, Auth0 grants every one the person may have.
   */
  readonly scopes?: InputMaybe<ReadonlyArray<Scalars['String']['input']>>;
  /** E-mail address or username, whichever the tenant's connection takes. At most 320 characters. */
  readonly username: Scalars['String']['input'];
};

/** What can come of `login`. */
export type LoginResult = AccountBlocked | EmailNotVerified | InvalidCredentials | InvalidInput | LoginDenied | MfaEnrollmentRequired | MfaRequired | PasswordLeaked | ServiceUnavailable | Session | TooManyAttempts | VerificationRequired;

/** What to end. The bearer of the request itself is always part of it. */
export type LogoutInput = {
  /** `Session.refreshToken`. Leave it out when the session has none. */
  readonly refreshToken?: InputMaybe<Scalars['String']['input']>;
  /** How much to end. */
  readonly scope?: LogoutScope;
};

/** What can come of `logout`. */
export type LogoutResult = InvalidInput | LoggedOut | ServiceUnavailable | TooManyAttempts;

/** How much a logout ends. */
export type LogoutScope =
  /** Every sign-in of the person, on every device. Needs a valid bearer: without one it is refused as `UNAUTHENTICATED`. */
  | 'ALL'
  /** The sign-in that the bearer and the refresh token came of, with every token that replaced them. */
  | 'THIS';

/** A factor has been asked. `verifyMfa` comes next. */
export type MfaChallenge = {
  readonly __typename?: 'MfaChallenge';
  /** Seconds for which `mfaToken` can be used. */
  readonly expiresIn: Scalars['Int']['output'];
  /** For `verifyMfa`, in place of the one that was sent. */
  readonly mfaToken: Scalars['String']['output'];
  /** What was asked. */
  readonly type: FactorType;
};

/** The password was right, and the account needs a second factor that it does not have yet: `enrollFactor`, then `verifyMfa`. */
export type MfaEnrollmentRequired = Problem & {
  readonly __typename?: 'MfaEnrollmentRequired';
  /** `MFA_ENROLLMENT_REQUIRED`. */
  readonly code: ProblemCode;
  /** Seconds for which `mfaToken` can be used. */
  readonly expiresIn: Scalars['Int']['output'];
  /** What can be enrolled. Null when the tenant does not tell. */
  readonly factorTypes?: Maybe<ReadonlyArray<FactorType>>;
  /** Safe to show. */
  readonly message: Scalars['String']['output'];
  /** For `enrollFactor`. */
  readonly mfaToken: Scalars['String']['output'];
};

/** The password was right, and the account needs a second factor: `challengeMfa` where a code has to be sent, then `verifyMfa`. */
export type MfaRequired = Problem & {
  readonly __typename?: 'MfaRequired';
  /** `MFA_REQUIRED`. */
  readonly code: ProblemCode;
  /** Seconds for which `mfaToken` can be used. */
  readonly expiresIn: Scalars['Int']['output'];
  /** What the person can prove themselves with. */
  readonly factors: ReadonlyArray<Factor>;
  /** Safe to show. */
  readonly message: Scalars['String']['output'];
  /** For `challengeMfa` and `verifyMfa`. */
  readonly mfaToken: Scalars['String']['output'];
};

/** The `mfaToken` has expired, or was used up: begin anew with `login` or `reauthenticate`. */
export type MfaTokenExpired = Problem & {
  readonly __typename?: 'MfaTokenExpired';
  /** `MFA_TOKEN_EXPIRED`. */
  readonly code: ProblemCode;
  /** Safe to show. */
  readonly message: Scalars['String']['output'];
};

/** What can be done. Every mutation takes one `input` and answers with a union: its success first, then each refusal. */
export type Mutation = {
  readonly __typename?: 'Mutation';
  /**
   * Asks one of the person's second factors for a code: an SMS or an e-mail is sent, a phone is asked to approve. An
   * authenticator app (`TOTP`) and a recovery code need no challenge: call `verifyMfa` at once, with the token of `MfaRequired`.
   */
  readonly challengeMfa?: Maybe<ChallengeMfaResult>;
  /**
   * Changes the password of the signed-in person, who has to know the present one. Every other session of theirs that this
   * gateway process knows of ends, and it remembers that for as long as it runs; the `Session` in the answer replaces the one in use.
   */
  readonly changePassword?: Maybe<ChangePasswordResult>;
  /**
   * Begins to enrol a second factor: with the `mfaToken` of `MfaEnrollmentRequired` before the first token exists, with that
   * of `Reauthenticated` for somebody who is signed in. `verifyMfa` with the first code confirms it.
   */
  readonly enrollFactor?: Maybe<EnrollFactorResult>;
  /**
   * Signs in with a password. Send the `accessToken` of the `Session` as `Authorization: Bearer …` from then on.
   * `MfaRequired` is not the end of it: go on with `challengeMfa` and `verifyMfa`.
   */
  readonly login?: Maybe<LoginResult>;
  /**
   * Signs out: revokes the refresh token at the identity provider, and refuses from now on every access token that came of the
   * same sign-in, the bearer of this request among them. A live refresh token suffices when the bearer has expired.
   */
  readonly logout?: Maybe<LogoutResult>;
  /**
   * The signed-in person proves themselves again, with the password and, where they have one, the second factor. What comes
   * of it lists the factors, and lets them be added and removed.
   */
  readonly reauthenticate?: Maybe<ReauthenticateResult>;
  /**
   * Exchanges a refresh token for a new `Session`. Works while the bearer has expired.
   * Store the new refresh token at once: the old one is used up.
   */
  readonly refresh?: Maybe<RefreshResult>;
  /** Removes a second factor of the signed-in person. */
  readonly removeFactor?: Maybe<RemoveFactorResult>;
  /**
   * Sends a mail with a link to choose a new password. The answer is the same, and takes as long, whether or not there is such
   * an account.
   */
  readonly requestPasswordReset?: Maybe<RequestPasswordResetResult>;
  /**
   * Sends the mail that verifies the person's e-mail address once more: to the signed-in person, or to one whose sign-in was
   * answered with `EmailNotVerified`.
   */
  readonly resendVerificationEmail?: Maybe<ResendVerificationEmailResult>;
  /** Creates an account. It does not sign in: call `login` next. */
  readonly signup?: Maybe<SignupResult>;
  /**
   * Proves the second factor, or confirms one that `enrollFactor` has begun. Ends what began with `MfaRequired` or
   * `MfaEnrollmentRequired`: a sign-in gives a `Session`, a `reauthenticate` gives `Reauthenticated`.
   */
  readonly verifyMfa?: Maybe<VerifyMfaResult>;
};


/** What can be done. Every mutation takes one `input` and answers with a union: its success first, then each refusal. */
export type MutationChallengeMfaArgs = {
  input: ChallengeMfaInput;
};


/** What can be done. Every mutation takes one `input` and answers with a union: its success first, then each refusal. */
export type MutationChangePasswordArgs = {
  input: ChangePasswordInput;
};


/** What can be done. Every mutation takes one `input` and answers with a union: its success first, then each refusal. */
export type MutationEnrollFactorArgs = {
  input: EnrollFactorInput;
};


/** What can be done. Every mutation takes one `input` and answers with a union: its success first, then each refusal. */
export type MutationLoginArgs = {
  input: LoginInput;
};


/** What can be done. Every mutation takes one `input` and answers with a union: its success first, then each refusal. */
export type MutationLogoutArgs = {
  input: LogoutInput;
};


/** What can be done. Every mutation takes one `input` and answers with a union: its success first, then each refusal. */
export type MutationReauthenticateArgs = {
  input: ReauthenticateInput;
};


/** What can be done. Every mutation takes one `input` and answers with a union: its success first, then each refusal. */
export type MutationRefreshArgs = {
  input: RefreshInput;
};


/** What can be done. Every mutation takes one `input` and answers with a union: its success first, then each refusal. */
export type MutationRemoveFactorArgs = {
  input: RemoveFactorInput;
};


/** What can be done. Every mutation takes one `input` and answers with a union: its success first, then each refusal. */
export type MutationRequestPasswordResetArgs = {
  input: RequestPasswordResetInput;
};


/** What can be done. Every mutation takes one `input` and answers with a union: its success first, then each refusal. */
export type MutationResendVerificationEmailArgs = {
  input: ResendVerificationEmailInput;
};


/** What can be done. Every mutation takes one `input` and answers with a union: its success first, then each refusal. */
export type MutationSignupArgs = {
  input: SignupInput;
};


/** What can be done. Every mutation takes one `input` and answers with a union: its success first, then each refusal. */
export type MutationVerifyMfaArgs = {
  input: VerifyMfaInput;
};

/** The password has been changed, and every session of the person has ended; a new one takes one step more. */
export type PasswordChanged = {
  readonly __typename?: 'PasswordChanged';
  /**
   * The second factor that the sign-in with the new password asks for: go on with `verifyMfa`. Null when it asks for none:
   * call `login`.
   */
  readonly mfa?: Maybe<MfaRequired>;
};

/** The password is known from a data breach elsewhere. At sign-in: it must be reset. At sign-up: choose another. */
export type PasswordLeaked = Problem & {
  readonly __typename?: 'PasswordLeaked';
  /** `PASSWORD_LEAKED`. */
  readonly code: ProblemCode;
  /** Safe to show. */
  readonly message: Scalars['String']['output'];
};

/** One rule of a realm's password policy. */
export type PasswordPolicyRule = {
  readonly __typename?: 'PasswordPolicyRule';
  /** The rule's code, the same as in `PasswordRule`. */
  readonly code: Scalars['String']['output'];
  /** The parts of a compound rule such as `containsAtLeast`; empty for a simple one. */
  readonly items: ReadonlyArray<PasswordPolicyRuleItem>;
  /** The rule in words, with its numbers filled in. Safe to show. */
  readonly message: Scalars['String']['output'];
  /** The rule's numbers, in the order of the words: for `lengthAtLeast` the length. */
  readonly numbers: ReadonlyArray<Scalars['Int']['output']>;
};

/** One part of a compound rule of a password policy. */
export type PasswordPolicyRuleItem = {
  readonly __typename?: 'PasswordPolicyRuleItem';
  /** The part's code, for example `lowerCase`. */
  readonly code: Scalars['String']['output'];
  /** The part in words. Safe to show. */
  readonly message: Scalars['String']['output'];
};

/** If there is such an account, a mail is on its way. */
export type PasswordResetRequested = {
  readonly __typename?: 'PasswordResetRequested';
  /** English, and safe to show to the person. The same for everybody. */
  readonly message: Scalars['String']['output'];
};

/** One rule of the tenant's password policy, for the password that was sent. */
export type PasswordRule = {
  readonly __typename?: 'PasswordRule';
  /** Auth0's code for the rule, for example `lengthAtLeast` or `containsAtLeast`. New codes may appear. */
  readonly code: Scalars['String']['output'];
  /** The parts of a compound rule such as `containsAtLeast`; empty for a simple one. */
  readonly items: ReadonlyArray<PasswordRuleItem>;
  /** The rule in words, with its numbers filled in. Safe to show. */
  readonly message: Scalars['String']['output'];
  /** Whether the password meets it. */
  readonly met: Scalars['Boolean']['output'];
  /** The rule's numbers, in the order of the words: for `lengthAtLeast` the length. */
  readonly numbers: ReadonlyArray<Scalars['Int']['output']>;
};

/** One part of a compound password rule. */
export type PasswordRuleItem = {
  readonly __typename?: 'PasswordRuleItem';
  /** Auth0's code for the part, for example `lowerCase`. */
  readonly code: Scalars['String']['output'];
  /** The part in words. Safe to show. */
  readonly message: Scalars['String']['output'];
  /** Whether the password meets it. */
  readonly met: Scalars['Boolean']['output'];
};

/** An expected refusal. Ask for `... on Problem { code message }` and every refusal is covered, also those added later. */
export type Problem = {
  /** What programs read. */
  readonly code: ProblemCode;
  /** English, and safe to show to the person. */
  readonly message: Scalars['String']['output'];
};

/** Every refusal there is. */
export type ProblemCode =
  /** An administrator has blocked the account. */
  | 'ACCOUNT_BLOCKED'
  /** The person has a second factor already, and has to prove it before another is added. */
  | 'ALREADY_ENROLLED'
  /** The person has not yet approved on their phone: ask again. */
  | 'APPROVAL_PENDING'
  /** The code of the second factor was right, and has been used before. */
  | 'CODE_ALREADY_USED'
  /** The e-mail address is verified: there is nothing to send. */
  | 'EMAIL_ALREADY_VERIFIED'
  /** The e-mail address has to be verified before the person can sign in. */
  | 'EMAIL_NOT_VERIFIED'
  /** The tenant does not offer this kind of second factor. */
  | 'FACTOR_NOT_OFFERED'
  /** The code of the second factor is wrong. */
  | 'INVALID_CODE'
  /** Wrong password, or no such account: which of the two is not told. */
  | 'INVALID_CREDENTIALS'
  /** The person typed something that cannot be right; `InvalidInput.field` says where. */
  | 'INVALID_INPUT'
  /** The refresh token is unknown, expired, revoked or used up: sign in again. */
  | 'INVALID_REFRESH_TOKEN'
  /** The team's own rules refused this sign-in. */
  | 'LOGIN_DENIED'
  /** The account needs a second factor and has none yet. */
  | 'MFA_ENROLLMENT_REQUIRED'
  /** The account needs a second factor. */
  | 'MFA_REQUIRED'
  /** The `mfaToken` has expired, or was used up: begin anew. */
  | 'MFA_TOKEN_EXPIRED'
  /** The password is known from a data breach elsewhere: it must be reset before it can be used. */
  | 'PASSWORD_LEAKED'
  /**
   * What has to answer is down, slow or misconfigured: the identity provider, or a service behind the gateway. It is not the
   * person's fault.
   */
  | 'SERVICE_UNAVAILABLE'
  /** Accounts cannot be created here by oneself. */
  | 'SIGN_UP_DISABLED'
  /** The account was not created, and the tenant does not disclose why. Often the address is taken. */
  | 'SIGN_UP_REFUSED'
  /** Too many attempts for this account or from this address. */
  | 'TOO_MANY_ATTEMPTS'
  /** The identity provider's overall rate limit was reached, whoever used it up: wait, then try again. */
  | 'TOO_MANY_REQUESTS'
  /** There is an account with this address or username already. Only where the tenant discloses it. */
  | 'USER_EXISTS'
  /** The identity provider took the request for an automated one and asks for a challenge that cannot be shown here. */
  | 'VERIFICATION_REQUIRED'
  /** The password does not meet the rules; `WeakPassword.rules` has them one by one. */
  | 'WEAK_PASSWORD';

/** A person, as that person may see themselves. */
export type Profile = {
  readonly __typename?: 'Profile';
  /** E-mail address. Null when the account has none, or when it could not be read just now (see `errors`). */
  readonly email?: Maybe<Scalars['String']['output']>;
  /**
   * Whether the person has proved that the address is theirs; looked up afresh for as long as they have not. Null when that is
   * not known.
   */
  readonly emailVerified?: Maybe<Scalars['Boolean']['output']>;
  /** The user's id at the identity provider (`sub`), for example `auth0|6500000000000000000000a1`. */
  readonly id: Scalars['ID']['output'];
  /** Permissions from the access token (Auth0 RBAC). Empty when there are none, and always empty with RBAC off. */
  readonly permissions: ReadonlyArray<Scalars['String']['output']>;
  /** Role names from the access token. Empty for an account that has just been created. */
  readonly roles: ReadonlyArray<Scalars['String']['output']>;
};

/** What can be read. */
export type Query = {
  readonly __typename?: 'Query';
  /**
   * What the forms of a front end need to know before anybody has signed in: realms, identifiers, password rules, second
   * factors. It tells nothing of any account.
   */
  readonly capabilities?: Maybe<Capabilities>;
  /** The signed-in person, as the bearer access token tells. Without a valid bearer: null, and `UNAUTHENTICATED` in `errors`. */
  readonly me?: Maybe<Profile>;
};

/** A directory of accounts. An account of one realm cannot sign in through another. */
export type Realm = {
  readonly __typename?: 'Realm';
  /** What a person may sign in with. */
  readonly identifiers?: Maybe<ReadonlyArray<IdentifierType>>;
  /** What `realm` in an input says. */
  readonly name: Scalars['String']['output'];
  /** What a new password has to meet, rule by rule. */
  readonly passwordRules?: Maybe<ReadonlyArray<PasswordPolicyRule>>;
  /** Whether people may create accounts themselves. */
  readonly signupOpen?: Maybe<Scalars['Boolean']['output']>;
  /** Whether a person has to verify their e-mail address before they can sign in. */
  readonly verifiedEmailRequired: Scalars['Boolean']['output'];
};

/** A proof that the signed-in person is there. */
export type ReauthenticateInput = {
  /** The present password, sent byte for byte as it is here. At most 1000 characters. */
  readonly password: Scalars['String']['input'];
};

/** What can come of `reauthenticate`. */
export type ReauthenticateResult = AccountBlocked | InvalidCredentials | InvalidInput | LoginDenied | MfaEnrollmentRequired | MfaRequired | PasswordLeaked | Reauthenticated | ServiceUnavailable | TooManyAttempts | VerificationRequired;

/** The signed-in person has proved themselves again. */
export type Reauthenticated = {
  readonly __typename?: 'Reauthenticated';
  /** Seconds for which `mfaToken` can be used. */
  readonly expiresIn: Scalars['Int']['output'];
  /** The person's second factors. Null when the proof was given for `changePassword`: it does not open them. */
  readonly factors?: Maybe<ReadonlyArray<Factor>>;
  /** For `enrollFactor`, `removeFactor` and `changePassword`, by this person alone. */
  readonly mfaToken: Scalars['String']['output'];
  /** A new recovery code in place of the one that has just been used up: show it once. Null in every other case. */
  readonly recoveryCode?: Maybe<Scalars['String']['output']>;
};

/** A refresh. */
export type RefreshInput = {
  /** `Session.refreshToken` of the latest sign-in or refresh. */
  readonly refreshToken: Scalars['String']['input'];
};

/** What can come of `refresh`. */
export type RefreshResult = AccountBlocked | EmailNotVerified | InvalidInput | InvalidRefreshToken | LoginDenied | MfaEnrollmentRequired | MfaRequired | ServiceUnavailable | Session | TooManyAttempts;

/** A second factor to remove. */
export type RemoveFactorInput = {
  /** `Factor.id` of one of `Reauthenticated.factors`. */
  readonly factorId: Scalars['ID']['input'];
  /** Of `Reauthenticated`. */
  readonly mfaToken: Scalars['String']['input'];
};

/** What can come of `removeFactor`. */
export type RemoveFactorResult = FactorRemoved | InvalidInput | MfaTokenExpired | ServiceUnavailable | TooManyAttempts;

/** Whose password has been forgotten. */
export type RequestPasswordResetInput = {
  /** Where the account lives, as in `login`. May be left out where there is one realm alone. */
  readonly realm?: InputMaybe<Scalars['String']['input']>;
  /** What the person signs in with: e-mail address or username. At most 320 characters. */
  readonly username: Scalars['String']['input'];
};

/** What can come of `requestPasswordReset`. */
export type RequestPasswordResetResult = InvalidInput | PasswordResetRequested | ServiceUnavailable | TooManyAttempts;

/** Who wants the verification mail once more. */
export type ResendVerificationEmailInput = {
  /** Of `EmailNotVerified`. Leave it out when signed in: then the bearer tells who asks. */
  readonly verificationToken?: InputMaybe<Scalars['String']['input']>;
};

/** What can come of `resendVerificationEmail`. */
export type ResendVerificationEmailResult = EmailAlreadyVerified | InvalidInput | ServiceUnavailable | TooManyAttempts | VerificationEmailSent;

/** What has to answer is down, slow or misconfigured. */
export type ServiceUnavailable = Problem & {
  readonly __typename?: 'ServiceUnavailable';
  /** `SERVICE_UNAVAILABLE`. */
  readonly code: ProblemCode;
  /** Safe to show. */
  readonly message: Scalars['String']['output'];
  /** Seconds after which another try makes sense. Null when nobody can tell. */
  readonly retryAfter?: Maybe<Scalars['Int']['output']>;
};

/** What a successful sign-in returns. */
export type Session = {
  readonly __typename?: 'Session';
  /** Send it as `Authorization: Bearer …`. Null when a cookie holds it. */
  readonly accessToken?: Maybe<Scalars['String']['output']>;
  /** Seconds until the access token expires, counted from this answer. */
  readonly expiresIn: Scalars['Int']['output'];
  /**
   * For the client itself (OpenID Connect); never send it as the bearer. Null without the `openid` scope, or when a cookie
   * holds the session.
   */
  readonly idToken?: Maybe<Scalars['String']['output']>;
  /**
   * A new recovery code in place of the one that has just been used up: show it once, nobody can read it again. Null in every
   * other case.
   */
  readonly recoveryCode?: Maybe<Scalars['String']['output']>;
  /**
   * Exchange it with `refresh` before or after the access token expires. Null when the sign-in was made without
   * `offline_access`, when the tenant gives none, or when a cookie holds it.
   */
  readonly refreshToken?: Maybe<Scalars['String']['output']>;
  /** The scopes that were granted; they may be fewer, or more, than were asked for. */
  readonly scopes: ReadonlyArray<Scalars['String']['output']>;
  /** How to send the access token: `Bearer`. */
  readonly tokenType: Scalars['String']['output'];
  /** Who signed in. */
  readonly user: Profile;
};

/** Accounts cannot be created here by oneself. */
export type SignUpDisabled = Problem & {
  readonly __typename?: 'SignUpDisabled';
  /** `SIGN_UP_DISABLED`. */
  readonly code: ProblemCode;
  /** Safe to show. */
  readonly message: Scalars['String']['output'];
};

/** The account was not created, and the tenant does not disclose why. */
export type SignUpRefused = Problem & {
  readonly __typename?: 'SignUpRefused';
  /** `SIGN_UP_REFUSED`. */
  readonly code: ProblemCode;
  /** Safe to show. */
  readonly message: Scalars['String']['output'];
};

/** The account exists now. */
export type SignedUp = {
  readonly __typename?: 'SignedUp';
  /** The new account. Roles and permissions are those of somebody who has just arrived: none. */
  readonly user: Profile;
};

/** A new account. */
export type SignupInput = {
  /** E-mail address, at most 254 characters. */
  readonly email: Scalars['String']['input'];
  /** The password, sent byte for byte as it is here: nothing is trimmed. At most 1000 characters. */
  readonly password: Scalars['String']['input'];
  /** Where the account shall live, by the name of one of `capabilities.realms`. May be left out where there is one alone. */
  readonly realm?: InputMaybe<Scalars['String']['input']>;
  /** A username, in realms that have them (`capabilities.realms.identifiers`). At most 128 characters. */
  readonly username?: InputMaybe<Scalars['String']['input']>;
};

/** What can come of `signup`. */
export type SignupResult = InvalidInput | PasswordLeaked | ServiceUnavailable | SignUpDisabled | SignUpRefused | SignedUp | TooManyAttempts | UserExists | WeakPassword;

/** A limit was reached. */
export type TooManyAttempts = Problem & {
  readonly __typename?: 'TooManyAttempts';
  /** `TOO_MANY_ATTEMPTS`, or `TOO_MANY_REQUESTS` when it is the identity provider's overall limit. */
  readonly code: ProblemCode;
  /** Safe to show. */
  readonly message: Scalars['String']['output'];
  /** Seconds after which another try makes sense. Null when the identity provider does not say. */
  readonly retryAfter?: Maybe<Scalars['Int']['output']>;
};

/**
 * An authenticator app is to be enrolled: show the QR code, and the secret for those who cannot scan. `verifyMfa` with the
 * app's first code confirms it.
 */
export type TotpEnrollment = {
  readonly __typename?: 'TotpEnrollment';
  /** Seconds for which `mfaToken` can be used. */
  readonly expiresIn: Scalars['Int']['output'];
  /** For `verifyMfa`, in place of the one that was sent. */
  readonly mfaToken: Scalars['String']['output'];
  /** The same as an `otpauth://totp/…` URI: a link to an app on the same device. */
  readonly otpauthUri: Scalars['String']['output'];
  /** The URI as a QR code: a `data:image/svg+xml` URI for `<img src>`. */
  readonly qrCode: Scalars['String']['output'];
  /** Recovery codes, with the person's first factor only: show them once, nobody can read them again. */
  readonly recoveryCodes?: Maybe<ReadonlyArray<Scalars['String']['output']>>;
  /** The secret, in Base32, to type in. */
  readonly secret: Scalars['String']['output'];
};

/** There is such an account already. Only where the tenant discloses it. */
export type UserExists = Problem & {
  readonly __typename?: 'UserExists';
  /** `USER_EXISTS`. */
  readonly code: ProblemCode;
  /** Safe to show. */
  readonly message: Scalars['String']['output'];
};

/** The mail is on its way. */
export type VerificationEmailSent = {
  readonly __typename?: 'VerificationEmailSent';
  /** English, and safe to show to the person. */
  readonly message: Scalars['String']['output'];
};

/** The identity provider asks for a challenge (bot detection) that cannot be shown here. */
export type VerificationRequired = Problem & {
  readonly __typename?: 'VerificationRequired';
  /** `VERIFICATION_REQUIRED`. */
  readonly code: ProblemCode;
  /** Safe to show. */
  readonly message: Scalars['String']['output'];
};

/** The proof of a second factor: `code` or `recoveryCode`, one of them; neither of them for a `PUSH` factor. */
export type VerifyMfaInput = {
  /** Six digits, of the authenticator app, the SMS or the e-mail. */
  readonly code?: InputMaybe<Scalars['String']['input']>;
  /** The latest one of this sign-in, enrolment or reauthentication. */
  readonly mfaToken: Scalars['String']['input'];
  /** A recovery code. */
  readonly recoveryCode?: InputMaybe<Scalars['String']['input']>;
};

/** What can come of `verifyMfa`. */
export type VerifyMfaResult = AccountBlocked | ApprovalPending | CodeAlreadyUsed | EmailNotVerified | InvalidCode | InvalidInput | LoginDenied | MfaTokenExpired | Reauthenticated | ServiceUnavailable | Session | TooManyAttempts;

/** The password does not meet the tenant's rules. */
export type WeakPassword = Problem & {
  readonly __typename?: 'WeakPassword';
  /** `WEAK_PASSWORD`. */
  readonly code: ProblemCode;
  /** Safe to show. */
  readonly message: Scalars['String']['output'];
  /** Every rule the tenant named, met or not. */
  readonly rules: ReadonlyArray<PasswordRule>;
};



export type ResolverTypeWrapper<T> = Promise<T> | T;


export type ResolverWithResolve<TResult, TParent, TContext, TArgs> = {
  resolve: ResolverFn<TResult, TParent, TContext, TArgs>;
};
export type Resolver<TResult, TParent = Record<PropertyKey, never>, TContext = Record<PropertyKey, never>, TArgs = Record<PropertyKey, never>> = ResolverFn<TResult, TParent, TContext, TArgs> | ResolverWithResolve<TResult, TParent, TContext, TArgs>;

export type ResolverFn<TResult, TParent, TContext, TArgs> = (
  parent: TParent,
  args: TArgs,
  context: TContext,
  info: GraphQLResolveInfo
) => Promise<TResult> | TResult;

export type SubscriptionSubscribeFn<TResult, TParent, TContext, TArgs> = (
  parent: TParent,
  args: TArgs,
  context: TContext,
  info: GraphQLResolveInfo
) => AsyncIterable<TResult> | Promise<AsyncIterable<TResult>>;

export type SubscriptionResolveFn<TResult, TParent, TContext, TArgs> = (
  parent: TParent,
  args: TArgs,
  context: TContext,
  info: GraphQLResolveInfo
) => TResult | Promise<TResult>;

export interface SubscriptionSubscriberObject<TResult, TKey extends string, TParent, TContext, TArgs> {
  subscribe: SubscriptionSubscribeFn<{ [key in TKey]: TResult }, TParent, TContext, TArgs>;
  resolve?: SubscriptionResolveFn<TResult, { [key in TKey]: TResult }, TContext, TArgs>;
}

export interface SubscriptionResolverObject<TResult, TParent, TContext, TArgs> {
  subscribe: SubscriptionSubscribeFn<any, TParent, TContext, TArgs>;
  resolve: SubscriptionResolveFn<TResult, any, TContext, TArgs>;
}

export type SubscriptionObject<TResult, TKey extends string, TParent, TContext, TArgs> =
  | SubscriptionSubscriberObject<TResult, TKey, TParent, TContext, TArgs>
  | SubscriptionResolverObject<TResult, TParent, TContext, TArgs>;

export type SubscriptionResolver<TResult, TKey extends string, TParent = Record<PropertyKey, never>, TContext = Record<PropertyKey, never>, TArgs = Record<PropertyKey, never>> =
  | ((...args: any[]) => SubscriptionObject<TResult, TKey, TParent, TContext, TArgs>)
  | SubscriptionObject<TResult, TKey, TParent, TContext, TArgs>;

export type TypeResolveFn<TTypes, TParent = Record<PropertyKey, never>, TContext = Record<PropertyKey, never>> = (
  parent: TParent,
  context: TContext,
  info: GraphQLResolveInfo
) => Maybe<TTypes> | Promise<Maybe<TTypes>>;

export type IsTypeOfResolverFn<T = Record<PropertyKey, never>, TContext = Record<PropertyKey, never>> = (obj: T, context: TContext, info: GraphQLResolveInfo) => boolean | Promise<boolean>;

export type NextResolverFn<T> = () => Promise<T>;

export type DirectiveResolverFn<TResult = Record<PropertyKey, never>, TParent = Record<PropertyKey, never>, TContext = Record<PropertyKey, never>, TArgs = Record<PropertyKey, never>> = (
  next: NextResolverFn<TResult>,
  parent: TParent,
  args: TArgs,
  context: TContext,
  info: GraphQLResolveInfo
) => TResult | Promise<TResult>;



/** Mapping of union types */
export type ResolversUnionTypes<_RefType extends Record<string, unknown>> = {
  ChallengeMfaResult:
    | ( InvalidInput & { __typename: 'InvalidInput' } )
    | ( MfaChallenge & { __typename: 'MfaChallenge' } )
    | ( MfaTokenExpired & { __typename: 'MfaTokenExpired' } )
    | ( ServiceUnavailable & { __typename: 'ServiceUnavailable' } )
    | ( TooManyAttempts & { __typename: 'TooManyAttempts' } )
  ;
  ChangePasswordResult:
    | ( AccountBlocked & { __typename: 'AccountBlocked' } )
    | ( InvalidCredentials & { __typename: 'InvalidCredentials' } )
    | ( InvalidInput & { __typename: 'InvalidInput' } )
    | ( LoginDenied & { __typename: 'LoginDenied' } )
    | ( MfaEnrollmentRequired & { __typename: 'MfaEnrollmentRequired' } )
    | ( MfaRequired & { __typename: 'MfaRequired' } )
    | ( MfaTokenExpired & { __typename: 'MfaTokenExpired' } )
    | ( PasswordChanged & { __typename: 'PasswordChanged' } )
    | ( PasswordLeaked & { __typename: 'PasswordLeaked' } )
    | ( ServiceUnavailable & { __typename: 'ServiceUnavailable' } )
    | ( Omit<Session, 'user'> & { user: _RefType['Profile'] } & { __typename: 'Session' } )
    | ( TooManyAttempts & { __typename: 'TooManyAttempts' } )
    | ( VerificationRequired & { __typename: 'VerificationRequired' } )
    | ( WeakPassword & { __typename: 'WeakPassword' } )
  ;
  EnrollFactorResult:
    | ( AlreadyEnrolled & { __typename: 'AlreadyEnrolled' } )
    | ( CodeSent & { __typename: 'CodeSent' } )
    | ( FactorNotOffered & { __typename: 'FactorNotOffered' } )
    | ( InvalidInput & { __typename: 'InvalidInput' } )
    | ( MfaTokenExpired & { __typename: 'MfaTokenExpired' } )
    | ( ServiceUnavailable & { __typename: 'ServiceUnavailable' } )
    | ( TooManyAttempts & { __typename: 'TooManyAttempts' } )
    | ( TotpEnrollment & { __typename: 'TotpEnrollment' } )
  ;
  LoginResult:
    | ( AccountBlocked & { __typename: 'AccountBlocked' } )
    | ( EmailNotVerified & { __typename: 'EmailNotVerified' } )
    | ( InvalidCredentials & { __typename: 'InvalidCredentials' } )
    | ( InvalidInput & { __typename: 'InvalidInput' } )
    | ( LoginDenied & { __typename: 'LoginDenied' } )
    | ( MfaEnrollmentRequired & { __typename: 'MfaEnrollmentRequired' } )
    | ( MfaRequired & { __typename: 'MfaRequired' } )
    | ( PasswordLeaked & { __typename: 'PasswordLeaked' } )
    | ( ServiceUnavailable & { __typename: 'ServiceUnavailable' } )
    | ( Omit<Session, 'user'> & { user: _RefType['Profile'] } & { __typename: 'Session' } )
    | ( TooManyAttempts & { __typename: 'TooManyAttempts' } )
    | ( VerificationRequired & { __typename: 'VerificationRequired' } )
  ;
  LogoutResult:
    | ( InvalidInput & { __typename: 'InvalidInput' } )
    | ( LoggedOut & { __typename: 'LoggedOut' } )
    | ( ServiceUnavailable & { __typename: 'ServiceUnavailable' } )
    | ( TooManyAttempts & { __typename: 'TooManyAttempts' } )
  ;
  ReauthenticateResult:
    | ( AccountBlocked & { __typename: 'AccountBlocked' } )
    | ( InvalidCredentials & { __typename: 'InvalidCredentials' } )
    | ( InvalidInput & { __typename: 'InvalidInput' } )
    | ( LoginDenied & { __typename: 'LoginDenied' } )
    | ( MfaEnrollmentRequired & { __typename: 'MfaEnrollmentRequired' } )
    | ( MfaRequired & { __typename: 'MfaRequired' } )
    | ( PasswordLeaked & { __typename: 'PasswordLeaked' } )
    | ( Reauthenticated & { __typename: 'Reauthenticated' } )
    | ( ServiceUnavailable & { __typename: 'ServiceUnavailable' } )
    | ( TooManyAttempts & { __typename: 'TooManyAttempts' } )
    | ( VerificationRequired & { __typename: 'VerificationRequired' } )
  ;
  RefreshResult:
    | ( AccountBlocked & { __typename: 'AccountBlocked' } )
    | ( EmailNotVerified & { __typename: 'EmailNotVerified' } )
    | ( InvalidInput & { __typename: 'InvalidInput' } )
    | ( InvalidRefreshToken & { __typename: 'InvalidRefreshToken' } )
    | ( LoginDenied & { __typename: 'LoginDenied' } )
    | ( MfaEnrollmentRequired & { __typename: 'MfaEnrollmentRequired' } )
    | ( MfaRequired & { __typename: 'MfaRequired' } )
    | ( ServiceUnavailable & { __typename: 'ServiceUnavailable' } )
    | ( Omit<Session, 'user'> & { user: _RefType['Profile'] } & { __typename: 'Session' } )
    | ( TooManyAttempts & { __typename: 'TooManyAttempts' } )
  ;
  RemoveFactorResult:
    | ( FactorRemoved & { __typename: 'FactorRemoved' } )
    | ( InvalidInput & { __typename: 'InvalidInput' } )
    | ( MfaTokenExpired & { __typename: 'MfaTokenExpired' } )
    | ( ServiceUnavailable & { __typename: 'ServiceUnavailable' } )
    | ( TooManyAttempts & { __typename: 'TooManyAttempts' } )
  ;
  RequestPasswordResetResult:
    | ( InvalidInput & { __typename: 'InvalidInput' } )
    | ( PasswordResetRequested & { __typename: 'PasswordResetRequested' } )
    | ( ServiceUnavailable & { __typename: 'ServiceUnavailable' } )
    | ( TooManyAttempts & { __typename: 'TooManyAttempts' } )
  ;
  ResendVerificationEmailResult:
    | ( EmailAlreadyVerified & { __typename: 'EmailAlreadyVerified' } )
    | ( InvalidInput & { __typename: 'InvalidInput' } )
    | ( ServiceUnavailable & { __typename: 'ServiceUnavailable' } )
    | ( TooManyAttempts & { __typename: 'TooManyAttempts' } )
    | ( VerificationEmailSent & { __typename: 'VerificationEmailSent' } )
  ;
  SignupResult:
    | ( InvalidInput & { __typename: 'InvalidInput' } )
    | ( PasswordLeaked & { __typename: 'PasswordLeaked' } )
    | ( ServiceUnavailable & { __typename: 'ServiceUnavailable' } )
    | ( SignUpDisabled & { __typename: 'SignUpDisabled' } )
    | ( SignUpRefused & { __typename: 'SignUpRefused' } )
    | ( Omit<SignedUp, 'user'> & { user: _RefType['Profile'] } & { __typename: 'SignedUp' } )
    | ( TooManyAttempts & { __typename: 'TooManyAttempts' } )
    | ( UserExists & { __typename: 'UserExists' } )
    | ( WeakPassword & { __typename: 'WeakPassword' } )
  ;
  VerifyMfaResult:
    | ( AccountBlocked & { __typename: 'AccountBlocked' } )
    | ( ApprovalPending & { __typename: 'ApprovalPending' } )
    | ( CodeAlreadyUsed & { __typename: 'CodeAlreadyUsed' } )
    | ( EmailNotVerified & { __typename: 'EmailNotVerified' } )
    | ( InvalidCode & { __typename: 'InvalidCode' } )
    | ( InvalidInput & { __typename: 'InvalidInput' } )
    | ( LoginDenied & { __typename: 'LoginDenied' } )
    | ( MfaTokenExpired & { __typename: 'MfaTokenExpired' } )
    | ( Reauthenticated & { __typename: 'Reauthenticated' } )
    | ( ServiceUnavailable & { __typename: 'ServiceUnavailable' } )
    | ( Omit<Session, 'user'> & { user: _RefType['Profile'] } & { __typename: 'Session' } )
    | ( TooManyAttempts & { __typename: 'TooManyAttempts' } )
  ;
};

/** Mapping of interface types */
export type ResolversInterfaceTypes<_RefType extends Record<string, unknown>> = {
  Problem:
    | ( AccountBlocked )
    | ( AlreadyEnrolled )
    | ( ApprovalPending )
    | ( CodeAlreadyUsed )
    | ( EmailAlreadyVerified )
    | ( EmailNotVerified )
    | ( FactorNotOffered )
    | ( InvalidCode )
    | ( InvalidCredentials )
    | ( InvalidInput )
    | ( InvalidRefreshToken )
    | ( LoginDenied )
    | ( MfaEnrollmentRequired )
    | ( MfaRequired )
    | ( MfaTokenExpired )
    | ( PasswordLeaked )
    | ( ServiceUnavailable )
    | ( SignUpDisabled )
    | ( SignUpRefused )
    | ( TooManyAttempts )
    | ( UserExists )
    | ( VerificationRequired )
    | ( WeakPassword )
  ;
};

/** Mapping between all available schema types and the resolvers types */
export type ResolversTypes = {
  AccountBlocked: ResolverTypeWrapper<AccountBlocked>;
  AlreadyEnrolled: ResolverTypeWrapper<AlreadyEnrolled>;
  ApprovalPending: ResolverTypeWrapper<ApprovalPending>;
  Boolean: ResolverTypeWrapper<Scalars['Boolean']['output']>;
  Capabilities: ResolverTypeWrapper<Capabilities>;
  ChallengeMfaInput: ChallengeMfaInput;
  ChallengeMfaResult: ResolverTypeWrapper<ResolversUnionTypes<ResolversTypes>['ChallengeMfaResult']>;
  ChangePasswordInput: ChangePasswordInput;
  ChangePasswordResult: ResolverTypeWrapper<ResolversUnionTypes<ResolversTypes>['ChangePasswordResult']>;
  CodeAlreadyUsed: ResolverTypeWrapper<CodeAlreadyUsed>;
  CodeSent: ResolverTypeWrapper<CodeSent>;
  EmailAlreadyVerified: ResolverTypeWrapper<EmailAlreadyVerified>;
  EmailNotVerified: ResolverTypeWrapper<EmailNotVerified>;
  EnrollFactorInput: EnrollFactorInput;
  EnrollFactorResult: ResolverTypeWrapper<ResolversUnionTypes<ResolversTypes>['EnrollFactorResult']>;
  Factor: ResolverTypeWrapper<Factor>;
  FactorNotOffered: ResolverTypeWrapper<FactorNotOffered>;
  FactorRemoved: ResolverTypeWrapper<FactorRemoved>;
  FactorType: FactorType;
  ID: ResolverTypeWrapper<Scalars['ID']['output']>;
  IdentifierType: IdentifierType;
  Int: ResolverTypeWrapper<Scalars['Int']['output']>;
  InvalidCode: ResolverTypeWrapper<InvalidCode>;
  InvalidCredentials: ResolverTypeWrapper<InvalidCredentials>;
  InvalidInput: ResolverTypeWrapper<InvalidInput>;
  InvalidRefreshToken: ResolverTypeWrapper<InvalidRefreshToken>;
  LoggedOut: ResolverTypeWrapper<LoggedOut>;
  LoginDenied: ResolverTypeWrapper<LoginDenied>;
  LoginInput: LoginInput;
  LoginResult: ResolverTypeWrapper<ResolversUnionTypes<ResolversTypes>['LoginResult']>;
  LogoutInput: LogoutInput;
  LogoutResult: ResolverTypeWrapper<ResolversUnionTypes<ResolversTypes>['LogoutResult']>;
  LogoutScope: LogoutScope;
  MfaChallenge: ResolverTypeWrapper<MfaChallenge>;
  MfaEnrollmentRequired: ResolverTypeWrapper<MfaEnrollmentRequired>;
  MfaRequired: ResolverTypeWrapper<MfaRequired>;
  MfaTokenExpired: ResolverTypeWrapper<MfaTokenExpired>;
  Mutation: ResolverTypeWrapper<Record<PropertyKey, never>>;
  PasswordChanged: ResolverTypeWrapper<PasswordChanged>;
  PasswordLeaked: ResolverTypeWrapper<PasswordLeaked>;
  PasswordPolicyRule: ResolverTypeWrapper<PasswordPolicyRule>;
  PasswordPolicyRuleItem: ResolverTypeWrapper<PasswordPolicyRuleItem>;
  PasswordResetRequested: ResolverTypeWrapper<PasswordResetRequested>;
  PasswordRule: ResolverTypeWrapper<PasswordRule>;
  PasswordRuleItem: ResolverTypeWrapper<PasswordRuleItem>;
  Problem: ResolverTypeWrapper<ResolversInterfaceTypes<ResolversTypes>['Problem']>;
  ProblemCode: ProblemCode;
  Profile: ResolverTypeWrapper<ProfileModel>;
  Query: ResolverTypeWrapper<Record<PropertyKey, never>>;
  Realm: ResolverTypeWrapper<Realm>;
  ReauthenticateInput: ReauthenticateInput;
  ReauthenticateResult: ResolverTypeWrapper<ResolversUnionTypes<ResolversTypes>['ReauthenticateResult']>;
  Reauthenticated: ResolverTypeWrapper<Reauthenticated>;
  RefreshInput: RefreshInput;
  RefreshResult: ResolverTypeWrapper<ResolversUnionTypes<ResolversTypes>['RefreshResult']>;
  RemoveFactorInput: RemoveFactorInput;
  RemoveFactorResult: ResolverTypeWrapper<ResolversUnionTypes<ResolversTypes>['RemoveFactorResult']>;
  RequestPasswordResetInput: RequestPasswordResetInput;
  RequestPasswordResetResult: ResolverTypeWrapper<ResolversUnionTypes<ResolversTypes>['RequestPasswordResetResult']>;
  ResendVerificationEmailInput: ResendVerificationEmailInput;
  ResendVerificationEmailResult: ResolverTypeWrapper<ResolversUnionTypes<ResolversTypes>['ResendVerificationEmailResult']>;
  ServiceUnavailable: ResolverTypeWrapper<ServiceUnavailable>;
  Session: ResolverTypeWrapper<Omit<Session, 'user'> & { user: ResolversTypes['Profile'] }>;
  SignUpDisabled: ResolverTypeWrapper<SignUpDisabled>;
  SignUpRefused: ResolverTypeWrapper<SignUpRefused>;
  SignedUp: ResolverTypeWrapper<Omit<SignedUp, 'user'> & { user: ResolversTypes['Profile'] }>;
  SignupInput: SignupInput;
  SignupResult: ResolverTypeWrapper<ResolversUnionTypes<ResolversTypes>['SignupResult']>;
  String: ResolverTypeWrapper<Scalars['String']['output']>;
  TooManyAttempts: ResolverTypeWrapper<TooManyAttempts>;
  TotpEnrollment: ResolverTypeWrapper<TotpEnrollment>;
  UserExists: ResolverTypeWrapper<UserExists>;
  VerificationEmailSent: ResolverTypeWrapper<VerificationEmailSent>;
  VerificationRequired: ResolverTypeWrapper<VerificationRequired>;
  VerifyMfaInput: VerifyMfaInput;
  VerifyMfaResult: ResolverTypeWrapper<ResolversUnionTypes<ResolversTypes>['VerifyMfaResult']>;
  WeakPassword: ResolverTypeWrapper<WeakPassword>;
};

/** Mapping between all available schema types and the resolvers parents */
export type ResolversParentTypes = {
  AccountBlocked: AccountBlocked;
  AlreadyEnrolled: AlreadyEnrolled;
  ApprovalPending: ApprovalPending;
  Boolean: Scalars['Boolean']['output'];
  Capabilities: Capabilities;
  ChallengeMfaInput: ChallengeMfaInput;
  ChallengeMfaResult: ResolversUnionTypes<ResolversParentTypes>['ChallengeMfaResult'];
  ChangePasswordInput: ChangePasswordInput;
  ChangePasswordResult: ResolversUnionTypes<ResolversParentTypes>['ChangePasswordResult'];
  CodeAlreadyUsed: CodeAlreadyUsed;
  CodeSent: CodeSent;
  EmailAlreadyVerified: EmailAlreadyVerified;
  EmailNotVerified: EmailNotVerified;
  EnrollFactorInput: EnrollFactorInput;
  EnrollFactorResult: ResolversUnionTypes<ResolversParentTypes>['EnrollFactorResult'];
  Factor: Factor;
  FactorNotOffered: FactorNotOffered;
  FactorRemoved: FactorRemoved;
  ID: Scalars['ID']['output'];
  Int: Scalars['Int']['output'];
  InvalidCode: InvalidCode;
  InvalidCredentials: InvalidCredentials;
  InvalidInput: InvalidInput;
  InvalidRefreshToken: InvalidRefreshToken;
  LoggedOut: LoggedOut;
  LoginDenied: LoginDenied;
  LoginInput: LoginInput;
  LoginResult: ResolversUnionTypes<ResolversParentTypes>['LoginResult'];
  LogoutInput: LogoutInput;
  LogoutResult: ResolversUnionTypes<ResolversParentTypes>['LogoutResult'];
  MfaChallenge: MfaChallenge;
  MfaEnrollmentRequired: MfaEnrollmentRequired;
  MfaRequired: MfaRequired;
  MfaTokenExpired: MfaTokenExpired;
  Mutation: Record<PropertyKey, never>;
  PasswordChanged: PasswordChanged;
  PasswordLeaked: PasswordLeaked;
  PasswordPolicyRule: PasswordPolicyRule;
  PasswordPolicyRuleItem: PasswordPolicyRuleItem;
  PasswordResetRequested: PasswordResetRequested;
  PasswordRule: PasswordRule;
  PasswordRuleItem: PasswordRuleItem;
  Problem: ResolversInterfaceTypes<ResolversParentTypes>['Problem'];
  Profile: ProfileModel;
  Query: Record<PropertyKey, never>;
  Realm: Realm;
  ReauthenticateInput: ReauthenticateInput;
  ReauthenticateResult: ResolversUnionTypes<ResolversParentTypes>['ReauthenticateResult'];
  Reauthenticated: Reauthenticated;
  RefreshInput: RefreshInput;
  RefreshResult: ResolversUnionTypes<ResolversParentTypes>['RefreshResult'];
  RemoveFactorInput: RemoveFactorInput;
  RemoveFactorResult: ResolversUnionTypes<ResolversParentTypes>['RemoveFactorResult'];
  RequestPasswordResetInput: RequestPasswordResetInput;
  RequestPasswordResetResult: ResolversUnionTypes<ResolversParentTypes>['RequestPasswordResetResult'];
  ResendVerificationEmailInput: ResendVerificationEmailInput;
  ResendVerificationEmailResult: ResolversUnionTypes<ResolversParentTypes>['ResendVerificationEmailResult'];
  ServiceUnavailable: ServiceUnavailable;
  Session: Omit<Session, 'user'> & { user: ResolversParentTypes['Profile'] };
  SignUpDisabled: SignUpDisabled;
  SignUpRefused: SignUpRefused;
  SignedUp: Omit<SignedUp, 'user'> & { user: ResolversParentTypes['Profile'] };
  SignupInput: SignupInput;
  SignupResult: ResolversUnionTypes<ResolversParentTypes>['SignupResult'];
  String: Scalars['String']['output'];
  TooManyAttempts: TooManyAttempts;
  TotpEnrollment: TotpEnrollment;
  UserExists: UserExists;
  VerificationEmailSent: VerificationEmailSent;
  VerificationRequired: VerificationRequired;
  VerifyMfaInput: VerifyMfaInput;
  VerifyMfaResult: ResolversUnionTypes<ResolversParentTypes>['VerifyMfaResult'];
  WeakPassword: WeakPassword;
};

export type AuthenticatedDirectiveArgs = { };

export type AuthenticatedDirectiveResolver<Result, Parent, ContextType = GatewayContext, Args = AuthenticatedDirectiveArgs> = DirectiveResolverFn<Result, Parent, ContextType, Args>;

export type CredentialDirectiveArgs = { };

export type CredentialDirectiveResolver<Result, Parent, ContextType = GatewayContext, Args = CredentialDirectiveArgs> = DirectiveResolverFn<Result, Parent, ContextType, Args>;

export type PublicDirectiveArgs = { };

export type PublicDirectiveResolver<Result, Parent, ContextType = GatewayContext, Args = PublicDirectiveArgs> = DirectiveResolverFn<Result, Parent, ContextType, Args>;

export type RequiresPermissionsDirectiveArgs = {
  permissions: ReadonlyArray<ReadonlyArray<Scalars['String']['input']>>;
};

export type RequiresPermissionsDirectiveResolver<Result, Parent, ContextType = GatewayContext, Args = RequiresPermissionsDirectiveArgs> = DirectiveResolverFn<Result, Parent, ContextType, Args>;

export type RequiresRolesDirectiveArgs = {
  roles: ReadonlyArray<ReadonlyArray<Scalars['String']['input']>>;
};

export type RequiresRolesDirectiveResolver<Result, Parent, ContextType = GatewayContext, Args = RequiresRolesDirectiveArgs> = DirectiveResolverFn<Result, Parent, ContextType, Args>;

export type RequiresScopesDirectiveArgs = {
  scopes: ReadonlyArray<ReadonlyArray<Scalars['String']['input']>>;
};

export type RequiresScopesDirectiveResolver<Result, Parent, ContextType = GatewayContext, Args = RequiresScopesDirectiveArgs> = DirectiveResolverFn<Result, Parent, ContextType, Args>;

export type AccountBlockedResolvers<ContextType = GatewayContext, ParentType extends ResolversParentTypes['AccountBlocked'] = ResolversParentTypes['AccountBlocked']> = {
  code?: Resolver<ResolversTypes['ProblemCode'], ParentType, ContextType>;
  message?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  __isTypeOf?: IsTypeOfResolverFn<ParentType, ContextType>;
};

export type AlreadyEnrolledResolvers<ContextType = GatewayContext, ParentType extends ResolversParentTypes['AlreadyEnrolled'] = ResolversParentTypes['AlreadyEnrolled']> = {
  code?: Resolver<ResolversTypes['ProblemCode'], ParentType, ContextType>;
  message?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  __isTypeOf?: IsTypeOfResolverFn<ParentType, ContextType>;
};

export type ApprovalPendingResolvers<ContextType = GatewayContext, ParentType extends ResolversParentTypes['ApprovalPending'] = ResolversParentTypes['ApprovalPending']> = {
  code?: Resolver<ResolversTypes['ProblemCode'], ParentType, ContextType>;
  message?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  retryAfter?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  __isTypeOf?: IsTypeOfResolverFn<ParentType, ContextType>;
};

export type CapabilitiesResolvers<ContextType = GatewayContext, ParentType extends ResolversParentTypes['Capabilities'] = ResolversParentTypes['Capabilities']> = {
  realms?: Resolver<ReadonlyArray<ResolversTypes['Realm']>, ParentType, ContextType>;
  secondFactors?: Resolver<Maybe<ReadonlyArray<ResolversTypes['FactorType']>>, ParentType, ContextType>;
};

export type ChallengeMfaResultResolvers<ContextType = GatewayContext, ParentType extends ResolversParentTypes['ChallengeMfaResult'] = ResolversParentTypes['ChallengeMfaResult']> = {
  __resolveType: TypeResolveFn<'InvalidInput' | 'MfaChallenge' | 'MfaTokenExpired' | 'ServiceUnavailable' | 'TooManyAttempts', ParentType, ContextType>;
};

export type ChangePasswordResultResolvers<ContextType = GatewayContext, ParentType extends ResolversParentTypes['ChangePasswordResult'] = ResolversParentTypes['ChangePasswordResult']> = {
  __resolveType: TypeResolveFn<'AccountBlocked' | 'InvalidCredentials' | 'InvalidInput' | 'LoginDenied' | 'MfaEnrollmentRequired' | 'MfaRequired' | 'MfaTokenExpired' | 'PasswordChanged' | 'PasswordLeaked' | 'ServiceUnavailable' | 'Session' | 'TooManyAttempts' | 'VerificationRequired' | 'WeakPassword', ParentType, ContextType>;
};

export type CodeAlreadyUsedResolvers<ContextType = GatewayContext, ParentType extends ResolversParentTypes['CodeAlreadyUsed'] = ResolversParentTypes['CodeAlreadyUsed']> = {
  code?: Resolver<ResolversTypes['ProblemCode'], ParentType, ContextType>;
  message?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  __isTypeOf?: IsTypeOfResolverFn<ParentType, ContextType>;
};

export type CodeSentResolvers<ContextType = GatewayContext, ParentType extends ResolversParentTypes['CodeSent'] = ResolversParentTypes['CodeSent']> = {
  expiresIn?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  mfaToken?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  recoveryCodes?: Resolver<Maybe<ReadonlyArray<ResolversTypes['String']>>, ParentType, ContextType>;
  type?: Resolver<ResolversTypes['FactorType'], ParentType, ContextType>;
  __isTypeOf?: IsTypeOfResolverFn<ParentType, ContextType>;
};

export type EmailAlreadyVerifiedResolvers<ContextType = GatewayContext, ParentType extends ResolversParentTypes['EmailAlreadyVerified'] = ResolversParentTypes['EmailAlreadyVerified']> = {
  code?: Resolver<ResolversTypes['ProblemCode'], ParentType, ContextType>;
  message?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  __isTypeOf?: IsTypeOfResolverFn<ParentType, ContextType>;
};

export type EmailNotVerifiedResolvers<ContextType = GatewayContext, ParentType extends ResolversParentTypes['EmailNotVerified'] = ResolversParentTypes['EmailNotVerified']> = {
  code?: Resolver<ResolversTypes['ProblemCode'], ParentType, ContextType>;
  expiresIn?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  message?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  recoveryCode?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  verificationToken?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  __isTypeOf?: IsTypeOfResolverFn<ParentType, ContextType>;
};

export type EnrollFactorResultResolvers<ContextType = GatewayContext, ParentType extends ResolversParentTypes['EnrollFactorResult'] = ResolversParentTypes['EnrollFactorResult']> = {
  __resolveType: TypeResolveFn<'AlreadyEnrolled' | 'CodeSent' | 'FactorNotOffered' | 'InvalidInput' | 'MfaTokenExpired' | 'ServiceUnavailable' | 'TooManyAttempts' | 'TotpEnrollment', ParentType, ContextType>;
};

export type FactorResolvers<ContextType = GatewayContext, ParentType extends ResolversParentTypes['Factor'] = ResolversParentTypes['Factor']> = {
  id?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  name?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  type?: Resolver<ResolversTypes['FactorType'], ParentType, ContextType>;
};

export type FactorNotOfferedResolvers<ContextType = GatewayContext, ParentType extends ResolversParentTypes['FactorNotOffered'] = ResolversParentTypes['FactorNotOffered']> = {
  code?: Resolver<ResolversTypes['ProblemCode'], ParentType, ContextType>;
  message?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  __isTypeOf?: IsTypeOfResolverFn<ParentType, ContextType>;
};

export type FactorRemovedResolvers<ContextType = GatewayContext, ParentType extends ResolversParentTypes['FactorRemoved'] = ResolversParentTypes['FactorRemoved']> = {
  factors?: Resolver<ReadonlyArray<ResolversTypes['Factor']>, ParentType, ContextType>;
  __isTypeOf?: IsTypeOfResolverFn<ParentType, ContextType>;
};

export type InvalidCodeResolvers<ContextType = GatewayContext, ParentType extends ResolversParentTypes['InvalidCode'] = ResolversParentTypes['InvalidCode']> = {
  code?: Resolver<ResolversTypes['ProblemCode'], ParentType, ContextType>;
  message?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  __isTypeOf?: IsTypeOfResolverFn<ParentType, ContextType>;
};

export type InvalidCredentialsResolvers<ContextType = GatewayContext, ParentType extends ResolversParentTypes['InvalidCredentials'] = ResolversParentTypes['InvalidCredentials']> = {
  code?: Resolver<ResolversTypes['ProblemCode'], ParentType, ContextType>;
  message?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  __isTypeOf?: IsTypeOfResolverFn<ParentType, ContextType>;
};

export type InvalidInputResolvers<ContextType = GatewayContext, ParentType extends ResolversParentTypes['InvalidInput'] = ResolversParentTypes['InvalidInput']> = {
  code?: Resolver<ResolversTypes['ProblemCode'], ParentType, ContextType>;
  field?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  message?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  __isTypeOf?: IsTypeOfResolverFn<ParentType, ContextType>;
};

export type InvalidRefreshTokenResolvers<ContextType = GatewayContext, ParentType extends ResolversParentTypes['InvalidRefreshToken'] = ResolversParentTypes['InvalidRefreshToken']> = {
  code?: Resolver<ResolversTypes['ProblemCode'], ParentType, ContextType>;
  message?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  __isTypeOf?: IsTypeOfResolverFn<ParentType, ContextType>;
};

export type LoggedOutResolvers<ContextType = GatewayContext, ParentType extends ResolversParentTypes['LoggedOut'] = ResolversParentTypes['LoggedOut']> = {
  accessTokenRevoked?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
  everywhere?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
  refreshTokenRevoked?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
  __isTypeOf?: IsTypeOfResolverFn<ParentType, ContextType>;
};

export type LoginDeniedResolvers<ContextType = GatewayContext, ParentType extends ResolversParentTypes['LoginDenied'] = ResolversParentTypes['LoginDenied']> = {
  code?: Resolver<ResolversTypes['ProblemCode'], ParentType, ContextType>;
  message?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  __isTypeOf?: IsTypeOfResolverFn<ParentType, ContextType>;
};

export type LoginResultResolvers<ContextType = GatewayContext, ParentType extends ResolversParentTypes['LoginResult'] = ResolversParentTypes['LoginResult']> = {
  __resolveType: TypeResolveFn<'AccountBlocked' | 'EmailNotVerified' | 'InvalidCredentials' | 'InvalidInput' | 'LoginDenied' | 'MfaEnrollmentRequired' | 'MfaRequired' | 'PasswordLeaked' | 'ServiceUnavailable' | 'Session' | 'TooManyAttempts' | 'VerificationRequired', ParentType, ContextType>;
};

export type LogoutResultResolvers<ContextType = GatewayContext, ParentType extends ResolversParentTypes['LogoutResult'] = ResolversParentTypes['LogoutResult']> = {
  __resolveType: TypeResolveFn<'InvalidInput' | 'LoggedOut' | 'ServiceUnavailable' | 'TooManyAttempts', ParentType, ContextType>;
};

export type MfaChallengeResolvers<ContextType = GatewayContext, ParentType extends ResolversParentTypes['MfaChallenge'] = ResolversParentTypes['MfaChallenge']> = {
  expiresIn?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  mfaToken?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  type?: Resolver<ResolversTypes['FactorType'], ParentType, ContextType>;
  __isTypeOf?: IsTypeOfResolverFn<ParentType, ContextType>;
};

export type MfaEnrollmentRequiredResolvers<ContextType = GatewayContext, ParentType extends ResolversParentTypes['MfaEnrollmentRequired'] = ResolversParentTypes['MfaEnrollmentRequired']> = {
  code?: Resolver<ResolversTypes['ProblemCode'], ParentType, ContextType>;
  expiresIn?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  factorTypes?: Resolver<Maybe<ReadonlyArray<ResolversTypes['FactorType']>>, ParentType, ContextType>;
  message?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  mfaToken?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  __isTypeOf?: IsTypeOfResolverFn<ParentType, ContextType>;
};

export type MfaRequiredResolvers<ContextType = GatewayContext, ParentType extends ResolversParentTypes['MfaRequired'] = ResolversParentTypes['MfaRequired']> = {
  code?: Resolver<ResolversTypes['ProblemCode'], ParentType, ContextType>;
  expiresIn?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  factors?: Resolver<ReadonlyArray<ResolversTypes['Factor']>, ParentType, ContextType>;
  message?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  mfaToken?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  __isTypeOf?: IsTypeOfResolverFn<ParentType, ContextType>;
};

export type MfaTokenExpiredResolvers<ContextType = GatewayContext, ParentType extends ResolversParentTypes['MfaTokenExpired'] = ResolversParentTypes['MfaTokenExpired']> = {
  code?: Resolver<ResolversTypes['ProblemCode'], ParentType, ContextType>;
  message?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  __isTypeOf?: IsTypeOfResolverFn<ParentType, ContextType>;
};

export type MutationResolvers<ContextType = GatewayContext, ParentType extends ResolversParentTypes['Mutation'] = ResolversParentTypes['Mutation']> = {
  challengeMfa?: Resolver<Maybe<ResolversTypes['ChallengeMfaResult']>, ParentType, ContextType, RequireFields<MutationChallengeMfaArgs, 'input'>>;
  changePassword?: Resolver<Maybe<ResolversTypes['ChangePasswordResult']>, ParentType, ContextType, RequireFields<MutationChangePasswordArgs, 'input'>>;
  enrollFactor?: Resolver<Maybe<ResolversTypes['EnrollFactorResult']>, ParentType, ContextType, RequireFields<MutationEnrollFactorArgs, 'input'>>;
  login?: Resolver<Maybe<ResolversTypes['LoginResult']>, ParentType, ContextType, RequireFields<MutationLoginArgs, 'input'>>;
  logout?: Resolver<Maybe<ResolversTypes['LogoutResult']>, ParentType, ContextType, RequireFields<MutationLogoutArgs, 'input'>>;
  reauthenticate?: Resolver<Maybe<ResolversTypes['ReauthenticateResult']>, ParentType, ContextType, RequireFields<MutationReauthenticateArgs, 'input'>>;
  refresh?: Resolver<Maybe<ResolversTypes['RefreshResult']>, ParentType, ContextType, RequireFields<MutationRefreshArgs, 'input'>>;
  removeFactor?: Resolver<Maybe<ResolversTypes['RemoveFactorResult']>, ParentType, ContextType, RequireFields<MutationRemoveFactorArgs, 'input'>>;
  requestPasswordReset?: Resolver<Maybe<ResolversTypes['RequestPasswordResetResult']>, ParentType, ContextType, RequireFields<MutationRequestPasswordResetArgs, 'input'>>;
  resendVerificationEmail?: Resolver<Maybe<ResolversTypes['ResendVerificationEmailResult']>, ParentType, ContextType, RequireFields<MutationResendVerificationEmailArgs, 'input'>>;
  signup?: Resolver<Maybe<ResolversTypes['SignupResult']>, ParentType, ContextType, RequireFields<MutationSignupArgs, 'input'>>;
  verifyMfa?: Resolver<Maybe<ResolversTypes['VerifyMfaResult']>, ParentType, ContextType, RequireFields<MutationVerifyMfaArgs, 'input'>>;
};

export type PasswordChangedResolvers<ContextType = GatewayContext, ParentType extends ResolversParentTypes['PasswordChanged'] = ResolversParentTypes['PasswordChanged']> = {
  mfa?: Resolver<Maybe<ResolversTypes['MfaRequired']>, ParentType, ContextType>;
  __isTypeOf?: IsTypeOfResolverFn<ParentType, ContextType>;
};

export type PasswordLeakedResolvers<ContextType = GatewayContext, ParentType extends ResolversParentTypes['PasswordLeaked'] = ResolversParentTypes['PasswordLeaked']> = {
  code?: Resolver<ResolversTypes['ProblemCode'], ParentType, ContextType>;
  message?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  __isTypeOf?: IsTypeOfResolverFn<ParentType, ContextType>;
};

export type PasswordPolicyRuleResolvers<ContextType = GatewayContext, ParentType extends ResolversParentTypes['PasswordPolicyRule'] = ResolversParentTypes['PasswordPolicyRule']> = {
  code?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  items?: Resolver<ReadonlyArray<ResolversTypes['PasswordPolicyRuleItem']>, ParentType, ContextType>;
  message?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  numbers?: Resolver<ReadonlyArray<ResolversTypes['Int']>, ParentType, ContextType>;
};

export type PasswordPolicyRuleItemResolvers<ContextType = GatewayContext, ParentType extends ResolversParentTypes['PasswordPolicyRuleItem'] = ResolversParentTypes['PasswordPolicyRuleItem']> = {
  code?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  message?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
};

export type PasswordResetRequestedResolvers<ContextType = GatewayContext, ParentType extends ResolversParentTypes['PasswordResetRequested'] = ResolversParentTypes['PasswordResetRequested']> = {
  message?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  __isTypeOf?: IsTypeOfResolverFn<ParentType, ContextType>;
};

export type PasswordRuleResolvers<ContextType = GatewayContext, ParentType extends ResolversParentTypes['PasswordRule'] = ResolversParentTypes['PasswordRule']> = {
  code?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  items?: Resolver<ReadonlyArray<ResolversTypes['PasswordRuleItem']>, ParentType, ContextType>;
  message?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  met?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
  numbers?: Resolver<ReadonlyArray<ResolversTypes['Int']>, ParentType, ContextType>;
};

export type PasswordRuleItemResolvers<ContextType = GatewayContext, ParentType extends ResolversParentTypes['PasswordRuleItem'] = ResolversParentTypes['PasswordRuleItem']> = {
  code?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  message?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  met?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
};

export type ProblemResolvers<ContextType = GatewayContext, ParentType extends ResolversParentTypes['Problem'] = ResolversParentTypes['Problem']> = {
  __resolveType: TypeResolveFn<'AccountBlocked' | 'AlreadyEnrolled' | 'ApprovalPending' | 'CodeAlreadyUsed' | 'EmailAlreadyVerified' | 'EmailNotVerified' | 'FactorNotOffered' | 'InvalidCode' | 'InvalidCredentials' | 'InvalidInput' | 'InvalidRefreshToken' | 'LoginDenied' | 'MfaEnrollmentRequired' | 'MfaRequired' | 'MfaTokenExpired' | 'PasswordLeaked' | 'ServiceUnavailable' | 'SignUpDisabled' | 'SignUpRefused' | 'TooManyAttempts' | 'UserExists' | 'VerificationRequired' | 'WeakPassword', ParentType, ContextType>;
};

export type ProfileResolvers<ContextType = GatewayContext, ParentType extends ResolversParentTypes['Profile'] = ResolversParentTypes['Profile']> = {
  email?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  emailVerified?: Resolver<Maybe<ResolversTypes['Boolean']>, ParentType, ContextType>;
  id?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  permissions?: Resolver<ReadonlyArray<ResolversTypes['String']>, ParentType, ContextType>;
  roles?: Resolver<ReadonlyArray<ResolversTypes['String']>, ParentType, ContextType>;
};

export type QueryResolvers<ContextType = GatewayContext, ParentType extends ResolversParentTypes['Query'] = ResolversParentTypes['Query']> = {
  capabilities?: Resolver<Maybe<ResolversTypes['Capabilities']>, ParentType, ContextType>;
  me?: Resolver<Maybe<ResolversTypes['Profile']>, ParentType, ContextType>;
};

export type RealmResolvers<ContextType = GatewayContext, ParentType extends ResolversParentTypes['Realm'] = ResolversParentTypes['Realm']> = {
  identifiers?: Resolver<Maybe<ReadonlyArray<ResolversTypes['IdentifierType']>>, ParentType, ContextType>;
  name?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  passwordRules?: Resolver<Maybe<ReadonlyArray<ResolversTypes['PasswordPolicyRule']>>, ParentType, ContextType>;
  signupOpen?: Resolver<Maybe<ResolversTypes['Boolean']>, ParentType, ContextType>;
  verifiedEmailRequired?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
};

export type ReauthenticateResultResolvers<ContextType = GatewayContext, ParentType extends ResolversParentTypes['ReauthenticateResult'] = ResolversParentTypes['ReauthenticateResult']> = {
  __resolveType: TypeResolveFn<'AccountBlocked' | 'InvalidCredentials' | 'InvalidInput' | 'LoginDenied' | 'MfaEnrollmentRequired' | 'MfaRequired' | 'PasswordLeaked' | 'Reauthenticated' | 'ServiceUnavailable' | 'TooManyAttempts' | 'VerificationRequired', ParentType, ContextType>;
};

export type ReauthenticatedResolvers<ContextType = GatewayContext, ParentType extends ResolversParentTypes['Reauthenticated'] = ResolversParentTypes['Reauthenticated']> = {
  expiresIn?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  factors?: Resolver<Maybe<ReadonlyArray<ResolversTypes['Factor']>>, ParentType, ContextType>;
  mfaToken?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  recoveryCode?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  __isTypeOf?: IsTypeOfResolverFn<ParentType, ContextType>;
};

export type RefreshResultResolvers<ContextType = GatewayContext, ParentType extends ResolversParentTypes['RefreshResult'] = ResolversParentTypes['RefreshResult']> = {
  __resolveType: TypeResolveFn<'AccountBlocked' | 'EmailNotVerified' | 'InvalidInput' | 'InvalidRefreshToken' | 'LoginDenied' | 'MfaEnrollmentRequired' | 'MfaRequired' | 'ServiceUnavailable' | 'Session' | 'TooManyAttempts', ParentType, ContextType>;
};

export type RemoveFactorResultResolvers<ContextType = GatewayContext, ParentType extends ResolversParentTypes['RemoveFactorResult'] = ResolversParentTypes['RemoveFactorResult']> = {
  __resolveType: TypeResolveFn<'FactorRemoved' | 'InvalidInput' | 'MfaTokenExpired' | 'ServiceUnavailable' | 'TooManyAttempts', ParentType, ContextType>;
};

export type RequestPasswordResetResultResolvers<ContextType = GatewayContext, ParentType extends ResolversParentTypes['RequestPasswordResetResult'] = ResolversParentTypes['RequestPasswordResetResult']> = {
  __resolveType: TypeResolveFn<'InvalidInput' | 'PasswordResetRequested' | 'ServiceUnavailable' | 'TooManyAttempts', ParentType, ContextType>;
};

export type ResendVerificationEmailResultResolvers<ContextType = GatewayContext, ParentType extends ResolversParentTypes['ResendVerificationEmailResult'] = ResolversParentTypes['ResendVerificationEmailResult']> = {
  __resolveType: TypeResolveFn<'EmailAlreadyVerified' | 'InvalidInput' | 'ServiceUnavailable' | 'TooManyAttempts' | 'VerificationEmailSent', ParentType, ContextType>;
};

export type ServiceUnavailableResolvers<ContextType = GatewayContext, ParentType extends ResolversParentTypes['ServiceUnavailable'] = ResolversParentTypes['ServiceUnavailable']> = {
  code?: Resolver<ResolversTypes['ProblemCode'], ParentType, ContextType>;
  message?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  retryAfter?: Resolver<Maybe<ResolversTypes['Int']>, ParentType, ContextType>;
  __isTypeOf?: IsTypeOfResolverFn<ParentType, ContextType>;
};

export type SessionResolvers<ContextType = GatewayContext, ParentType extends ResolversParentTypes['Session'] = ResolversParentTypes['Session']> = {
  accessToken?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  expiresIn?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  idToken?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  recoveryCode?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  refreshToken?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  scopes?: Resolver<ReadonlyArray<ResolversTypes['String']>, ParentType, ContextType>;
  tokenType?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  user?: Resolver<ResolversTypes['Profile'], ParentType, ContextType>;
  __isTypeOf?: IsTypeOfResolverFn<ParentType, ContextType>;
};

export type SignUpDisabledResolvers<ContextType = GatewayContext, ParentType extends ResolversParentTypes['SignUpDisabled'] = ResolversParentTypes['SignUpDisabled']> = {
  code?: Resolver<ResolversTypes['ProblemCode'], ParentType, ContextType>;
  message?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  __isTypeOf?: IsTypeOfResolverFn<ParentType, ContextType>;
};

export type SignUpRefusedResolvers<ContextType = GatewayContext, ParentType extends ResolversParentTypes['SignUpRefused'] = ResolversParentTypes['SignUpRefused']> = {
  code?: Resolver<ResolversTypes['ProblemCode'], ParentType, ContextType>;
  message?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  __isTypeOf?: IsTypeOfResolverFn<ParentType, ContextType>;
};

export type SignedUpResolvers<ContextType = GatewayContext, ParentType extends ResolversParentTypes['SignedUp'] = ResolversParentTypes['SignedUp']> = {
  user?: Resolver<ResolversTypes['Profile'], ParentType, ContextType>;
  __isTypeOf?: IsTypeOfResolverFn<ParentType, ContextType>;
};

export type SignupResultResolvers<ContextType = GatewayContext, ParentType extends ResolversParentTypes['SignupResult'] = ResolversParentTypes['SignupResult']> = {
  __resolveType: TypeResolveFn<'InvalidInput' | 'PasswordLeaked' | 'ServiceUnavailable' | 'SignUpDisabled' | 'SignUpRefused' | 'SignedUp' | 'TooManyAttempts' | 'UserExists' | 'WeakPassword', ParentType, ContextType>;
};

export type TooManyAttemptsResolvers<ContextType = GatewayContext, ParentType extends ResolversParentTypes['TooManyAttempts'] = ResolversParentTypes['TooManyAttempts']> = {
  code?: Resolver<ResolversTypes['ProblemCode'], ParentType, ContextType>;
  message?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  retryAfter?: Resolver<Maybe<ResolversTypes['Int']>, ParentType, ContextType>;
  __isTypeOf?: IsTypeOfResolverFn<ParentType, ContextType>;
};

export type TotpEnrollmentResolvers<ContextType = GatewayContext, ParentType extends ResolversParentTypes['TotpEnrollment'] = ResolversParentTypes['TotpEnrollment']> = {
  expiresIn?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  mfaToken?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  otpauthUri?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  qrCode?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  recoveryCodes?: Resolver<Maybe<ReadonlyArray<ResolversTypes['String']>>, ParentType, ContextType>;
  secret?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  __isTypeOf?: IsTypeOfResolverFn<ParentType, ContextType>;
};

export type UserExistsResolvers<ContextType = GatewayContext, ParentType extends ResolversParentTypes['UserExists'] = ResolversParentTypes['UserExists']> = {
  code?: Resolver<ResolversTypes['ProblemCode'], ParentType, ContextType>;
  message?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  __isTypeOf?: IsTypeOfResolverFn<ParentType, ContextType>;
};

export type VerificationEmailSentResolvers<ContextType = GatewayContext, ParentType extends ResolversParentTypes['VerificationEmailSent'] = ResolversParentTypes['VerificationEmailSent']> = {
  message?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  __isTypeOf?: IsTypeOfResolverFn<ParentType, ContextType>;
};

export type VerificationRequiredResolvers<ContextType = GatewayContext, ParentType extends ResolversParentTypes['VerificationRequired'] = ResolversParentTypes['VerificationRequired']> = {
  code?: Resolver<ResolversTypes['ProblemCode'], ParentType, ContextType>;
  message?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  __isTypeOf?: IsTypeOfResolverFn<ParentType, ContextType>;
};

export type VerifyMfaResultResolvers<ContextType = GatewayContext, ParentType extends ResolversParentTypes['VerifyMfaResult'] = ResolversParentTypes['VerifyMfaResult']> = {
  __resolveType: TypeResolveFn<'AccountBlocked' | 'ApprovalPending' | 'CodeAlreadyUsed' | 'EmailNotVerified' | 'InvalidCode' | 'InvalidInput' | 'LoginDenied' | 'MfaTokenExpired' | 'Reauthenticated' | 'ServiceUnavailable' | 'Session' | 'TooManyAttempts', ParentType, ContextType>;
};

export type WeakPasswordResolvers<ContextType = GatewayContext, ParentType extends ResolversParentTypes['WeakPassword'] = ResolversParentTypes['WeakPassword']> = {
  code?: Resolver<ResolversTypes['ProblemCode'], ParentType, ContextType>;
  message?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  rules?: Resolver<ReadonlyArray<ResolversTypes['PasswordRule']>, ParentType, ContextType>;
  __isTypeOf?: IsTypeOfResolverFn<ParentType, ContextType>;
};

export type Resolvers<ContextType = GatewayContext> = {
  AccountBlocked?: AccountBlockedResolvers<ContextType>;
  AlreadyEnrolled?: AlreadyEnrolledResolvers<ContextType>;
  ApprovalPending?: ApprovalPendingResolvers<ContextType>;
  Capabilities?: CapabilitiesResolvers<ContextType>;
  ChallengeMfaResult?: ChallengeMfaResultResolvers<ContextType>;
  ChangePasswordResult?: ChangePasswordResultResolvers<ContextType>;
  CodeAlreadyUsed?: CodeAlreadyUsedResolvers<ContextType>;
  CodeSent?: CodeSentResolvers<ContextType>;
  EmailAlreadyVerified?: EmailAlreadyVerifiedResolvers<ContextType>;
  EmailNotVerified?: EmailNotVerifiedResolvers<ContextType>;
  EnrollFactorResult?: EnrollFactorResultResolvers<ContextType>;
  Factor?: FactorResolvers<ContextType>;
  FactorNotOffered?: FactorNotOfferedResolvers<ContextType>;
  FactorRemoved?: FactorRemovedResolvers<ContextType>;
  InvalidCode?: InvalidCodeResolvers<ContextType>;
  InvalidCredentials?: InvalidCredentialsResolvers<ContextType>;
  InvalidInput?: InvalidInputResolvers<ContextType>;
  InvalidRefreshToken?: InvalidRefreshTokenResolvers<ContextType>;
  LoggedOut?: LoggedOutResolvers<ContextType>;
  LoginDenied?: LoginDeniedResolvers<ContextType>;
  LoginResult?: LoginResultResolvers<ContextType>;
  LogoutResult?: LogoutResultResolvers<ContextType>;
  MfaChallenge?: MfaChallengeResolvers<ContextType>;
  MfaEnrollmentRequired?: MfaEnrollmentRequiredResolvers<ContextType>;
  MfaRequired?: MfaRequiredResolvers<ContextType>;
  MfaTokenExpired?: MfaTokenExpiredResolvers<ContextType>;
  Mutation?: MutationResolvers<ContextType>;
  PasswordChanged?: PasswordChangedResolvers<ContextType>;
  PasswordLeaked?: PasswordLeakedResolvers<ContextType>;
  PasswordPolicyRule?: PasswordPolicyRuleResolvers<ContextType>;
  PasswordPolicyRuleItem?: PasswordPolicyRuleItemResolvers<ContextType>;
  PasswordResetRequested?: PasswordResetRequestedResolvers<ContextType>;
  PasswordRule?: PasswordRuleResolvers<ContextType>;
  PasswordRuleItem?: PasswordRuleItemResolvers<ContextType>;
  Problem?: ProblemResolvers<ContextType>;
  Profile?: ProfileResolvers<ContextType>;
  Query?: QueryResolvers<ContextType>;
  Realm?: RealmResolvers<ContextType>;
  ReauthenticateResult?: ReauthenticateResultResolvers<ContextType>;
  Reauthenticated?: ReauthenticatedResolvers<ContextType>;
  RefreshResult?: RefreshResultResolvers<ContextType>;
  RemoveFactorResult?: RemoveFactorResultResolvers<ContextType>;
  RequestPasswordResetResult?: RequestPasswordResetResultResolvers<ContextType>;
  ResendVerificationEmailResult?: ResendVerificationEmailResultResolvers<ContextType>;
  ServiceUnavailable?: ServiceUnavailableResolvers<ContextType>;
  Session?: SessionResolvers<ContextType>;
  SignUpDisabled?: SignUpDisabledResolvers<ContextType>;
  SignUpRefused?: SignUpRefusedResolvers<ContextType>;
  SignedUp?: SignedUpResolvers<ContextType>;
  SignupResult?: SignupResultResolvers<ContextType>;
  TooManyAttempts?: TooManyAttemptsResolvers<ContextType>;
  TotpEnrollment?: TotpEnrollmentResolvers<ContextType>;
  UserExists?: UserExistsResolvers<ContextType>;
  VerificationEmailSent?: VerificationEmailSentResolvers<ContextType>;
  VerificationRequired?: VerificationRequiredResolvers<ContextType>;
  VerifyMfaResult?: VerifyMfaResultResolvers<ContextType>;
  WeakPassword?: WeakPasswordResolvers<ContextType>;
};

export type DirectiveResolvers<ContextType = GatewayContext> = {
  authenticated?: AuthenticatedDirectiveResolver<any, any, ContextType>;
  credential?: CredentialDirectiveResolver<any, any, ContextType>;
  public?: PublicDirectiveResolver<any, any, ContextType>;
  requiresPermissions?: RequiresPermissionsDirectiveResolver<any, any, ContextType>;
  requiresRoles?: RequiresRolesDirectiveResolver<any, any, ContextType>;
  requiresScopes?: RequiresScopesDirectiveResolver<any, any, ContextType>;
};
