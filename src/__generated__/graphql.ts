import type { GraphQLResolveInfo, GraphQLScalarType, GraphQLScalarTypeConfig } from 'graphql';
import type { SavedEvent } from '../audit/audit-trail.ts';
import type { ExplainedField } from '../authorization/explain-access.ts';
import type { Invitation as InvitationModel } from '../back-office/invitation-record.ts';
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
  /** A flat JSON object: at most 10 members, names of at most 100 characters, values that are strings of at most 500 characters. */
  UserMetadata: { input: unknown; output: unknown; }
};

/** The acceptance of an invitation. */
export type AcceptInvitationInput = {
  /** Full name. Null: the name that the inviter has given. */
  readonly name?: InputMaybe<Scalars['String']['input']>;
  /** The new password. `capabilities` has the rules. */
  readonly password: Scalars['String']['input'];
  /** The `token` in the fragment of the mail's link. */
  readonly token: Scalars['String']['input'];
  /** The transport of the session, as in `login`. Null: the gateway's default. */
  readonly transport?: InputMaybe<Transport>;
};

/** The possible answers of `acceptInvitation`. */
export type AcceptInvitationResult = AccountBlocked | EmailNotVerified | FactorNotSupported | InvalidCredentials | InvalidInput | InvitationEnded | LoginDenied | MfaEnrollmentRequired | MfaRequired | PasswordLeaked | ServiceUnavailable | Session | TooManyAttempts | VerificationRequired | WeakPassword;

/** An administrator has blocked the account. Only an administrator can unblock it. */
export type AccountBlocked = Problem & {
  readonly __typename?: 'AccountBlocked';
  /** `ACCOUNT_BLOCKED`. */
  readonly code: ProblemCode;
  /** Safe to show. */
  readonly message: Scalars['String']['output'];
};

/** The account has a second factor already. To add another, the user signs in with that factor and calls `reauthenticate`. */
export type AlreadyEnrolled = Problem & {
  readonly __typename?: 'AlreadyEnrolled';
  /** `ALREADY_ENROLLED`. */
  readonly code: ProblemCode;
  /** Safe to show. */
  readonly message: Scalars['String']['output'];
};

/** The address has an open invitation already. Offer `resendInvitation` and `revokeInvitation`. */
export type AlreadyInvited = Problem & {
  readonly __typename?: 'AlreadyInvited';
  /** `ALREADY_INVITED`. */
  readonly code: ProblemCode;
  /** The open invitation. */
  readonly invitation: Invitation;
  /** Safe to show. */
  readonly message: Scalars['String']['output'];
};

/** The user has not yet approved on the phone. Send the same `verifyMfa` again after `retryAfter`. */
export type ApprovalPending = Problem & {
  readonly __typename?: 'ApprovalPending';
  /** `APPROVAL_PENDING`. */
  readonly code: ProblemCode;
  /** Safe to show. */
  readonly message: Scalars['String']['output'];
  /** Seconds to wait before the next try. Never null here. */
  readonly retryAfter?: Maybe<Scalars['Int']['output']>;
};

/** One event of the audit trail. No text in it has control characters or more than 200 characters, whoever wrote it. */
export type AuditEvent = {
  readonly __typename?: 'AuditEvent';
  /** The id of the user who acted. Null if nobody was signed in. */
  readonly actor?: Maybe<Scalars['ID']['output']>;
  /** The IP address of the client. */
  readonly address?: Maybe<Scalars['String']['output']>;
  /** What the operation has changed, as it is now. Null if it has changed nothing that can be shown, or removed something. */
  readonly after?: Maybe<ReadonlyArray<AuditedValue>>;
  /** What the operation has changed, as it was before. Null if it has changed nothing that can be shown, or created something. */
  readonly before?: Maybe<ReadonlyArray<AuditedValue>>;
  /** The client, for example `Firefox on Windows`. */
  readonly client?: Maybe<Scalars['String']['output']>;
  /** Unique in the trail. */
  readonly id: Scalars['ID']['output'];
  /** The operation, for example `login`. For a denied field its name, for example `auditEvents` or `User.email`. */
  readonly operation: Scalars['String']['output'];
  /**
   * How it ended: the type of the answer, for example `Session` or `InvalidCredentials`, or the code of an error. `FORBIDDEN`: the
   * actor lacked a permission.
   */
  readonly outcome: Scalars['String']['output'];
  /** Why, if the outcome does not say it. */
  readonly reason?: Maybe<Scalars['String']['output']>;
  /** The id of the request, as in `X-Request-Id` and in the log. */
  readonly requestId?: Maybe<Scalars['String']['output']>;
  /** The id of the user to whom it happened. Null if unknown. */
  readonly subject?: Maybe<Scalars['ID']['output']>;
  /**
   * A keyed digest of the name that was typed, for example at a login that failed. It is the same for each event about that name;
   * nobody can read the name from it.
   */
  readonly subjectDigest?: Maybe<Scalars['String']['output']>;
  /** The time of the event: UTC, in ISO 8601, for example `2026-11-28T11:19:00.000Z`. */
  readonly time: Scalars['String']['output'];
};

/** A page of the audit trail. */
export type AuditEventConnection = {
  readonly __typename?: 'AuditEventConnection';
  /** The events of the page, newest first. */
  readonly edges: ReadonlyArray<AuditEventEdge>;
  /** Where the page begins and ends. */
  readonly pageInfo: PageInfo;
};

/** An event on a page of the audit trail. */
export type AuditEventEdge = {
  readonly __typename?: 'AuditEventEdge';
  /** The place of the event in the trail. Send it as `after` to read on behind it. */
  readonly cursor: Scalars['String']['output'];
  /** The event. */
  readonly node: AuditEvent;
};

/** Which events of the audit trail to find. An event has to meet each field that is set. */
export type AuditFilter = {
  /** The id of the user who acted. */
  readonly actor?: InputMaybe<Scalars['ID']['input']>;
  /** The earliest time, inclusive: ISO 8601 with a time zone, for example `2026-11-28T11:19:00Z`. */
  readonly from?: InputMaybe<Scalars['String']['input']>;
  /** The operation, for example `login`. */
  readonly operation?: InputMaybe<Scalars['String']['input']>;
  /** The outcome, for example `InvalidCredentials`. */
  readonly outcome?: InputMaybe<Scalars['String']['input']>;
  /** The id of the user to whom it happened, or a `subjectDigest`. */
  readonly subject?: InputMaybe<Scalars['ID']['input']>;
  /** The latest time, exclusive, in the form of `from`. */
  readonly to?: InputMaybe<Scalars['String']['input']>;
};

/** Something that an operation has changed. It is never a secret. */
export type AuditedValue = {
  readonly __typename?: 'AuditedValue';
  /** What it is, for example `roles`. */
  readonly name: Scalars['String']['output'];
  /** Its values, as texts. None, if it has no value. */
  readonly values: ReadonlyArray<Scalars['String']['output']>;
};

/**
 * What the forms of a front end can offer. A value that the gateway cannot read at the moment is null: leave that part of the
 * form out.
 */
export type Capabilities = {
  readonly __typename?: 'Capabilities';
  /** The directories of accounts. With a single realm an input may leave `realm` out. */
  readonly realms: ReadonlyArray<Realm>;
  /**
   * The kinds of second factor that the tenant offers and the gateway supports. Of these, users can enroll `TOTP`, `SMS`, `VOICE`
   * and `EMAIL`. Empty when there are none.
   */
  readonly secondFactors?: Maybe<ReadonlyArray<FactorType>>;
};

/** The factor to challenge. */
export type ChallengeMfaInput = {
  /** The `id` of one of `MfaRequired.factors`. */
  readonly factorId: Scalars['ID']['input'];
  /** The `mfaToken` of `MfaRequired`, or a later one of the same sign-in or reauthentication. */
  readonly mfaToken: Scalars['String']['input'];
};

/** The possible answers of `challengeMfa`. */
export type ChallengeMfaResult = InvalidInput | MfaChallenge | MfaTokenExpired | ServiceUnavailable | TooManyAttempts;

/**
 * A change of password. Send either `currentPassword` or, after `MfaRequired`, the `mfaToken` of the `Reauthenticated` that
 * `verifyMfa` has given.
 */
export type ChangePasswordInput = {
  /** The current password, sent byte for byte. At most 1000 characters. */
  readonly currentPassword?: InputMaybe<Scalars['String']['input']>;
  /** The `mfaToken` of `Reauthenticated`, in place of the current password. */
  readonly mfaToken?: InputMaybe<Scalars['String']['input']>;
  /** The new password, sent byte for byte. At most 1000 characters. */
  readonly newPassword: Scalars['String']['input'];
};

/** The possible answers of `changePassword`. */
export type ChangePasswordResult = AccountBlocked | FactorNotSupported | InvalidCredentials | InvalidInput | LoginDenied | MfaEnrollmentRequired | MfaRequired | MfaTokenExpired | PasswordChanged | PasswordLeaked | ServiceUnavailable | Session | TooManyAttempts | VerificationRequired | WeakPassword;

/**
 * The code has been used before. Ask the user for the next code of the app, or challenge the factor again. The same `mfaToken` can be
 * tried again.
 */
export type CodeAlreadyUsed = Problem & {
  readonly __typename?: 'CodeAlreadyUsed';
  /** `CODE_ALREADY_USED`. */
  readonly code: ProblemCode;
  /** Safe to show. */
  readonly message: Scalars['String']['output'];
};

/**
 * The identity provider has sent a code to the new phone number or e-mail address. Call `verifyMfa` with it to confirm the
 * factor.
 */
export type CodeSent = {
  readonly __typename?: 'CodeSent';
  /** Seconds until `mfaToken` expires. */
  readonly expiresIn: Scalars['Int']['output'];
  /** Send it to `verifyMfa`. It replaces the `mfaToken` of this request. */
  readonly mfaToken: Scalars['String']['output'];
  /** Recovery codes, which come with the user's first factor only. Show them now: they cannot be read again. */
  readonly recoveryCodes?: Maybe<ReadonlyArray<Scalars['String']['output']>>;
  /** The kind of the factor, which tells how the code was sent. */
  readonly type: FactorType;
};

/** A device on which the user is signed in. Two sign-ins in one browser are two devices. */
export type Device = {
  readonly __typename?: 'Device';
  /** The IP address of the latest use. Null when it is unknown. */
  readonly address?: Maybe<Scalars['String']['output']>;
  /**
   * The browser or program, and its system: for example `Firefox on Windows`, or `okhttp`. English, and safe to show. Null when the
   * device does not identify itself.
   */
  readonly client?: Maybe<Scalars['String']['output']>;
  /**
   * When the user signed in: UTC, in ISO 8601, for example `2026-11-28T11:19:00.000Z`. `new Date(createdAt)` reads it. Null when
   * the gateway has no record of the sign-in.
   */
  readonly createdAt?: Maybe<Scalars['String']['output']>;
  /** Whether this request comes from the device: show it as "this device". */
  readonly current: Scalars['Boolean']['output'];
  /** Send it as `id` to `endDevice`. */
  readonly id: Scalars['ID']['output'];
  /** The latest sign-in or refresh; with `COOKIE` the latest request, to the minute. In the form of `createdAt`. */
  readonly lastUsedAt: Scalars['String']['output'];
  /** The transport of its session. */
  readonly transport: Transport;
};

/** The device has been ended. Its next request is refused, and `refresh` gives it no new session. */
export type DeviceEnded = {
  readonly __typename?: 'DeviceEnded';
  /** The devices that remain. Null when the gateway cannot read them at the moment. */
  readonly devices?: Maybe<ReadonlyArray<Device>>;
  /** True when every ready replica of this gateway refuses the tokens of the device, as in `LoggedOut`. */
  readonly everywhere: Scalars['Boolean']['output'];
};

/** The e-mail address is verified already. No mail is sent: let the user go on. */
export type EmailAlreadyVerified = Problem & {
  readonly __typename?: 'EmailAlreadyVerified';
  /** `EMAIL_ALREADY_VERIFIED`. */
  readonly code: ProblemCode;
  /** Safe to show. */
  readonly message: Scalars['String']['output'];
};

/** The sign-in is right, but the user must verify the e-mail address first. Offer `resendVerificationEmail`. */
export type EmailNotVerified = Problem & {
  readonly __typename?: 'EmailNotVerified';
  /** `EMAIL_NOT_VERIFIED`. */
  readonly code: ProblemCode;
  /** Seconds until `verificationToken` expires. */
  readonly expiresIn: Scalars['Int']['output'];
  /** Safe to show. */
  readonly message: Scalars['String']['output'];
  /** A new recovery code, as in `Session`. Show it now: it cannot be read again. */
  readonly recoveryCode?: Maybe<Scalars['String']['output']>;
  /** Send it to `resendVerificationEmail`. */
  readonly verificationToken: Scalars['String']['output'];
};

/** The device to end. */
export type EndDeviceInput = {
  /** The `id` of one of `devices`. */
  readonly id: Scalars['ID']['input'];
  /** The `mfaToken` of `Reauthenticated`. Leave it out when the user has signed in within the last 10 minutes. */
  readonly mfaToken?: InputMaybe<Scalars['String']['input']>;
};

/** The possible answers of `endDevice`. */
export type EndDeviceResult = DeviceEnded | InvalidInput | ReauthenticationRequired | ServiceUnavailable | TooManyAttempts;

/** The second factor to enroll. */
export type EnrollFactorInput = {
  /** For `EMAIL`: the address that receives the codes. Default: the e-mail address of the account. */
  readonly email?: InputMaybe<Scalars['String']['input']>;
  /** The `mfaToken` of `MfaEnrollmentRequired` or of `Reauthenticated`. */
  readonly mfaToken: Scalars['String']['input'];
  /** Required for `SMS` and `VOICE`: the phone number in E.164 form, `+` and up to 15 digits. Spaces in it are ignored. */
  readonly phoneNumber?: InputMaybe<Scalars['String']['input']>;
  /** `TOTP`, `SMS`, `VOICE` or `EMAIL`. */
  readonly type: FactorType;
};

/** The possible answers of `enrollFactor`. */
export type EnrollFactorResult = AccountBlocked | AlreadyEnrolled | CodeSent | FactorNotOffered | InvalidInput | MfaTokenExpired | ServiceUnavailable | TooManyAttempts | TotpEnrollment;

/** Rules that keep an administrator from gaining more than was given. What an administrator holds is read afresh, not from the bearer. */
export type EscalationRule =
  /** The account is in another realm, and the administrator lacks `manage:realms`. */
  | 'OTHER_REALM'
  /** The administrator no longer holds the permission for the act, or is blocked. */
  | 'PERMISSION_LOST'
  /** A role gives a permission that the administrator does not hold. */
  | 'ROLE_BEYOND_YOURS';

/** A second factor of a user. */
export type Factor = {
  readonly __typename?: 'Factor';
  /** Send it as `factorId` to `challengeMfa` or `removeFactor`. */
  readonly id: Scalars['ID']['output'];
  /**
   * The phone number or e-mail address, masked by the identity provider. Show it, so that the user recognizes the factor. Null
   * for the other kinds.
   */
  readonly name?: Maybe<Scalars['String']['output']>;
  /** The kind of the factor. */
  readonly type: FactorType;
};

/** The tenant does not offer this kind of second factor. `capabilities.secondFactors` has the kinds that it offers. */
export type FactorNotOffered = Problem & {
  readonly __typename?: 'FactorNotOffered';
  /** `FACTOR_NOT_OFFERED`. */
  readonly code: ProblemCode;
  /** Safe to show. */
  readonly message: Scalars['String']['output'];
};

/**
 * The password or the refresh token is right, and the account needs a second factor. Each factor that it has needs a browser page of
 * the identity provider, such as a security key. The same sign-in is refused again: the user has to add another kind of factor there.
 */
export type FactorNotSupported = Problem & {
  readonly __typename?: 'FactorNotSupported';
  /** `FACTOR_NOT_SUPPORTED`. */
  readonly code: ProblemCode;
  /** Safe to show. */
  readonly message: Scalars['String']['output'];
};

/** The factor has been removed. */
export type FactorRemoved = {
  readonly __typename?: 'FactorRemoved';
  /** The user's remaining factors. Null when the gateway cannot read them at the moment. */
  readonly factors?: Maybe<ReadonlyArray<Factor>>;
  /** The number of the user's other devices, as in `Reauthenticated`: offer to end them. */
  readonly otherDevices?: Maybe<Scalars['Int']['output']>;
};

/** A kind of second factor. */
export type FactorType =
  /** Codes sent by e-mail. */
  | 'EMAIL'
  /** Approval in the Auth0 Guardian app. */
  | 'PUSH'
  /** A code for a user who has lost the other factors. The user gets it with the first factor and cannot enroll it. */
  | 'RECOVERY_CODE'
  /** Codes sent by SMS. */
  | 'SMS'
  /** Codes of an authenticator app (RFC 6238). */
  | 'TOTP'
  /** Codes read out in a phone call. */
  | 'VOICE';

/** A field of `Query` or `Mutation`, and whether the user may ask for it. */
export type FieldAccess = {
  readonly __typename?: 'FieldAccess';
  /** Whether the user may ask for the field. The field itself may still refuse a row, for example an order of another user. */
  readonly allowed: Scalars['Boolean']['output'];
  /** What the field does, as the schema describes it. Null for a field without a description. */
  readonly description?: Maybe<Scalars['String']['output']>;
  /** The type that has the field. */
  readonly kind: FieldKind;
  /** Permissions that the user lacks. The outer list is *or*, the inner list is *and*. Empty when no permission is missing. */
  readonly missingPermissions: ReadonlyArray<ReadonlyArray<Scalars['String']['output']>>;
  /** Roles that the user lacks, as `missingPermissions`. */
  readonly missingRoles: ReadonlyArray<ReadonlyArray<Scalars['String']['output']>>;
  /** Scopes that the access token lacks, as `missingPermissions`. */
  readonly missingScopes: ReadonlyArray<ReadonlyArray<Scalars['String']['output']>>;
  /** Name of the field, for example `me`. */
  readonly name: Scalars['String']['output'];
  /** Why the user may not, in English and safe to show: for example `You lack the permission read:users.` Null for an allowed field. */
  readonly reason?: Maybe<Scalars['String']['output']>;
  /** Who may ask for the field, in English and safe to show: for example `Needs the permission read:users.` */
  readonly rule: Scalars['String']['output'];
};

/** A root type of the schema. */
export type FieldKind =
  /** A field of `Mutation`: it changes something. */
  | 'MUTATION'
  /** A field of `Query`: it reads. */
  | 'QUERY';

/** A kind of identifier that users sign in with. */
export type IdentifierType =
  /** An e-mail address. */
  | 'EMAIL'
  /** A phone number. */
  | 'PHONE'
  /** A username. */
  | 'USERNAME';

/** The code is wrong, or the user has declined on the phone. The same `mfaToken` can be tried again. */
export type InvalidCode = Problem & {
  readonly __typename?: 'InvalidCode';
  /** `INVALID_CODE`. */
  readonly code: ProblemCode;
  /** Safe to show. */
  readonly message: Scalars['String']['output'];
};

/** The password is wrong, or the account does not exist. Both answers are alike: do not guess which. */
export type InvalidCredentials = Problem & {
  readonly __typename?: 'InvalidCredentials';
  /** `INVALID_CREDENTIALS`. */
  readonly code: ProblemCode;
  /** Safe to show. */
  readonly message: Scalars['String']['output'];
};

/** A value of the input is not valid. Nothing has been changed. */
export type InvalidInput = Problem & {
  readonly __typename?: 'InvalidInput';
  /** `INVALID_INPUT`. */
  readonly code: ProblemCode;
  /** The field of `input`, for example `email`. Show `message` beside it. */
  readonly field: Scalars['String']['output'];
  /** Says what is wrong with the field. Never repeats what a user typed. Safe to show. */
  readonly message: Scalars['String']['output'];
};

/** The refresh token can no longer be used. Ask the user to sign in again. */
export type InvalidRefreshToken = Problem & {
  readonly __typename?: 'InvalidRefreshToken';
  /** `INVALID_REFRESH_TOKEN`. */
  readonly code: ProblemCode;
  /** Safe to show. */
  readonly message: Scalars['String']['output'];
};

/** An invitation, as administrators see it. */
export type Invitation = {
  readonly __typename?: 'Invitation';
  /** Address that was invited. */
  readonly email: Scalars['String']['output'];
  /** When the link expires, in the form of `invitedAt`. */
  readonly expiresAt: Scalars['String']['output'];
  /** Send it as `id` to `resendInvitation` or `revokeInvitation`. It is the id of the invited user. */
  readonly id: Scalars['ID']['output'];
  /** When the person was invited: UTC, in ISO 8601. */
  readonly invitedAt: Scalars['String']['output'];
  /** Name of the user who has invited the person, or who last sent the invitation again. */
  readonly invitedBy: Scalars['String']['output'];
  /** Full name of the person. Null when it is not known. */
  readonly name?: Maybe<Scalars['String']['output']>;
  /** The sentence of the inviter in the mail. Null without one. */
  readonly note?: Maybe<Scalars['String']['output']>;
  /** The realm of the account. Null when it is in no realm of the gateway. */
  readonly realm?: Maybe<Scalars['String']['output']>;
  /**
   * Names of the roles that the person gets. A role that no longer exists is missing. Null with `SERVICE_UNAVAILABLE` when the roles
   * cannot be read.
   */
  readonly roles?: Maybe<ReadonlyArray<Scalars['String']['output']>>;
  /** The state. */
  readonly state: InvitationState;
};

/** A page of invitations (Relay). */
export type InvitationConnection = {
  readonly __typename?: 'InvitationConnection';
  /** The invitations of the page. */
  readonly edges: ReadonlyArray<InvitationEdge>;
  /** Whether there are more than 1,000, which is all that the search gives: choose a `state`. */
  readonly isCutOff: Scalars['Boolean']['output'];
  /** The place of the page in the list. */
  readonly pageInfo: PageInfo;
  /** Number of invitations on all pages, as the search counts them. */
  readonly totalCount: Scalars['Int']['output'];
};

/** An invitation in a page. */
export type InvitationEdge = {
  readonly __typename?: 'InvitationEdge';
  /** Its place in the list. */
  readonly cursor: Scalars['String']['output'];
  /** The invitation. */
  readonly node: Invitation;
};

/** Reasons why an invitation can no longer be used. */
export type InvitationEnd =
  /** It was accepted. Offer the sign-in form and `requestPasswordReset`. */
  | 'ACCEPTED'
  /** The link has expired. The person can ask the inviter to send it again. */
  | 'EXPIRED'
  /** A newer mail has another link. Ask the person to open the latest mail. */
  | 'REPLACED'
  /** An administrator has revoked it. The person can ask for another one. */
  | 'REVOKED'
  /** The inviter may no longer invite to these roles. Another administrator can send the invitation again. */
  | 'WITHDRAWN';

/** The invitation can no longer be used. `ended` says why, and what to do. */
export type InvitationEnded = Problem & {
  readonly __typename?: 'InvitationEnded';
  /** `INVITATION_ENDED`. */
  readonly code: ProblemCode;
  /** Why it has ended. */
  readonly ended: InvitationEnd;
  /** Safe to show. */
  readonly message: Scalars['String']['output'];
};

/** What the holder of an invitation's token may know. */
export type InvitationPreview = {
  readonly __typename?: 'InvitationPreview';
  /** Address that was invited. */
  readonly email: Scalars['String']['output'];
  /** When the link expires: UTC, in ISO 8601. */
  readonly expiresAt: Scalars['String']['output'];
  /** Name of the user who invites. */
  readonly invitedBy: Scalars['String']['output'];
};

/** The possible answers of `invitation`. */
export type InvitationResult = InvalidInput | InvitationEnded | InvitationPreview | ServiceUnavailable | TooManyAttempts;

/** The invitation is revoked. */
export type InvitationRevoked = {
  readonly __typename?: 'InvitationRevoked';
  /** The invitation. */
  readonly invitation: Invitation;
};

/** The person is invited. */
export type InvitationSent = {
  readonly __typename?: 'InvitationSent';
  /** The invitation. Show it from this answer: the list may lack it for some seconds. */
  readonly invitation: Invitation;
  /** The link of the mail, in development only. Elsewhere it is null: a link that only the mailbox has seen proves the address. */
  readonly link?: Maybe<Scalars['String']['output']>;
  /** Whether the mail server has taken the mail. When it is false, offer `resendInvitation`. */
  readonly mailSent: Scalars['Boolean']['output'];
};

/** State of an invitation. */
export type InvitationState =
  /** The person has accepted it. */
  | 'ACCEPTED'
  /** The link has expired. The invitation can be sent again. */
  | 'EXPIRED'
  /** The person can accept it. */
  | 'OPEN'
  /** An administrator has revoked it. The address can be invited anew. */
  | 'REVOKED';

/** A person to invite. */
export type InviteUserInput = {
  /** E-mail address, which the mail goes to. */
  readonly email: Scalars['String']['input'];
  /** Seconds until the link expires, from 5 minutes to 30 days. Default: 7 days. */
  readonly expiresIn?: InputMaybe<Scalars['Int']['input']>;
  /** Language of the mail, for example `de` or `en-GB`. Without a template in that language the mail is in the default one. */
  readonly locale?: InputMaybe<Scalars['String']['input']>;
  /** Full name, for the greeting. The person may change it when accepting. */
  readonly name?: InputMaybe<Scalars['String']['input']>;
  /** A sentence for the mail: at most 200 characters of plain text in one line, without links. */
  readonly note?: InputMaybe<Scalars['String']['input']>;
  /** The realm of the new account. Default: the realm of the administrator. */
  readonly realm?: InputMaybe<Scalars['String']['input']>;
  /** Names of the roles that the person gets, at most 10. */
  readonly roles?: ReadonlyArray<Scalars['String']['input']>;
};

/** The possible answers of `inviteUser`. */
export type InviteUserResult = AlreadyInvited | InvalidInput | InvitationSent | NotAllowed | ServiceUnavailable | TooManyAttempts | UserExists;

/** The tokens that the logout has revoked. */
export type LoggedOut = {
  readonly __typename?: 'LoggedOut';
  /**
   * True when the logout has revoked an access token: the bearer, or another one of the same sign-in. False when none of them
   * was still valid. Always true with `OTHERS` and `ALL`, which refuse tokens without a record, too.
   */
  readonly accessTokenRevoked: Scalars['Boolean']['output'];
  /**
   * True when every ready replica of this gateway refuses the revoked tokens. False when that is not certain: a replica has not
   * confirmed it yet, or the gateway has no record of the sign-in.
   */
  readonly everywhere: Scalars['Boolean']['output'];
  /**
   * True when the identity provider has accepted the revocation of the refresh token, which it also does for an unknown one. When
   * the request has no refresh token: true when the gateway refuses those of the bearer's sign-in from now on, false when it knows
   * none. Always true with `OTHERS` and `ALL`.
   */
  readonly refreshTokenRevoked: Scalars['Boolean']['output'];
};

/** A rule of the tenant (a post-login Action) has refused the sign-in. The same sign-in is refused again. */
export type LoginDenied = Problem & {
  readonly __typename?: 'LoginDenied';
  /** `LOGIN_DENIED`. */
  readonly code: ProblemCode;
  /** Safe to show. */
  readonly message: Scalars['String']['output'];
  /** The tenant's own words for the user: plain text of one line, at most 200 characters. Null when the Action gives none. */
  readonly reason?: Maybe<Scalars['String']['output']>;
};

/** A password sign-in. */
export type LoginInput = {
  /** The password. The gateway sends it byte for byte and trims nothing. At most 1000 characters. */
  readonly password: Scalars['String']['input'];
  /** The realm of the account: the name of one of `capabilities.realms`. Optional when there is a single realm. */
  readonly realm?: InputMaybe<Scalars['String']['input']>;
  /**
   * The scopes to ask for, a subset of the gateway's `AUTH0_SCOPES`. Default: all of them. `Session.scopes` has the granted ones.
   * When the list has no scope of the API, but only OpenID Connect's own (`openid`, `profile`, `email`, `offline_access`), Auth0
   * grants every scope of the API that the user may have. To get fewer, ask for a single harmless scope of the API. To get none, with
   * RBAC on, ask for one that the user may not have. `permissions` in the access token stay the same in any case.
   */
  readonly scopes?: InputMaybe<ReadonlyArray<Scalars['String']['input']>>;
  /**
   * The transport of the session. Default: the gateway's `DEFAULT_TRANSPORT`, which is `TOKENS` unless the operator changes it. Use
   * `COOKIE` for a front end in a browser, so that the page holds no tokens. The steps of a second factor keep the transport.
   */
  readonly transport?: InputMaybe<Transport>;
  /**
   * An identifier of a kind that the realm accepts (`capabilities.realms.identifiers`), with no space before or after it. At most
   * 320 characters; an e-mail address at most 254.
   */
  readonly username: Scalars['String']['input'];
};

/** The possible answers of `login`. */
export type LoginResult = AccountBlocked | EmailNotVerified | FactorNotSupported | InvalidCredentials | InvalidInput | LoginDenied | MfaEnrollmentRequired | MfaRequired | PasswordLeaked | ServiceUnavailable | Session | TooManyAttempts | VerificationRequired;

/** The sign-ins to end. Except with the scope `OTHERS`, the gateway revokes the bearer of the request too. */
export type LogoutInput = {
  /**
   * With a session cookie: whether the browser drops everything that the gateway's origin has stored and cached there
   * (`Clear-Site-Data`). It is for a front end that the same origin serves.
   */
  readonly clearSiteData?: Scalars['Boolean']['input'];
  /** For the scope `OTHERS`: the `mfaToken` of `Reauthenticated`. Leave it out when the user has signed in within the last 10 minutes. */
  readonly mfaToken?: InputMaybe<Scalars['String']['input']>;
  /** `Session.refreshToken`. Leave it out when the session has none: then the bearer or the cookie names the sign-in. */
  readonly refreshToken?: InputMaybe<Scalars['String']['input']>;
  /** One sign-in, all of them, or all but this one. */
  readonly scope?: LogoutScope;
};

/** The possible answers of `logout`. */
export type LogoutResult = InvalidInput | LoggedOut | ReauthenticationRequired | ServiceUnavailable | TooManyAttempts;

/** The sign-ins that a logout ends. */
export type LogoutScope =
  /**
   * Every sign-in of the user, on every device. A valid bearer names the user, or else a refresh token of a sign-in that the gateway
   * knows, or else a bearer that has expired. Without any of them the answer is `UNAUTHENTICATED`.
   */
  | 'ALL'
  /**
   * Every sign-in of the user but this one, on every other device, and every `mfaToken` of the user. This one is that of the bearer and
   * of the refresh token, and goes on. The user must have signed in within the last 10 minutes, or send an `mfaToken`; else the answer
   * is `ReauthenticationRequired`.
   */
  | 'OTHERS'
  /** The sign-in of the bearer and of the refresh token, with every token issued for it since. */
  | 'THIS';

/** The factor has been challenged. Call `verifyMfa` next. */
export type MfaChallenge = {
  readonly __typename?: 'MfaChallenge';
  /** Seconds until `mfaToken` expires. */
  readonly expiresIn: Scalars['Int']['output'];
  /** Send it to `verifyMfa`. It replaces the `mfaToken` of this request. */
  readonly mfaToken: Scalars['String']['output'];
  /** The kind of the factor. */
  readonly type: FactorType;
};

/**
 * The password or the refresh token is right, and the account needs a second factor but has none yet. Call `enrollFactor`, then
 * `verifyMfa`.
 */
export type MfaEnrollmentRequired = Problem & {
  readonly __typename?: 'MfaEnrollmentRequired';
  /** `MFA_ENROLLMENT_REQUIRED`. */
  readonly code: ProblemCode;
  /** Seconds until `mfaToken` expires. */
  readonly expiresIn: Scalars['Int']['output'];
  /** The kinds of factor that the user can enroll. Null when the gateway cannot read them. */
  readonly factorTypes?: Maybe<ReadonlyArray<FactorType>>;
  /** Safe to show. */
  readonly message: Scalars['String']['output'];
  /** Send it to `enrollFactor`. */
  readonly mfaToken: Scalars['String']['output'];
};

/**
 * The password or the refresh token is right, and the account needs its second factor. Call `challengeMfa` if a code has to be sent,
 * then `verifyMfa`.
 */
export type MfaRequired = Problem & {
  readonly __typename?: 'MfaRequired';
  /** `MFA_REQUIRED`. */
  readonly code: ProblemCode;
  /** Seconds until `mfaToken` expires. */
  readonly expiresIn: Scalars['Int']['output'];
  /** The second factors of the account. Let the user choose one. Never null here. */
  readonly factors?: Maybe<ReadonlyArray<Factor>>;
  /** Safe to show. */
  readonly message: Scalars['String']['output'];
  /** Send it to `challengeMfa` or `verifyMfa`. */
  readonly mfaToken: Scalars['String']['output'];
};

/** The `mfaToken` has expired or is used up. Begin again with `login` or `reauthenticate`. */
export type MfaTokenExpired = Problem & {
  readonly __typename?: 'MfaTokenExpired';
  /** `MFA_TOKEN_EXPIRED`. */
  readonly code: ProblemCode;
  /** Safe to show. */
  readonly message: Scalars['String']['output'];
};

/**
 * The mutations. Each takes one `input` and answers with a union: the success first, then each problem. A field of the same name
 * has the same type in all unions.
 */
export type Mutation = {
  readonly __typename?: 'Mutation';
  /**
   * Accepts an invitation with a new password, and signs the user in as `login` does: the answer may ask for a second factor first. The
   * token works once. After an answer of the sign-in (`MfaRequired`, `AccountBlocked`, …) the invitation is accepted: go on with
   * `login`. After `InvalidInput`, `WeakPassword` and `InvitationEnded` it is as before. After `ServiceUnavailable` and
   * `TooManyAttempts` send the same request again: `InvitationEnded` with `ACCEPTED` then tells to call `login`.
   */
  readonly acceptInvitation?: Maybe<AcceptInvitationResult>;
  /**
   * Challenges one of the user's second factors: sends a code by SMS, voice call or e-mail, or asks the phone to approve. An
   * authenticator app (`TOTP`) and a recovery code need no challenge: call `verifyMfa` at once, with the `mfaToken` of
   * `MfaRequired`.
   */
  readonly challengeMfa?: Maybe<ChallengeMfaResult>;
  /**
   * Changes the password of the signed-in user. Send the current password, or the `mfaToken` of `Reauthenticated`. Every earlier
   * session of the user ends, on all devices: replace the tokens in use by those of the `Session` in the answer. The gateway
   * remembers this over a restart, and all replicas that share a Redis know it.
   */
  readonly changePassword?: Maybe<ChangePasswordResult>;
  /**
   * Ends one of the user's devices, for example one that is lost. The user must have signed in within the last 10 minutes, or send
   * the `mfaToken` of `Reauthenticated`; else the answer is `ReauthenticationRequired`.
   */
  readonly endDevice?: Maybe<EndDeviceResult>;
  /**
   * Starts to enroll a second factor. During a sign-in send the `mfaToken` of `MfaEnrollmentRequired`; for a signed-in user send
   * that of `Reauthenticated`, with the bearer. Then call `verifyMfa` with the first code to confirm the factor.
   */
  readonly enrollFactor?: Maybe<EnrollFactorResult>;
  /**
   * Invites a person by mail. The invitation gives an account with the named roles, once the person accepts it. The administrator must
   * hold every permission of these roles.
   */
  readonly inviteUser?: Maybe<InviteUserResult>;
  /**
   * Signs in with a password. Send the `accessToken` of the `Session` as `Authorization: Bearer …` with every later request; with
   * `transport: COOKIE` the browser sends the cookie by itself. After `MfaRequired` go on with `challengeMfa` and `verifyMfa`.
   */
  readonly login?: Maybe<LoginResult>;
  /**
   * Signs out. Revokes the refresh token at the identity provider and every access token of the same sign-in at this gateway, the
   * bearer of this request included. When the bearer has expired, a valid refresh token is enough. With a session cookie send
   * neither; the answer removes the cookie. `scope` says whether other devices end too.
   */
  readonly logout?: Maybe<LogoutResult>;
  /**
   * Asks the signed-in user for the password again, and for the second factor if the account has one. The `Reauthenticated` in
   * the answer lists the user's factors; with its `mfaToken` the user can enroll and remove factors.
   */
  readonly reauthenticate?: Maybe<ReauthenticateResult>;
  /**
   * Exchanges a refresh token for a new `Session`. The access token may have expired. Save the new refresh token at once: the old
   * one is used up. With a session cookie send no token: the gateway renews the session by itself, and this mutation renews it now.
   * Its answer tells why a session cannot be renewed.
   */
  readonly refresh?: Maybe<RefreshResult>;
  /** Removes a second factor of the signed-in user. */
  readonly removeFactor?: Maybe<RemoveFactorResult>;
  /**
   * Sends a mail with a link to choose a new password. The answer and its duration are the same whether or not the account
   * exists.
   */
  readonly requestPasswordReset?: Maybe<RequestPasswordResetResult>;
  /**
   * Sends the mail of an open or expired invitation again. The earlier link no longer works. The administrator takes the place of the
   * inviter, and must hold every permission of the invitation's roles.
   */
  readonly resendInvitation?: Maybe<ResendInvitationResult>;
  /**
   * Sends the mail that verifies the user's e-mail address again. Call it with the bearer of a signed-in user, or with the
   * `verificationToken` of `EmailNotVerified`.
   */
  readonly resendVerificationEmail?: Maybe<ResendVerificationEmailResult>;
  /**
   * Revokes an invitation: its link no longer works, and the account stays blocked. Call it again if the answer is
   * `ServiceUnavailable`.
   */
  readonly revokeInvitation?: Maybe<RevokeInvitationResult>;
  /** Creates an account. The user is not signed in yet: call `login` next. */
  readonly signup?: Maybe<SignupResult>;
  /**
   * Proves the second factor, or confirms a factor that `enrollFactor` has started to enroll. The answer completes the step that
   * began with `MfaRequired` or `MfaEnrollmentRequired`: a sign-in gives a `Session`, a `reauthenticate` gives
   * `Reauthenticated`.
   */
  readonly verifyMfa?: Maybe<VerifyMfaResult>;
};


/**
 * The mutations. Each takes one `input` and answers with a union: the success first, then each problem. A field of the same name
 * has the same type in all unions.
 */
export type MutationAcceptInvitationArgs = {
  input: AcceptInvitationInput;
};


/**
 * The mutations. Each takes one `input` and answers with a union: the success first, then each problem. A field of the same name
 * has the same type in all unions.
 */
export type MutationChallengeMfaArgs = {
  input: ChallengeMfaInput;
};


/**
 * The mutations. Each takes one `input` and answers with a union: the success first, then each problem. A field of the same name
 * has the same type in all unions.
 */
export type MutationChangePasswordArgs = {
  input: ChangePasswordInput;
};


/**
 * The mutations. Each takes one `input` and answers with a union: the success first, then each problem. A field of the same name
 * has the same type in all unions.
 */
export type MutationEndDeviceArgs = {
  input: EndDeviceInput;
};


/**
 * The mutations. Each takes one `input` and answers with a union: the success first, then each problem. A field of the same name
 * has the same type in all unions.
 */
export type MutationEnrollFactorArgs = {
  input: EnrollFactorInput;
};


/**
 * The mutations. Each takes one `input` and answers with a union: the success first, then each problem. A field of the same name
 * has the same type in all unions.
 */
export type MutationInviteUserArgs = {
  input: InviteUserInput;
};


/**
 * The mutations. Each takes one `input` and answers with a union: the success first, then each problem. A field of the same name
 * has the same type in all unions.
 */
export type MutationLoginArgs = {
  input: LoginInput;
};


/**
 * The mutations. Each takes one `input` and answers with a union: the success first, then each problem. A field of the same name
 * has the same type in all unions.
 */
export type MutationLogoutArgs = {
  input: LogoutInput;
};


/**
 * The mutations. Each takes one `input` and answers with a union: the success first, then each problem. A field of the same name
 * has the same type in all unions.
 */
export type MutationReauthenticateArgs = {
  input: ReauthenticateInput;
};


/**
 * The mutations. Each takes one `input` and answers with a union: the success first, then each problem. A field of the same name
 * has the same type in all unions.
 */
export type MutationRefreshArgs = {
  input: RefreshInput;
};


/**
 * The mutations. Each takes one `input` and answers with a union: the success first, then each problem. A field of the same name
 * has the same type in all unions.
 */
export type MutationRemoveFactorArgs = {
  input: RemoveFactorInput;
};


/**
 * The mutations. Each takes one `input` and answers with a union: the success first, then each problem. A field of the same name
 * has the same type in all unions.
 */
export type MutationRequestPasswordResetArgs = {
  input: RequestPasswordResetInput;
};


/**
 * The mutations. Each takes one `input` and answers with a union: the success first, then each problem. A field of the same name
 * has the same type in all unions.
 */
export type MutationResendInvitationArgs = {
  input: ResendInvitationInput;
};


/**
 * The mutations. Each takes one `input` and answers with a union: the success first, then each problem. A field of the same name
 * has the same type in all unions.
 */
export type MutationResendVerificationEmailArgs = {
  input: ResendVerificationEmailInput;
};


/**
 * The mutations. Each takes one `input` and answers with a union: the success first, then each problem. A field of the same name
 * has the same type in all unions.
 */
export type MutationRevokeInvitationArgs = {
  input: RevokeInvitationInput;
};


/**
 * The mutations. Each takes one `input` and answers with a union: the success first, then each problem. A field of the same name
 * has the same type in all unions.
 */
export type MutationSignupArgs = {
  input: SignupInput;
};


/**
 * The mutations. Each takes one `input` and answers with a union: the success first, then each problem. A field of the same name
 * has the same type in all unions.
 */
export type MutationVerifyMfaArgs = {
  input: VerifyMfaInput;
};

/** A rule forbids the act, so that no administrator gains more than was given. Nothing has been changed. */
export type NotAllowed = Problem & {
  readonly __typename?: 'NotAllowed';
  /** `NOT_ALLOWED`. */
  readonly code: ProblemCode;
  /** The rule in words. Safe to show. */
  readonly message: Scalars['String']['output'];
  /** Permissions that the administrator would need. Empty when none would help. */
  readonly missingPermissions: ReadonlyArray<Scalars['String']['output']>;
  /** The rule. */
  readonly rule: EscalationRule;
};

/** Where a page of a list begins and ends. */
export type PageInfo = {
  readonly __typename?: 'PageInfo';
  /** Send it as `after` to get the next page. Null if the page has no item and none follows. */
  readonly endCursor?: Maybe<Scalars['String']['output']>;
  /** Whether another page follows. */
  readonly hasNextPage: Scalars['Boolean']['output'];
  /** Whether there is a page before. */
  readonly hasPreviousPage: Scalars['Boolean']['output'];
  /** The cursor of the first item. Null on a page without one. */
  readonly startCursor?: Maybe<Scalars['String']['output']>;
};

/** The password has been changed and every session of the user has ended. A new session takes one more step. */
export type PasswordChanged = {
  readonly __typename?: 'PasswordChanged';
  /**
   * The second factor for the sign-in with the new password: go on with `challengeMfa` or `verifyMfa`. Null when no second factor
   * is asked for: call `login`.
   */
  readonly mfa?: Maybe<MfaRequired>;
};

/** The password is known from a data breach. At sign-in offer `requestPasswordReset`; at sign-up ask for another password. */
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

/** The request has been accepted. If the account exists, the mail is on its way. */
export type PasswordResetRequested = {
  readonly __typename?: 'PasswordResetRequested';
  /** English, and safe to show to the user. The same whether or not the account exists. */
  readonly message: Scalars['String']['output'];
};

/** One rule of the password policy, checked against the password of this request. */
export type PasswordRule = {
  readonly __typename?: 'PasswordRule';
  /** Auth0's code for the rule, for example `lengthAtLeast` or `containsAtLeast`. Auth0 may add codes. */
  readonly code: Scalars['String']['output'];
  /** The parts of a compound rule such as `containsAtLeast`; empty for a simple one. */
  readonly items: ReadonlyArray<PasswordRuleItem>;
  /** The rule in words, with its numbers filled in. Safe to show. */
  readonly message: Scalars['String']['output'];
  /** Whether the password meets the rule. */
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
  /** Whether the password meets the part. */
  readonly met: Scalars['Boolean']['output'];
};

/**
 * A refusal that a client must expect. Select `... on Problem { code message }`: it covers every problem, also those that later
 * versions add.
 */
export type Problem = {
  /** The code for programs: branch on it. */
  readonly code: ProblemCode;
  /** English, and safe to show to the user. */
  readonly message: Scalars['String']['output'];
};

/** The codes of all problems. Later versions may add codes. */
export type ProblemCode =
  /** An administrator has blocked the account. */
  | 'ACCOUNT_BLOCKED'
  /** The account has a second factor already. The user must prove it before adding another. */
  | 'ALREADY_ENROLLED'
  /** The address has an open invitation already. */
  | 'ALREADY_INVITED'
  /** The user has not yet approved on the phone. Send the same request again after `retryAfter`. */
  | 'APPROVAL_PENDING'
  /** The code of the second factor has been used before. */
  | 'CODE_ALREADY_USED'
  /** The e-mail address is verified already. No mail is sent. */
  | 'EMAIL_ALREADY_VERIFIED'
  /** The user must verify the e-mail address before signing in. */
  | 'EMAIL_NOT_VERIFIED'
  /** The tenant does not offer this kind of second factor. */
  | 'FACTOR_NOT_OFFERED'
  /** The sign-in needs a second factor, and the gateway supports none of those that the account has. */
  | 'FACTOR_NOT_SUPPORTED'
  /** The code of the second factor is wrong. */
  | 'INVALID_CODE'
  /** The password is wrong, or the account does not exist. The answer does not say which. */
  | 'INVALID_CREDENTIALS'
  /** A value of the input is not valid. `InvalidInput.field` names the field. */
  | 'INVALID_INPUT'
  /** The refresh token is unknown, expired, revoked or used up. Ask the user to sign in again. */
  | 'INVALID_REFRESH_TOKEN'
  /** The invitation can no longer be used. `InvitationEnded.ended` says why. */
  | 'INVITATION_ENDED'
  /** A rule of the tenant (a post-login Action) has refused the sign-in. */
  | 'LOGIN_DENIED'
  /** The sign-in needs a second factor, and the account has none yet. */
  | 'MFA_ENROLLMENT_REQUIRED'
  /** The sign-in needs the second factor of the account. */
  | 'MFA_REQUIRED'
  /** The `mfaToken` has expired or is used up. Begin again. */
  | 'MFA_TOKEN_EXPIRED'
  /** A rule keeps an administrator from gaining more than was given. `NotAllowed.rule` names the rule. */
  | 'NOT_ALLOWED'
  /** The password is known from a data breach. At sign-in the user must reset it; at sign-up the user must choose another. */
  | 'PASSWORD_LEAKED'
  /** The user must reauthenticate. Call `reauthenticate`, then send the same request with its `mfaToken`. */
  | 'REAUTHENTICATION_REQUIRED'
  /**
   * The identity provider, or a service behind the gateway, is down, slow or misconfigured. The user stays signed in: try again
   * later.
   */
  | 'SERVICE_UNAVAILABLE'
  /** The realm does not let users create accounts. */
  | 'SIGN_UP_DISABLED'
  /** The account has not been created, and the tenant does not disclose why. Often the e-mail address is taken. */
  | 'SIGN_UP_REFUSED'
  /** Too many attempts for this account or from this IP address. */
  | 'TOO_MANY_ATTEMPTS'
  /** A rate limit that all users share is used up. The user has done nothing wrong: wait, then try again. */
  | 'TOO_MANY_REQUESTS'
  /** An account with this e-mail address or username exists. `signup` answers this only where the tenant discloses it. */
  | 'USER_EXISTS'
  /** The identity provider takes the request for an automated one and asks for a challenge that the gateway cannot show. */
  | 'VERIFICATION_REQUIRED'
  /** The password breaks a rule of the password policy. `WeakPassword.rules` lists the rules. */
  | 'WEAK_PASSWORD';

/** A user's own view of the account. */
export type Profile = {
  readonly __typename?: 'Profile';
  /**
   * E-mail address. Null when the account has none, or when the gateway cannot read it at the moment: then `errors` has
   * `SERVICE_UNAVAILABLE`.
   */
  readonly email?: Maybe<Scalars['String']['output']>;
  /**
   * Whether the user has verified the e-mail address. The gateway looks it up again until it is true, so a front end can poll
   * it. Null when it is unknown.
   */
  readonly emailVerified?: Maybe<Scalars['Boolean']['output']>;
  /**
   * The user's id at the identity provider (`sub`), for example `auth0|6500000000000000000000a1`. Empty in `SignedUp` when the
   * identity provider does not tell it: the account exists, and `login` tells its id.
   */
  readonly id: Scalars['ID']['output'];
  /**
   * The user's full name, for greetings. At Auth0 it is the e-mail address until the account has another one. Null when the account
   * has none, when the sign-in did not ask for the scope `profile`, or when the gateway cannot read it at the moment.
   */
  readonly name?: Maybe<Scalars['String']['output']>;
  /**
   * The user's short name. At Auth0 it is the part of the e-mail address before the `@` until the account has another one. Null as
   * for `name`.
   */
  readonly nickname?: Maybe<Scalars['String']['output']>;
  /** Permissions from the access token (Auth0 RBAC). Empty when the user has none; always empty while RBAC is off. */
  readonly permissions: ReadonlyArray<Scalars['String']['output']>;
  /** The URL of the user's picture. Null as for `name`. */
  readonly picture?: Maybe<Scalars['String']['output']>;
  /** Role names from the access token. Empty for a new account. */
  readonly roles: ReadonlyArray<Scalars['String']['output']>;
};

/** The queries. */
export type Query = {
  readonly __typename?: 'Query';
  /**
   * What the signed-in user may do: each field of `Query` and `Mutation`, allowed or refused, and why. Where introspection is closed,
   * as in production, the list has the allowed fields alone.
   */
  readonly access?: Maybe<ReadonlyArray<FieldAccess>>;
  /**
   * The audit trail: who did what to whom, from where, and how it ended, newest first. A page may have fewer events than `first`,
   * even none, while `pageInfo.hasNextPage` is true: then go on with `endCursor`. `SERVICE_UNAVAILABLE` when the trail cannot be
   * read at the moment.
   */
  readonly auditEvents?: Maybe<AuditEventConnection>;
  /**
   * Describes what the forms of a front end can offer before a user signs in: realms, identifiers, password rules and second
   * factors. The answer says nothing about any account.
   */
  readonly capabilities?: Maybe<Capabilities>;
  /**
   * The devices on which the user is signed in, most recently used first, at most 50. A device is one sign-in. Null with
   * `SERVICE_UNAVAILABLE` when the gateway cannot read them at the moment.
   */
  readonly devices?: Maybe<ReadonlyArray<Device>>;
  /** What the holder of an invitation's token may know, for the page that the mail leads to. Asking uses up nothing. */
  readonly invitation?: Maybe<InvitationResult>;
  /**
   * The invitations of the administrator's realm, the newest first; with the permission `manage:realms` those of all realms. The list
   * comes from the identity provider's search: a change of the latest seconds may be missing, and there are at most 1,000. Null with
   * `SERVICE_UNAVAILABLE` when the search does not answer.
   */
  readonly invitations?: Maybe<InvitationConnection>;
  /**
   * The signed-in user, read from the bearer access token. Without a valid bearer `me` is null and `errors` has
   * `UNAUTHENTICATED`.
   */
  readonly me?: Maybe<Profile>;
};


/** The queries. */
export type QueryAuditEventsArgs = {
  after?: InputMaybe<Scalars['String']['input']>;
  filter?: InputMaybe<AuditFilter>;
  first?: Scalars['Int']['input'];
};


/** The queries. */
export type QueryInvitationArgs = {
  token: Scalars['String']['input'];
};


/** The queries. */
export type QueryInvitationsArgs = {
  after?: InputMaybe<Scalars['String']['input']>;
  first?: Scalars['Int']['input'];
  state?: InputMaybe<InvitationState>;
};

/** A directory of accounts. An account of one realm cannot sign in through another. */
export type Realm = {
  readonly __typename?: 'Realm';
  /** The identifiers that `username` of `login` may hold. */
  readonly identifiers?: Maybe<ReadonlyArray<IdentifierType>>;
  /** The value of `realm` in an input. */
  readonly name: Scalars['String']['output'];
  /** The rules for a new password, one by one. Show them before the user types. */
  readonly passwordRules?: Maybe<ReadonlyArray<PasswordPolicyRule>>;
  /** Whether `signup` can create accounts in this realm. */
  readonly signupOpen?: Maybe<Scalars['Boolean']['output']>;
  /** Whether a user must verify the e-mail address before the first `Session`. */
  readonly verifiedEmailRequired: Scalars['Boolean']['output'];
};

/** The password of the signed-in user. */
export type ReauthenticateInput = {
  /** The current password, sent byte for byte. At most 1000 characters. */
  readonly password: Scalars['String']['input'];
};

/** The possible answers of `reauthenticate`. */
export type ReauthenticateResult = AccountBlocked | FactorNotSupported | InvalidCredentials | InvalidInput | LoginDenied | MfaEnrollmentRequired | MfaRequired | PasswordLeaked | Reauthenticated | ServiceUnavailable | TooManyAttempts | VerificationRequired;

/** The signed-in user has given the password, and the second factor if the account has one. */
export type Reauthenticated = {
  readonly __typename?: 'Reauthenticated';
  /** Seconds until `mfaToken` expires. */
  readonly expiresIn: Scalars['Int']['output'];
  /** The user's second factors. Null when the proof belongs to a `changePassword`: that `mfaToken` can change the password only. */
  readonly factors?: Maybe<ReadonlyArray<Factor>>;
  /**
   * Send it to `enrollFactor`, `removeFactor`, `changePassword` or `endDevice`, or to `logout` with the scope `OTHERS`, with the
   * bearer of the same user.
   */
  readonly mfaToken: Scalars['String']['output'];
  /**
   * The number of the user's other devices. After a change of second factors offer to end them: `logout` with the scope `OTHERS`
   * and this `mfaToken`. Null without a bearer, and when the gateway cannot read them at the moment.
   */
  readonly otherDevices?: Maybe<Scalars['Int']['output']>;
  /**
   * A new recovery code, when the user has just used the old one. Show it now: it cannot be read again. Null in every other
   * case.
   */
  readonly recoveryCode?: Maybe<Scalars['String']['output']>;
};

/**
 * The user has neither signed in nor reauthenticated within the last 10 minutes, or the `mfaToken` has expired. Call
 * `reauthenticate`, then send the same request with its `mfaToken`. Or let the user sign in again.
 */
export type ReauthenticationRequired = Problem & {
  readonly __typename?: 'ReauthenticationRequired';
  /** `REAUTHENTICATION_REQUIRED`. */
  readonly code: ProblemCode;
  /** Safe to show. */
  readonly message: Scalars['String']['output'];
};

/** The session to renew. */
export type RefreshInput = {
  /** `Session.refreshToken` of the latest sign-in or refresh. At most 4096 characters. Leave it out when a cookie holds the session. */
  readonly refreshToken?: InputMaybe<Scalars['String']['input']>;
  /**
   * With a refresh token: `COOKIE` moves the session into a cookie. A session in a cookie cannot be moved back. Default: the present
   * transport of the session.
   */
  readonly transport?: InputMaybe<Transport>;
};

/** The possible answers of `refresh`. */
export type RefreshResult = AccountBlocked | EmailNotVerified | FactorNotSupported | InvalidInput | InvalidRefreshToken | LoginDenied | MfaEnrollmentRequired | MfaRequired | ServiceUnavailable | Session | TooManyAttempts;

/** The second factor to remove. */
export type RemoveFactorInput = {
  /** The `id` of one of `Reauthenticated.factors`. */
  readonly factorId: Scalars['ID']['input'];
  /** The `mfaToken` of `Reauthenticated`. */
  readonly mfaToken: Scalars['String']['input'];
};

/** The possible answers of `removeFactor`. */
export type RemoveFactorResult = AccountBlocked | FactorRemoved | InvalidInput | MfaTokenExpired | ServiceUnavailable | TooManyAttempts;

/** The account whose user has forgotten the password. */
export type RequestPasswordResetInput = {
  /** The realm of the account, as in `login`. Optional when there is a single realm. */
  readonly realm?: InputMaybe<Scalars['String']['input']>;
  /**
   * The identifier that the user signs in with: e-mail address or username. At most 320 characters; an e-mail address at most
   * 254.
   */
  readonly username: Scalars['String']['input'];
};

/** The possible answers of `requestPasswordReset`. */
export type RequestPasswordResetResult = InvalidInput | PasswordResetRequested | ServiceUnavailable | TooManyAttempts;

/** An invitation to send again. */
export type ResendInvitationInput = {
  /** Seconds until the new link expires, from 5 minutes to 30 days. Default: 7 days. */
  readonly expiresIn?: InputMaybe<Scalars['Int']['input']>;
  /** The `id` of the invitation. */
  readonly id: Scalars['ID']['input'];
};

/** The possible answers of `resendInvitation`. */
export type ResendInvitationResult = InvalidInput | InvitationEnded | InvitationSent | NotAllowed | ServiceUnavailable | TooManyAttempts;

/** The user who asks for the verification mail. */
export type ResendVerificationEmailInput = {
  /** The `verificationToken` of `EmailNotVerified`. Leave it out for a signed-in user: then the bearer names the user. */
  readonly verificationToken?: InputMaybe<Scalars['String']['input']>;
};

/** The possible answers of `resendVerificationEmail`. */
export type ResendVerificationEmailResult = EmailAlreadyVerified | InvalidInput | ServiceUnavailable | TooManyAttempts | VerificationEmailSent;

/** An invitation to revoke. */
export type RevokeInvitationInput = {
  /** The `id` of the invitation. */
  readonly id: Scalars['ID']['input'];
};

/** The possible answers of `revokeInvitation`. */
export type RevokeInvitationResult = InvalidInput | InvitationEnded | InvitationRevoked | NotAllowed | ServiceUnavailable | TooManyAttempts;

/** The identity provider, or a service behind the gateway, is down, slow or misconfigured. Keep the session and try again later. */
export type ServiceUnavailable = Problem & {
  readonly __typename?: 'ServiceUnavailable';
  /** `SERVICE_UNAVAILABLE`. */
  readonly code: ProblemCode;
  /** Safe to show. */
  readonly message: Scalars['String']['output'];
  /** Seconds to wait before the next try. Null when the gateway cannot tell. */
  readonly retryAfter?: Maybe<Scalars['Int']['output']>;
};

/** The user of a successful sign-in or refresh, and the tokens, unless a cookie holds the session. */
export type Session = {
  readonly __typename?: 'Session';
  /** Send it as `Authorization: Bearer …` with every request. Null with `COOKIE`, and only then. */
  readonly accessToken?: Maybe<Scalars['String']['output']>;
  /** Seconds from this answer until the access token expires. With `COOKIE`: until the session ends, if the client sends no request. */
  readonly expiresIn: Scalars['Int']['output'];
  /**
   * Tells the front end about the user (OpenID Connect). Never send it as the bearer. Null with `COOKIE`, and without the scope
   * `openid`.
   */
  readonly idToken?: Maybe<Scalars['String']['output']>;
  /**
   * A new recovery code, when the user has just used the old one. Show it now: it cannot be read again. Null in every other
   * case.
   */
  readonly recoveryCode?: Maybe<Scalars['String']['output']>;
  /**
   * Exchange it with `refresh`, before or after the access token expires. Null with `COOKIE`, when the sign-in did not ask for
   * `offline_access`, or when the tenant issues no refresh token.
   */
  readonly refreshToken?: Maybe<Scalars['String']['output']>;
  /**
   * The granted scopes. They may be fewer than the sign-in asked for, or more: when it asks for no scope of the API, Auth0 grants
   * all of them that the user may have.
   */
  readonly scopes: ReadonlyArray<Scalars['String']['output']>;
  /** The scheme to send the access token with: `Bearer`. */
  readonly tokenType: Scalars['String']['output'];
  /** The transport of the session. With `COOKIE` the browser sends the cookie with each request that has `credentials: 'include'`. */
  readonly transport: Transport;
  /** The user who signed in. */
  readonly user: Profile;
};

/** The realm does not let users create accounts: hide the sign-up form. `capabilities.realms.signupOpen` says so beforehand. */
export type SignUpDisabled = Problem & {
  readonly __typename?: 'SignUpDisabled';
  /** `SIGN_UP_DISABLED`. */
  readonly code: ProblemCode;
  /** Safe to show. */
  readonly message: Scalars['String']['output'];
};

/** The account has not been created, and the tenant does not disclose why. Offer the sign-in form and `requestPasswordReset`. */
export type SignUpRefused = Problem & {
  readonly __typename?: 'SignUpRefused';
  /** `SIGN_UP_REFUSED`. */
  readonly code: ProblemCode;
  /** Safe to show. */
  readonly message: Scalars['String']['output'];
};

/** The account has been created. */
export type SignedUp = {
  readonly __typename?: 'SignedUp';
  /** The new user, without roles and permissions. */
  readonly user: Profile;
};

/** A new account. */
export type SignupInput = {
  /** E-mail address, at most 254 characters, with no space before or after it. */
  readonly email: Scalars['String']['input'];
  /** The family name. At most 150 characters. */
  readonly familyName?: InputMaybe<Scalars['String']['input']>;
  /** The given name. At most 150 characters. */
  readonly givenName?: InputMaybe<Scalars['String']['input']>;
  /** The user's full name. At most 300 characters. */
  readonly name?: InputMaybe<Scalars['String']['input']>;
  /** A short name. At most 300 characters. */
  readonly nickname?: InputMaybe<Scalars['String']['input']>;
  /** The password. The gateway sends it byte for byte and trims nothing. At most 1000 characters. */
  readonly password: Scalars['String']['input'];
  /** The `https://` URL of a picture. At most 2048 characters. */
  readonly picture?: InputMaybe<Scalars['String']['input']>;
  /** The realm of the new account: the name of one of `capabilities.realms`. Optional when there is a single realm. */
  readonly realm?: InputMaybe<Scalars['String']['input']>;
  /**
   * Further facts about the user, for example `{ "plan": "free" }`. The identity provider saves them in the account's
   * `user_metadata`; the user can choose any value, so grant no right by them.
   */
  readonly userMetadata?: InputMaybe<Scalars['UserMetadata']['input']>;
  /** A username, for realms whose `identifiers` in `capabilities` have `USERNAME`. At most 320 characters. */
  readonly username?: InputMaybe<Scalars['String']['input']>;
};

/** The possible answers of `signup`. */
export type SignupResult = InvalidInput | PasswordLeaked | ServiceUnavailable | SignUpDisabled | SignUpRefused | SignedUp | TooManyAttempts | UserExists | WeakPassword;

/** Too many attempts or requests. Let the user try again after `retryAfter`. */
export type TooManyAttempts = Problem & {
  readonly __typename?: 'TooManyAttempts';
  /** `TOO_MANY_ATTEMPTS`, or `TOO_MANY_REQUESTS` for a limit that all users share. */
  readonly code: ProblemCode;
  /** Safe to show. */
  readonly message: Scalars['String']['output'];
  /** Seconds to wait before the next try. Null when the identity provider does not say. */
  readonly retryAfter?: Maybe<Scalars['Int']['output']>;
};

/**
 * The secret for an authenticator app. Show the QR code, and the secret for users who cannot scan. Then call `verifyMfa` with the
 * app's first code to confirm the factor.
 */
export type TotpEnrollment = {
  readonly __typename?: 'TotpEnrollment';
  /** Seconds until `mfaToken` expires. */
  readonly expiresIn: Scalars['Int']['output'];
  /** Send it to `verifyMfa`. It replaces the `mfaToken` of this request. */
  readonly mfaToken: Scalars['String']['output'];
  /** The secret as an `otpauth://totp/…` URI. Use it as a link to an app on the same device. */
  readonly otpauthUri: Scalars['String']['output'];
  /** The URI as a QR code. Use this `data:image/svg+xml` URI as `<img src>`. */
  readonly qrCode: Scalars['String']['output'];
  /** Recovery codes, which come with the user's first factor only. Show them now: they cannot be read again. */
  readonly recoveryCodes?: Maybe<ReadonlyArray<Scalars['String']['output']>>;
  /** The secret in Base32, for users who type it in. */
  readonly secret: Scalars['String']['output'];
};

/** The transport of a session between the client and the gateway. */
export type Transport =
  /** The session is in a cookie that no script can read. */
  | 'COOKIE'
  /** The session's tokens go to the client. */
  | 'TOKENS';

/**
 * An account with this e-mail address or username exists. After `signup`, which answers this only where the tenant discloses it, offer
 * the sign-in form. After `inviteUser`, give the account its roles instead.
 */
export type UserExists = Problem & {
  readonly __typename?: 'UserExists';
  /** `USER_EXISTS`. */
  readonly code: ProblemCode;
  /** Safe to show. */
  readonly message: Scalars['String']['output'];
};

/** The verification mail is on its way. */
export type VerificationEmailSent = {
  readonly __typename?: 'VerificationEmailSent';
  /** English, and safe to show to the user. */
  readonly message: Scalars['String']['output'];
};

/** The identity provider asks for a challenge (bot detection) that the gateway cannot show. Let the user try again later. */
export type VerificationRequired = Problem & {
  readonly __typename?: 'VerificationRequired';
  /** `VERIFICATION_REQUIRED`. */
  readonly code: ProblemCode;
  /** Safe to show. */
  readonly message: Scalars['String']['output'];
};

/** The proof of a second factor. Send either `code` or `recoveryCode`; for a `PUSH` factor send neither. */
export type VerifyMfaInput = {
  /** The digits, usually six, from the authenticator app, the SMS, the call or the e-mail. Spaces between them are ignored. */
  readonly code?: InputMaybe<Scalars['String']['input']>;
  /** The latest `mfaToken` of this sign-in, enrollment or reauthentication. */
  readonly mfaToken: Scalars['String']['input'];
  /** A recovery code. Spaces in it are ignored. */
  readonly recoveryCode?: InputMaybe<Scalars['String']['input']>;
};

/** The possible answers of `verifyMfa`. */
export type VerifyMfaResult = AccountBlocked | ApprovalPending | CodeAlreadyUsed | EmailNotVerified | InvalidCode | InvalidInput | LoginDenied | MfaTokenExpired | Reauthenticated | ServiceUnavailable | Session | TooManyAttempts;

/** The password breaks a rule of the realm's password policy. Show the rules and ask for another password. */
export type WeakPassword = Problem & {
  readonly __typename?: 'WeakPassword';
  /** `WEAK_PASSWORD`. */
  readonly code: ProblemCode;
  /** Safe to show. */
  readonly message: Scalars['String']['output'];
  /** The rules of the policy, met or not. Show those that are not. */
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
  AcceptInvitationResult:
    | ( AccountBlocked & { __typename: 'AccountBlocked' } )
    | ( EmailNotVerified & { __typename: 'EmailNotVerified' } )
    | ( FactorNotSupported & { __typename: 'FactorNotSupported' } )
    | ( InvalidCredentials & { __typename: 'InvalidCredentials' } )
    | ( InvalidInput & { __typename: 'InvalidInput' } )
    | ( InvitationEnded & { __typename: 'InvitationEnded' } )
    | ( LoginDenied & { __typename: 'LoginDenied' } )
    | ( MfaEnrollmentRequired & { __typename: 'MfaEnrollmentRequired' } )
    | ( MfaRequired & { __typename: 'MfaRequired' } )
    | ( PasswordLeaked & { __typename: 'PasswordLeaked' } )
    | ( ServiceUnavailable & { __typename: 'ServiceUnavailable' } )
    | ( Omit<Session, 'user'> & { user: _RefType['Profile'] } & { __typename: 'Session' } )
    | ( TooManyAttempts & { __typename: 'TooManyAttempts' } )
    | ( VerificationRequired & { __typename: 'VerificationRequired' } )
    | ( WeakPassword & { __typename: 'WeakPassword' } )
  ;
  ChallengeMfaResult:
    | ( InvalidInput & { __typename: 'InvalidInput' } )
    | ( MfaChallenge & { __typename: 'MfaChallenge' } )
    | ( MfaTokenExpired & { __typename: 'MfaTokenExpired' } )
    | ( ServiceUnavailable & { __typename: 'ServiceUnavailable' } )
    | ( TooManyAttempts & { __typename: 'TooManyAttempts' } )
  ;
  ChangePasswordResult:
    | ( AccountBlocked & { __typename: 'AccountBlocked' } )
    | ( FactorNotSupported & { __typename: 'FactorNotSupported' } )
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
  EndDeviceResult:
    | ( DeviceEnded & { __typename: 'DeviceEnded' } )
    | ( InvalidInput & { __typename: 'InvalidInput' } )
    | ( ReauthenticationRequired & { __typename: 'ReauthenticationRequired' } )
    | ( ServiceUnavailable & { __typename: 'ServiceUnavailable' } )
    | ( TooManyAttempts & { __typename: 'TooManyAttempts' } )
  ;
  EnrollFactorResult:
    | ( AccountBlocked & { __typename: 'AccountBlocked' } )
    | ( AlreadyEnrolled & { __typename: 'AlreadyEnrolled' } )
    | ( CodeSent & { __typename: 'CodeSent' } )
    | ( FactorNotOffered & { __typename: 'FactorNotOffered' } )
    | ( InvalidInput & { __typename: 'InvalidInput' } )
    | ( MfaTokenExpired & { __typename: 'MfaTokenExpired' } )
    | ( ServiceUnavailable & { __typename: 'ServiceUnavailable' } )
    | ( TooManyAttempts & { __typename: 'TooManyAttempts' } )
    | ( TotpEnrollment & { __typename: 'TotpEnrollment' } )
  ;
  InvitationResult:
    | ( InvalidInput & { __typename: 'InvalidInput' } )
    | ( InvitationEnded & { __typename: 'InvitationEnded' } )
    | ( InvitationPreview & { __typename: 'InvitationPreview' } )
    | ( ServiceUnavailable & { __typename: 'ServiceUnavailable' } )
    | ( TooManyAttempts & { __typename: 'TooManyAttempts' } )
  ;
  InviteUserResult:
    | ( Omit<AlreadyInvited, 'invitation'> & { invitation: _RefType['Invitation'] } & { __typename: 'AlreadyInvited' } )
    | ( InvalidInput & { __typename: 'InvalidInput' } )
    | ( Omit<InvitationSent, 'invitation'> & { invitation: _RefType['Invitation'] } & { __typename: 'InvitationSent' } )
    | ( NotAllowed & { __typename: 'NotAllowed' } )
    | ( ServiceUnavailable & { __typename: 'ServiceUnavailable' } )
    | ( TooManyAttempts & { __typename: 'TooManyAttempts' } )
    | ( UserExists & { __typename: 'UserExists' } )
  ;
  LoginResult:
    | ( AccountBlocked & { __typename: 'AccountBlocked' } )
    | ( EmailNotVerified & { __typename: 'EmailNotVerified' } )
    | ( FactorNotSupported & { __typename: 'FactorNotSupported' } )
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
    | ( ReauthenticationRequired & { __typename: 'ReauthenticationRequired' } )
    | ( ServiceUnavailable & { __typename: 'ServiceUnavailable' } )
    | ( TooManyAttempts & { __typename: 'TooManyAttempts' } )
  ;
  ReauthenticateResult:
    | ( AccountBlocked & { __typename: 'AccountBlocked' } )
    | ( FactorNotSupported & { __typename: 'FactorNotSupported' } )
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
    | ( FactorNotSupported & { __typename: 'FactorNotSupported' } )
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
    | ( AccountBlocked & { __typename: 'AccountBlocked' } )
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
  ResendInvitationResult:
    | ( InvalidInput & { __typename: 'InvalidInput' } )
    | ( InvitationEnded & { __typename: 'InvitationEnded' } )
    | ( Omit<InvitationSent, 'invitation'> & { invitation: _RefType['Invitation'] } & { __typename: 'InvitationSent' } )
    | ( NotAllowed & { __typename: 'NotAllowed' } )
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
  RevokeInvitationResult:
    | ( InvalidInput & { __typename: 'InvalidInput' } )
    | ( InvitationEnded & { __typename: 'InvitationEnded' } )
    | ( Omit<InvitationRevoked, 'invitation'> & { invitation: _RefType['Invitation'] } & { __typename: 'InvitationRevoked' } )
    | ( NotAllowed & { __typename: 'NotAllowed' } )
    | ( ServiceUnavailable & { __typename: 'ServiceUnavailable' } )
    | ( TooManyAttempts & { __typename: 'TooManyAttempts' } )
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
    | ( Omit<AlreadyInvited, 'invitation'> & { invitation: _RefType['Invitation'] } )
    | ( ApprovalPending )
    | ( CodeAlreadyUsed )
    | ( EmailAlreadyVerified )
    | ( EmailNotVerified )
    | ( FactorNotOffered )
    | ( FactorNotSupported )
    | ( InvalidCode )
    | ( InvalidCredentials )
    | ( InvalidInput )
    | ( InvalidRefreshToken )
    | ( InvitationEnded )
    | ( LoginDenied )
    | ( MfaEnrollmentRequired )
    | ( MfaRequired )
    | ( MfaTokenExpired )
    | ( NotAllowed )
    | ( PasswordLeaked )
    | ( ReauthenticationRequired )
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
  AcceptInvitationInput: AcceptInvitationInput;
  AcceptInvitationResult: ResolverTypeWrapper<ResolversUnionTypes<ResolversTypes>['AcceptInvitationResult']>;
  AccountBlocked: ResolverTypeWrapper<AccountBlocked>;
  AlreadyEnrolled: ResolverTypeWrapper<AlreadyEnrolled>;
  AlreadyInvited: ResolverTypeWrapper<Omit<AlreadyInvited, 'invitation'> & { invitation: ResolversTypes['Invitation'] }>;
  ApprovalPending: ResolverTypeWrapper<ApprovalPending>;
  AuditEvent: ResolverTypeWrapper<SavedEvent>;
  AuditEventConnection: ResolverTypeWrapper<Omit<AuditEventConnection, 'edges'> & { edges: ReadonlyArray<ResolversTypes['AuditEventEdge']> }>;
  AuditEventEdge: ResolverTypeWrapper<Omit<AuditEventEdge, 'node'> & { node: ResolversTypes['AuditEvent'] }>;
  AuditFilter: AuditFilter;
  AuditedValue: ResolverTypeWrapper<AuditedValue>;
  Boolean: ResolverTypeWrapper<Scalars['Boolean']['output']>;
  Capabilities: ResolverTypeWrapper<Capabilities>;
  ChallengeMfaInput: ChallengeMfaInput;
  ChallengeMfaResult: ResolverTypeWrapper<ResolversUnionTypes<ResolversTypes>['ChallengeMfaResult']>;
  ChangePasswordInput: ChangePasswordInput;
  ChangePasswordResult: ResolverTypeWrapper<ResolversUnionTypes<ResolversTypes>['ChangePasswordResult']>;
  CodeAlreadyUsed: ResolverTypeWrapper<CodeAlreadyUsed>;
  CodeSent: ResolverTypeWrapper<CodeSent>;
  Device: ResolverTypeWrapper<Device>;
  DeviceEnded: ResolverTypeWrapper<DeviceEnded>;
  EmailAlreadyVerified: ResolverTypeWrapper<EmailAlreadyVerified>;
  EmailNotVerified: ResolverTypeWrapper<EmailNotVerified>;
  EndDeviceInput: EndDeviceInput;
  EndDeviceResult: ResolverTypeWrapper<ResolversUnionTypes<ResolversTypes>['EndDeviceResult']>;
  EnrollFactorInput: EnrollFactorInput;
  EnrollFactorResult: ResolverTypeWrapper<ResolversUnionTypes<ResolversTypes>['EnrollFactorResult']>;
  EscalationRule: EscalationRule;
  Factor: ResolverTypeWrapper<Factor>;
  FactorNotOffered: ResolverTypeWrapper<FactorNotOffered>;
  FactorNotSupported: ResolverTypeWrapper<FactorNotSupported>;
  FactorRemoved: ResolverTypeWrapper<FactorRemoved>;
  FactorType: FactorType;
  FieldAccess: ResolverTypeWrapper<ExplainedField>;
  FieldKind: FieldKind;
  ID: ResolverTypeWrapper<Scalars['ID']['output']>;
  IdentifierType: IdentifierType;
  Int: ResolverTypeWrapper<Scalars['Int']['output']>;
  InvalidCode: ResolverTypeWrapper<InvalidCode>;
  InvalidCredentials: ResolverTypeWrapper<InvalidCredentials>;
  InvalidInput: ResolverTypeWrapper<InvalidInput>;
  InvalidRefreshToken: ResolverTypeWrapper<InvalidRefreshToken>;
  Invitation: ResolverTypeWrapper<InvitationModel>;
  InvitationConnection: ResolverTypeWrapper<Omit<InvitationConnection, 'edges'> & { edges: ReadonlyArray<ResolversTypes['InvitationEdge']> }>;
  InvitationEdge: ResolverTypeWrapper<Omit<InvitationEdge, 'node'> & { node: ResolversTypes['Invitation'] }>;
  InvitationEnd: InvitationEnd;
  InvitationEnded: ResolverTypeWrapper<InvitationEnded>;
  InvitationPreview: ResolverTypeWrapper<InvitationPreview>;
  InvitationResult: ResolverTypeWrapper<ResolversUnionTypes<ResolversTypes>['InvitationResult']>;
  InvitationRevoked: ResolverTypeWrapper<Omit<InvitationRevoked, 'invitation'> & { invitation: ResolversTypes['Invitation'] }>;
  InvitationSent: ResolverTypeWrapper<Omit<InvitationSent, 'invitation'> & { invitation: ResolversTypes['Invitation'] }>;
  InvitationState: InvitationState;
  InviteUserInput: InviteUserInput;
  InviteUserResult: ResolverTypeWrapper<ResolversUnionTypes<ResolversTypes>['InviteUserResult']>;
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
  NotAllowed: ResolverTypeWrapper<NotAllowed>;
  PageInfo: ResolverTypeWrapper<PageInfo>;
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
  ReauthenticationRequired: ResolverTypeWrapper<ReauthenticationRequired>;
  RefreshInput: RefreshInput;
  RefreshResult: ResolverTypeWrapper<ResolversUnionTypes<ResolversTypes>['RefreshResult']>;
  RemoveFactorInput: RemoveFactorInput;
  RemoveFactorResult: ResolverTypeWrapper<ResolversUnionTypes<ResolversTypes>['RemoveFactorResult']>;
  RequestPasswordResetInput: RequestPasswordResetInput;
  RequestPasswordResetResult: ResolverTypeWrapper<ResolversUnionTypes<ResolversTypes>['RequestPasswordResetResult']>;
  ResendInvitationInput: ResendInvitationInput;
  ResendInvitationResult: ResolverTypeWrapper<ResolversUnionTypes<ResolversTypes>['ResendInvitationResult']>;
  ResendVerificationEmailInput: ResendVerificationEmailInput;
  ResendVerificationEmailResult: ResolverTypeWrapper<ResolversUnionTypes<ResolversTypes>['ResendVerificationEmailResult']>;
  RevokeInvitationInput: RevokeInvitationInput;
  RevokeInvitationResult: ResolverTypeWrapper<ResolversUnionTypes<ResolversTypes>['RevokeInvitationResult']>;
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
  Transport: Transport;
  UserExists: ResolverTypeWrapper<UserExists>;
  UserMetadata: ResolverTypeWrapper<Scalars['UserMetadata']['output']>;
  VerificationEmailSent: ResolverTypeWrapper<VerificationEmailSent>;
  VerificationRequired: ResolverTypeWrapper<VerificationRequired>;
  VerifyMfaInput: VerifyMfaInput;
  VerifyMfaResult: ResolverTypeWrapper<ResolversUnionTypes<ResolversTypes>['VerifyMfaResult']>;
  WeakPassword: ResolverTypeWrapper<WeakPassword>;
};

/** Mapping between all available schema types and the resolvers parents */
export type ResolversParentTypes = {
  AcceptInvitationInput: AcceptInvitationInput;
  AcceptInvitationResult: ResolversUnionTypes<ResolversParentTypes>['AcceptInvitationResult'];
  AccountBlocked: AccountBlocked;
  AlreadyEnrolled: AlreadyEnrolled;
  AlreadyInvited: Omit<AlreadyInvited, 'invitation'> & { invitation: ResolversParentTypes['Invitation'] };
  ApprovalPending: ApprovalPending;
  AuditEvent: SavedEvent;
  AuditEventConnection: Omit<AuditEventConnection, 'edges'> & { edges: ReadonlyArray<ResolversParentTypes['AuditEventEdge']> };
  AuditEventEdge: Omit<AuditEventEdge, 'node'> & { node: ResolversParentTypes['AuditEvent'] };
  AuditFilter: AuditFilter;
  AuditedValue: AuditedValue;
  Boolean: Scalars['Boolean']['output'];
  Capabilities: Capabilities;
  ChallengeMfaInput: ChallengeMfaInput;
  ChallengeMfaResult: ResolversUnionTypes<ResolversParentTypes>['ChallengeMfaResult'];
  ChangePasswordInput: ChangePasswordInput;
  ChangePasswordResult: ResolversUnionTypes<ResolversParentTypes>['ChangePasswordResult'];
  CodeAlreadyUsed: CodeAlreadyUsed;
  CodeSent: CodeSent;
  Device: Device;
  DeviceEnded: DeviceEnded;
  EmailAlreadyVerified: EmailAlreadyVerified;
  EmailNotVerified: EmailNotVerified;
  EndDeviceInput: EndDeviceInput;
  EndDeviceResult: ResolversUnionTypes<ResolversParentTypes>['EndDeviceResult'];
  EnrollFactorInput: EnrollFactorInput;
  EnrollFactorResult: ResolversUnionTypes<ResolversParentTypes>['EnrollFactorResult'];
  Factor: Factor;
  FactorNotOffered: FactorNotOffered;
  FactorNotSupported: FactorNotSupported;
  FactorRemoved: FactorRemoved;
  FieldAccess: ExplainedField;
  ID: Scalars['ID']['output'];
  Int: Scalars['Int']['output'];
  InvalidCode: InvalidCode;
  InvalidCredentials: InvalidCredentials;
  InvalidInput: InvalidInput;
  InvalidRefreshToken: InvalidRefreshToken;
  Invitation: InvitationModel;
  InvitationConnection: Omit<InvitationConnection, 'edges'> & { edges: ReadonlyArray<ResolversParentTypes['InvitationEdge']> };
  InvitationEdge: Omit<InvitationEdge, 'node'> & { node: ResolversParentTypes['Invitation'] };
  InvitationEnded: InvitationEnded;
  InvitationPreview: InvitationPreview;
  InvitationResult: ResolversUnionTypes<ResolversParentTypes>['InvitationResult'];
  InvitationRevoked: Omit<InvitationRevoked, 'invitation'> & { invitation: ResolversParentTypes['Invitation'] };
  InvitationSent: Omit<InvitationSent, 'invitation'> & { invitation: ResolversParentTypes['Invitation'] };
  InviteUserInput: InviteUserInput;
  InviteUserResult: ResolversUnionTypes<ResolversParentTypes>['InviteUserResult'];
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
  NotAllowed: NotAllowed;
  PageInfo: PageInfo;
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
  ReauthenticationRequired: ReauthenticationRequired;
  RefreshInput: RefreshInput;
  RefreshResult: ResolversUnionTypes<ResolversParentTypes>['RefreshResult'];
  RemoveFactorInput: RemoveFactorInput;
  RemoveFactorResult: ResolversUnionTypes<ResolversParentTypes>['RemoveFactorResult'];
  RequestPasswordResetInput: RequestPasswordResetInput;
  RequestPasswordResetResult: ResolversUnionTypes<ResolversParentTypes>['RequestPasswordResetResult'];
  ResendInvitationInput: ResendInvitationInput;
  ResendInvitationResult: ResolversUnionTypes<ResolversParentTypes>['ResendInvitationResult'];
  ResendVerificationEmailInput: ResendVerificationEmailInput;
  ResendVerificationEmailResult: ResolversUnionTypes<ResolversParentTypes>['ResendVerificationEmailResult'];
  RevokeInvitationInput: RevokeInvitationInput;
  RevokeInvitationResult: ResolversUnionTypes<ResolversParentTypes>['RevokeInvitationResult'];
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
  UserMetadata: Scalars['UserMetadata']['output'];
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

export type AcceptInvitationResultResolvers<ContextType = GatewayContext, ParentType extends ResolversParentTypes['AcceptInvitationResult'] = ResolversParentTypes['AcceptInvitationResult']> = {
  __resolveType: TypeResolveFn<'AccountBlocked' | 'EmailNotVerified' | 'FactorNotSupported' | 'InvalidCredentials' | 'InvalidInput' | 'InvitationEnded' | 'LoginDenied' | 'MfaEnrollmentRequired' | 'MfaRequired' | 'PasswordLeaked' | 'ServiceUnavailable' | 'Session' | 'TooManyAttempts' | 'VerificationRequired' | 'WeakPassword', ParentType, ContextType>;
};

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

export type AlreadyInvitedResolvers<ContextType = GatewayContext, ParentType extends ResolversParentTypes['AlreadyInvited'] = ResolversParentTypes['AlreadyInvited']> = {
  code?: Resolver<ResolversTypes['ProblemCode'], ParentType, ContextType>;
  invitation?: Resolver<ResolversTypes['Invitation'], ParentType, ContextType>;
  message?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  __isTypeOf?: IsTypeOfResolverFn<ParentType, ContextType>;
};

export type ApprovalPendingResolvers<ContextType = GatewayContext, ParentType extends ResolversParentTypes['ApprovalPending'] = ResolversParentTypes['ApprovalPending']> = {
  code?: Resolver<ResolversTypes['ProblemCode'], ParentType, ContextType>;
  message?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  retryAfter?: Resolver<Maybe<ResolversTypes['Int']>, ParentType, ContextType>;
  __isTypeOf?: IsTypeOfResolverFn<ParentType, ContextType>;
};

export type AuditEventResolvers<ContextType = GatewayContext, ParentType extends ResolversParentTypes['AuditEvent'] = ResolversParentTypes['AuditEvent']> = {
  actor?: Resolver<Maybe<ResolversTypes['ID']>, ParentType, ContextType>;
  address?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  after?: Resolver<Maybe<ReadonlyArray<ResolversTypes['AuditedValue']>>, ParentType, ContextType>;
  before?: Resolver<Maybe<ReadonlyArray<ResolversTypes['AuditedValue']>>, ParentType, ContextType>;
  client?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  id?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  operation?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  outcome?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  reason?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  requestId?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  subject?: Resolver<Maybe<ResolversTypes['ID']>, ParentType, ContextType>;
  subjectDigest?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  time?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
};

export type AuditEventConnectionResolvers<ContextType = GatewayContext, ParentType extends ResolversParentTypes['AuditEventConnection'] = ResolversParentTypes['AuditEventConnection']> = {
  edges?: Resolver<ReadonlyArray<ResolversTypes['AuditEventEdge']>, ParentType, ContextType>;
  pageInfo?: Resolver<ResolversTypes['PageInfo'], ParentType, ContextType>;
};

export type AuditEventEdgeResolvers<ContextType = GatewayContext, ParentType extends ResolversParentTypes['AuditEventEdge'] = ResolversParentTypes['AuditEventEdge']> = {
  cursor?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  node?: Resolver<ResolversTypes['AuditEvent'], ParentType, ContextType>;
};

export type AuditedValueResolvers<ContextType = GatewayContext, ParentType extends ResolversParentTypes['AuditedValue'] = ResolversParentTypes['AuditedValue']> = {
  name?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  values?: Resolver<ReadonlyArray<ResolversTypes['String']>, ParentType, ContextType>;
};

export type CapabilitiesResolvers<ContextType = GatewayContext, ParentType extends ResolversParentTypes['Capabilities'] = ResolversParentTypes['Capabilities']> = {
  realms?: Resolver<ReadonlyArray<ResolversTypes['Realm']>, ParentType, ContextType>;
  secondFactors?: Resolver<Maybe<ReadonlyArray<ResolversTypes['FactorType']>>, ParentType, ContextType>;
};

export type ChallengeMfaResultResolvers<ContextType = GatewayContext, ParentType extends ResolversParentTypes['ChallengeMfaResult'] = ResolversParentTypes['ChallengeMfaResult']> = {
  __resolveType: TypeResolveFn<'InvalidInput' | 'MfaChallenge' | 'MfaTokenExpired' | 'ServiceUnavailable' | 'TooManyAttempts', ParentType, ContextType>;
};

export type ChangePasswordResultResolvers<ContextType = GatewayContext, ParentType extends ResolversParentTypes['ChangePasswordResult'] = ResolversParentTypes['ChangePasswordResult']> = {
  __resolveType: TypeResolveFn<'AccountBlocked' | 'FactorNotSupported' | 'InvalidCredentials' | 'InvalidInput' | 'LoginDenied' | 'MfaEnrollmentRequired' | 'MfaRequired' | 'MfaTokenExpired' | 'PasswordChanged' | 'PasswordLeaked' | 'ServiceUnavailable' | 'Session' | 'TooManyAttempts' | 'VerificationRequired' | 'WeakPassword', ParentType, ContextType>;
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

export type DeviceResolvers<ContextType = GatewayContext, ParentType extends ResolversParentTypes['Device'] = ResolversParentTypes['Device']> = {
  address?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  client?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  createdAt?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  current?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
  id?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  lastUsedAt?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  transport?: Resolver<ResolversTypes['Transport'], ParentType, ContextType>;
};

export type DeviceEndedResolvers<ContextType = GatewayContext, ParentType extends ResolversParentTypes['DeviceEnded'] = ResolversParentTypes['DeviceEnded']> = {
  devices?: Resolver<Maybe<ReadonlyArray<ResolversTypes['Device']>>, ParentType, ContextType>;
  everywhere?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
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

export type EndDeviceResultResolvers<ContextType = GatewayContext, ParentType extends ResolversParentTypes['EndDeviceResult'] = ResolversParentTypes['EndDeviceResult']> = {
  __resolveType: TypeResolveFn<'DeviceEnded' | 'InvalidInput' | 'ReauthenticationRequired' | 'ServiceUnavailable' | 'TooManyAttempts', ParentType, ContextType>;
};

export type EnrollFactorResultResolvers<ContextType = GatewayContext, ParentType extends ResolversParentTypes['EnrollFactorResult'] = ResolversParentTypes['EnrollFactorResult']> = {
  __resolveType: TypeResolveFn<'AccountBlocked' | 'AlreadyEnrolled' | 'CodeSent' | 'FactorNotOffered' | 'InvalidInput' | 'MfaTokenExpired' | 'ServiceUnavailable' | 'TooManyAttempts' | 'TotpEnrollment', ParentType, ContextType>;
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

export type FactorNotSupportedResolvers<ContextType = GatewayContext, ParentType extends ResolversParentTypes['FactorNotSupported'] = ResolversParentTypes['FactorNotSupported']> = {
  code?: Resolver<ResolversTypes['ProblemCode'], ParentType, ContextType>;
  message?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  __isTypeOf?: IsTypeOfResolverFn<ParentType, ContextType>;
};

export type FactorRemovedResolvers<ContextType = GatewayContext, ParentType extends ResolversParentTypes['FactorRemoved'] = ResolversParentTypes['FactorRemoved']> = {
  factors?: Resolver<Maybe<ReadonlyArray<ResolversTypes['Factor']>>, ParentType, ContextType>;
  otherDevices?: Resolver<Maybe<ResolversTypes['Int']>, ParentType, ContextType>;
  __isTypeOf?: IsTypeOfResolverFn<ParentType, ContextType>;
};

export type FieldAccessResolvers<ContextType = GatewayContext, ParentType extends ResolversParentTypes['FieldAccess'] = ResolversParentTypes['FieldAccess']> = {
  allowed?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
  description?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  kind?: Resolver<ResolversTypes['FieldKind'], ParentType, ContextType>;
  missingPermissions?: Resolver<ReadonlyArray<ReadonlyArray<ResolversTypes['String']>>, ParentType, ContextType>;
  missingRoles?: Resolver<ReadonlyArray<ReadonlyArray<ResolversTypes['String']>>, ParentType, ContextType>;
  missingScopes?: Resolver<ReadonlyArray<ReadonlyArray<ResolversTypes['String']>>, ParentType, ContextType>;
  name?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  reason?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  rule?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
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

export type InvitationResolvers<ContextType = GatewayContext, ParentType extends ResolversParentTypes['Invitation'] = ResolversParentTypes['Invitation']> = {
  email?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  expiresAt?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  id?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  invitedAt?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  invitedBy?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  name?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  note?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  realm?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  roles?: Resolver<Maybe<ReadonlyArray<ResolversTypes['String']>>, ParentType, ContextType>;
  state?: Resolver<ResolversTypes['InvitationState'], ParentType, ContextType>;
};

export type InvitationConnectionResolvers<ContextType = GatewayContext, ParentType extends ResolversParentTypes['InvitationConnection'] = ResolversParentTypes['InvitationConnection']> = {
  edges?: Resolver<ReadonlyArray<ResolversTypes['InvitationEdge']>, ParentType, ContextType>;
  isCutOff?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
  pageInfo?: Resolver<ResolversTypes['PageInfo'], ParentType, ContextType>;
  totalCount?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
};

export type InvitationEdgeResolvers<ContextType = GatewayContext, ParentType extends ResolversParentTypes['InvitationEdge'] = ResolversParentTypes['InvitationEdge']> = {
  cursor?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  node?: Resolver<ResolversTypes['Invitation'], ParentType, ContextType>;
};

export type InvitationEndedResolvers<ContextType = GatewayContext, ParentType extends ResolversParentTypes['InvitationEnded'] = ResolversParentTypes['InvitationEnded']> = {
  code?: Resolver<ResolversTypes['ProblemCode'], ParentType, ContextType>;
  ended?: Resolver<ResolversTypes['InvitationEnd'], ParentType, ContextType>;
  message?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  __isTypeOf?: IsTypeOfResolverFn<ParentType, ContextType>;
};

export type InvitationPreviewResolvers<ContextType = GatewayContext, ParentType extends ResolversParentTypes['InvitationPreview'] = ResolversParentTypes['InvitationPreview']> = {
  email?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  expiresAt?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  invitedBy?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  __isTypeOf?: IsTypeOfResolverFn<ParentType, ContextType>;
};

export type InvitationResultResolvers<ContextType = GatewayContext, ParentType extends ResolversParentTypes['InvitationResult'] = ResolversParentTypes['InvitationResult']> = {
  __resolveType: TypeResolveFn<'InvalidInput' | 'InvitationEnded' | 'InvitationPreview' | 'ServiceUnavailable' | 'TooManyAttempts', ParentType, ContextType>;
};

export type InvitationRevokedResolvers<ContextType = GatewayContext, ParentType extends ResolversParentTypes['InvitationRevoked'] = ResolversParentTypes['InvitationRevoked']> = {
  invitation?: Resolver<ResolversTypes['Invitation'], ParentType, ContextType>;
  __isTypeOf?: IsTypeOfResolverFn<ParentType, ContextType>;
};

export type InvitationSentResolvers<ContextType = GatewayContext, ParentType extends ResolversParentTypes['InvitationSent'] = ResolversParentTypes['InvitationSent']> = {
  invitation?: Resolver<ResolversTypes['Invitation'], ParentType, ContextType>;
  link?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  mailSent?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
  __isTypeOf?: IsTypeOfResolverFn<ParentType, ContextType>;
};

export type InviteUserResultResolvers<ContextType = GatewayContext, ParentType extends ResolversParentTypes['InviteUserResult'] = ResolversParentTypes['InviteUserResult']> = {
  __resolveType: TypeResolveFn<'AlreadyInvited' | 'InvalidInput' | 'InvitationSent' | 'NotAllowed' | 'ServiceUnavailable' | 'TooManyAttempts' | 'UserExists', ParentType, ContextType>;
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
  reason?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  __isTypeOf?: IsTypeOfResolverFn<ParentType, ContextType>;
};

export type LoginResultResolvers<ContextType = GatewayContext, ParentType extends ResolversParentTypes['LoginResult'] = ResolversParentTypes['LoginResult']> = {
  __resolveType: TypeResolveFn<'AccountBlocked' | 'EmailNotVerified' | 'FactorNotSupported' | 'InvalidCredentials' | 'InvalidInput' | 'LoginDenied' | 'MfaEnrollmentRequired' | 'MfaRequired' | 'PasswordLeaked' | 'ServiceUnavailable' | 'Session' | 'TooManyAttempts' | 'VerificationRequired', ParentType, ContextType>;
};

export type LogoutResultResolvers<ContextType = GatewayContext, ParentType extends ResolversParentTypes['LogoutResult'] = ResolversParentTypes['LogoutResult']> = {
  __resolveType: TypeResolveFn<'InvalidInput' | 'LoggedOut' | 'ReauthenticationRequired' | 'ServiceUnavailable' | 'TooManyAttempts', ParentType, ContextType>;
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
  factors?: Resolver<Maybe<ReadonlyArray<ResolversTypes['Factor']>>, ParentType, ContextType>;
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
  acceptInvitation?: Resolver<Maybe<ResolversTypes['AcceptInvitationResult']>, ParentType, ContextType, RequireFields<MutationAcceptInvitationArgs, 'input'>>;
  challengeMfa?: Resolver<Maybe<ResolversTypes['ChallengeMfaResult']>, ParentType, ContextType, RequireFields<MutationChallengeMfaArgs, 'input'>>;
  changePassword?: Resolver<Maybe<ResolversTypes['ChangePasswordResult']>, ParentType, ContextType, RequireFields<MutationChangePasswordArgs, 'input'>>;
  endDevice?: Resolver<Maybe<ResolversTypes['EndDeviceResult']>, ParentType, ContextType, RequireFields<MutationEndDeviceArgs, 'input'>>;
  enrollFactor?: Resolver<Maybe<ResolversTypes['EnrollFactorResult']>, ParentType, ContextType, RequireFields<MutationEnrollFactorArgs, 'input'>>;
  inviteUser?: Resolver<Maybe<ResolversTypes['InviteUserResult']>, ParentType, ContextType, RequireFields<MutationInviteUserArgs, 'input'>>;
  login?: Resolver<Maybe<ResolversTypes['LoginResult']>, ParentType, ContextType, RequireFields<MutationLoginArgs, 'input'>>;
  logout?: Resolver<Maybe<ResolversTypes['LogoutResult']>, ParentType, ContextType, RequireFields<MutationLogoutArgs, 'input'>>;
  reauthenticate?: Resolver<Maybe<ResolversTypes['ReauthenticateResult']>, ParentType, ContextType, RequireFields<MutationReauthenticateArgs, 'input'>>;
  refresh?: Resolver<Maybe<ResolversTypes['RefreshResult']>, ParentType, ContextType, RequireFields<MutationRefreshArgs, 'input'>>;
  removeFactor?: Resolver<Maybe<ResolversTypes['RemoveFactorResult']>, ParentType, ContextType, RequireFields<MutationRemoveFactorArgs, 'input'>>;
  requestPasswordReset?: Resolver<Maybe<ResolversTypes['RequestPasswordResetResult']>, ParentType, ContextType, RequireFields<MutationRequestPasswordResetArgs, 'input'>>;
  resendInvitation?: Resolver<Maybe<ResolversTypes['ResendInvitationResult']>, ParentType, ContextType, RequireFields<MutationResendInvitationArgs, 'input'>>;
  resendVerificationEmail?: Resolver<Maybe<ResolversTypes['ResendVerificationEmailResult']>, ParentType, ContextType, RequireFields<MutationResendVerificationEmailArgs, 'input'>>;
  revokeInvitation?: Resolver<Maybe<ResolversTypes['RevokeInvitationResult']>, ParentType, ContextType, RequireFields<MutationRevokeInvitationArgs, 'input'>>;
  signup?: Resolver<Maybe<ResolversTypes['SignupResult']>, ParentType, ContextType, RequireFields<MutationSignupArgs, 'input'>>;
  verifyMfa?: Resolver<Maybe<ResolversTypes['VerifyMfaResult']>, ParentType, ContextType, RequireFields<MutationVerifyMfaArgs, 'input'>>;
};

export type NotAllowedResolvers<ContextType = GatewayContext, ParentType extends ResolversParentTypes['NotAllowed'] = ResolversParentTypes['NotAllowed']> = {
  code?: Resolver<ResolversTypes['ProblemCode'], ParentType, ContextType>;
  message?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  missingPermissions?: Resolver<ReadonlyArray<ResolversTypes['String']>, ParentType, ContextType>;
  rule?: Resolver<ResolversTypes['EscalationRule'], ParentType, ContextType>;
  __isTypeOf?: IsTypeOfResolverFn<ParentType, ContextType>;
};

export type PageInfoResolvers<ContextType = GatewayContext, ParentType extends ResolversParentTypes['PageInfo'] = ResolversParentTypes['PageInfo']> = {
  endCursor?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  hasNextPage?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
  hasPreviousPage?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
  startCursor?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
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
  __resolveType: TypeResolveFn<'AccountBlocked' | 'AlreadyEnrolled' | 'AlreadyInvited' | 'ApprovalPending' | 'CodeAlreadyUsed' | 'EmailAlreadyVerified' | 'EmailNotVerified' | 'FactorNotOffered' | 'FactorNotSupported' | 'InvalidCode' | 'InvalidCredentials' | 'InvalidInput' | 'InvalidRefreshToken' | 'InvitationEnded' | 'LoginDenied' | 'MfaEnrollmentRequired' | 'MfaRequired' | 'MfaTokenExpired' | 'NotAllowed' | 'PasswordLeaked' | 'ReauthenticationRequired' | 'ServiceUnavailable' | 'SignUpDisabled' | 'SignUpRefused' | 'TooManyAttempts' | 'UserExists' | 'VerificationRequired' | 'WeakPassword', ParentType, ContextType>;
};

export type ProfileResolvers<ContextType = GatewayContext, ParentType extends ResolversParentTypes['Profile'] = ResolversParentTypes['Profile']> = {
  email?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  emailVerified?: Resolver<Maybe<ResolversTypes['Boolean']>, ParentType, ContextType>;
  id?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  name?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  nickname?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  permissions?: Resolver<ReadonlyArray<ResolversTypes['String']>, ParentType, ContextType>;
  picture?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  roles?: Resolver<ReadonlyArray<ResolversTypes['String']>, ParentType, ContextType>;
};

export type QueryResolvers<ContextType = GatewayContext, ParentType extends ResolversParentTypes['Query'] = ResolversParentTypes['Query']> = {
  access?: Resolver<Maybe<ReadonlyArray<ResolversTypes['FieldAccess']>>, ParentType, ContextType>;
  auditEvents?: Resolver<Maybe<ResolversTypes['AuditEventConnection']>, ParentType, ContextType, RequireFields<QueryAuditEventsArgs, 'first'>>;
  capabilities?: Resolver<Maybe<ResolversTypes['Capabilities']>, ParentType, ContextType>;
  devices?: Resolver<Maybe<ReadonlyArray<ResolversTypes['Device']>>, ParentType, ContextType>;
  invitation?: Resolver<Maybe<ResolversTypes['InvitationResult']>, ParentType, ContextType, RequireFields<QueryInvitationArgs, 'token'>>;
  invitations?: Resolver<Maybe<ResolversTypes['InvitationConnection']>, ParentType, ContextType, RequireFields<QueryInvitationsArgs, 'first'>>;
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
  __resolveType: TypeResolveFn<'AccountBlocked' | 'FactorNotSupported' | 'InvalidCredentials' | 'InvalidInput' | 'LoginDenied' | 'MfaEnrollmentRequired' | 'MfaRequired' | 'PasswordLeaked' | 'Reauthenticated' | 'ServiceUnavailable' | 'TooManyAttempts' | 'VerificationRequired', ParentType, ContextType>;
};

export type ReauthenticatedResolvers<ContextType = GatewayContext, ParentType extends ResolversParentTypes['Reauthenticated'] = ResolversParentTypes['Reauthenticated']> = {
  expiresIn?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  factors?: Resolver<Maybe<ReadonlyArray<ResolversTypes['Factor']>>, ParentType, ContextType>;
  mfaToken?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  otherDevices?: Resolver<Maybe<ResolversTypes['Int']>, ParentType, ContextType>;
  recoveryCode?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  __isTypeOf?: IsTypeOfResolverFn<ParentType, ContextType>;
};

export type ReauthenticationRequiredResolvers<ContextType = GatewayContext, ParentType extends ResolversParentTypes['ReauthenticationRequired'] = ResolversParentTypes['ReauthenticationRequired']> = {
  code?: Resolver<ResolversTypes['ProblemCode'], ParentType, ContextType>;
  message?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  __isTypeOf?: IsTypeOfResolverFn<ParentType, ContextType>;
};

export type RefreshResultResolvers<ContextType = GatewayContext, ParentType extends ResolversParentTypes['RefreshResult'] = ResolversParentTypes['RefreshResult']> = {
  __resolveType: TypeResolveFn<'AccountBlocked' | 'EmailNotVerified' | 'FactorNotSupported' | 'InvalidInput' | 'InvalidRefreshToken' | 'LoginDenied' | 'MfaEnrollmentRequired' | 'MfaRequired' | 'ServiceUnavailable' | 'Session' | 'TooManyAttempts', ParentType, ContextType>;
};

export type RemoveFactorResultResolvers<ContextType = GatewayContext, ParentType extends ResolversParentTypes['RemoveFactorResult'] = ResolversParentTypes['RemoveFactorResult']> = {
  __resolveType: TypeResolveFn<'AccountBlocked' | 'FactorRemoved' | 'InvalidInput' | 'MfaTokenExpired' | 'ServiceUnavailable' | 'TooManyAttempts', ParentType, ContextType>;
};

export type RequestPasswordResetResultResolvers<ContextType = GatewayContext, ParentType extends ResolversParentTypes['RequestPasswordResetResult'] = ResolversParentTypes['RequestPasswordResetResult']> = {
  __resolveType: TypeResolveFn<'InvalidInput' | 'PasswordResetRequested' | 'ServiceUnavailable' | 'TooManyAttempts', ParentType, ContextType>;
};

export type ResendInvitationResultResolvers<ContextType = GatewayContext, ParentType extends ResolversParentTypes['ResendInvitationResult'] = ResolversParentTypes['ResendInvitationResult']> = {
  __resolveType: TypeResolveFn<'InvalidInput' | 'InvitationEnded' | 'InvitationSent' | 'NotAllowed' | 'ServiceUnavailable' | 'TooManyAttempts', ParentType, ContextType>;
};

export type ResendVerificationEmailResultResolvers<ContextType = GatewayContext, ParentType extends ResolversParentTypes['ResendVerificationEmailResult'] = ResolversParentTypes['ResendVerificationEmailResult']> = {
  __resolveType: TypeResolveFn<'EmailAlreadyVerified' | 'InvalidInput' | 'ServiceUnavailable' | 'TooManyAttempts' | 'VerificationEmailSent', ParentType, ContextType>;
};

export type RevokeInvitationResultResolvers<ContextType = GatewayContext, ParentType extends ResolversParentTypes['RevokeInvitationResult'] = ResolversParentTypes['RevokeInvitationResult']> = {
  __resolveType: TypeResolveFn<'InvalidInput' | 'InvitationEnded' | 'InvitationRevoked' | 'NotAllowed' | 'ServiceUnavailable' | 'TooManyAttempts', ParentType, ContextType>;
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
  transport?: Resolver<ResolversTypes['Transport'], ParentType, ContextType>;
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

export interface UserMetadataScalarConfig extends GraphQLScalarTypeConfig<ResolversTypes['UserMetadata'], any> {
  name: 'UserMetadata';
}

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
  AcceptInvitationResult?: AcceptInvitationResultResolvers<ContextType>;
  AccountBlocked?: AccountBlockedResolvers<ContextType>;
  AlreadyEnrolled?: AlreadyEnrolledResolvers<ContextType>;
  AlreadyInvited?: AlreadyInvitedResolvers<ContextType>;
  ApprovalPending?: ApprovalPendingResolvers<ContextType>;
  AuditEvent?: AuditEventResolvers<ContextType>;
  AuditEventConnection?: AuditEventConnectionResolvers<ContextType>;
  AuditEventEdge?: AuditEventEdgeResolvers<ContextType>;
  AuditedValue?: AuditedValueResolvers<ContextType>;
  Capabilities?: CapabilitiesResolvers<ContextType>;
  ChallengeMfaResult?: ChallengeMfaResultResolvers<ContextType>;
  ChangePasswordResult?: ChangePasswordResultResolvers<ContextType>;
  CodeAlreadyUsed?: CodeAlreadyUsedResolvers<ContextType>;
  CodeSent?: CodeSentResolvers<ContextType>;
  Device?: DeviceResolvers<ContextType>;
  DeviceEnded?: DeviceEndedResolvers<ContextType>;
  EmailAlreadyVerified?: EmailAlreadyVerifiedResolvers<ContextType>;
  EmailNotVerified?: EmailNotVerifiedResolvers<ContextType>;
  EndDeviceResult?: EndDeviceResultResolvers<ContextType>;
  EnrollFactorResult?: EnrollFactorResultResolvers<ContextType>;
  Factor?: FactorResolvers<ContextType>;
  FactorNotOffered?: FactorNotOfferedResolvers<ContextType>;
  FactorNotSupported?: FactorNotSupportedResolvers<ContextType>;
  FactorRemoved?: FactorRemovedResolvers<ContextType>;
  FieldAccess?: FieldAccessResolvers<ContextType>;
  InvalidCode?: InvalidCodeResolvers<ContextType>;
  InvalidCredentials?: InvalidCredentialsResolvers<ContextType>;
  InvalidInput?: InvalidInputResolvers<ContextType>;
  InvalidRefreshToken?: InvalidRefreshTokenResolvers<ContextType>;
  Invitation?: InvitationResolvers<ContextType>;
  InvitationConnection?: InvitationConnectionResolvers<ContextType>;
  InvitationEdge?: InvitationEdgeResolvers<ContextType>;
  InvitationEnded?: InvitationEndedResolvers<ContextType>;
  InvitationPreview?: InvitationPreviewResolvers<ContextType>;
  InvitationResult?: InvitationResultResolvers<ContextType>;
  InvitationRevoked?: InvitationRevokedResolvers<ContextType>;
  InvitationSent?: InvitationSentResolvers<ContextType>;
  InviteUserResult?: InviteUserResultResolvers<ContextType>;
  LoggedOut?: LoggedOutResolvers<ContextType>;
  LoginDenied?: LoginDeniedResolvers<ContextType>;
  LoginResult?: LoginResultResolvers<ContextType>;
  LogoutResult?: LogoutResultResolvers<ContextType>;
  MfaChallenge?: MfaChallengeResolvers<ContextType>;
  MfaEnrollmentRequired?: MfaEnrollmentRequiredResolvers<ContextType>;
  MfaRequired?: MfaRequiredResolvers<ContextType>;
  MfaTokenExpired?: MfaTokenExpiredResolvers<ContextType>;
  Mutation?: MutationResolvers<ContextType>;
  NotAllowed?: NotAllowedResolvers<ContextType>;
  PageInfo?: PageInfoResolvers<ContextType>;
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
  ReauthenticationRequired?: ReauthenticationRequiredResolvers<ContextType>;
  RefreshResult?: RefreshResultResolvers<ContextType>;
  RemoveFactorResult?: RemoveFactorResultResolvers<ContextType>;
  RequestPasswordResetResult?: RequestPasswordResetResultResolvers<ContextType>;
  ResendInvitationResult?: ResendInvitationResultResolvers<ContextType>;
  ResendVerificationEmailResult?: ResendVerificationEmailResultResolvers<ContextType>;
  RevokeInvitationResult?: RevokeInvitationResultResolvers<ContextType>;
  ServiceUnavailable?: ServiceUnavailableResolvers<ContextType>;
  Session?: SessionResolvers<ContextType>;
  SignUpDisabled?: SignUpDisabledResolvers<ContextType>;
  SignUpRefused?: SignUpRefusedResolvers<ContextType>;
  SignedUp?: SignedUpResolvers<ContextType>;
  SignupResult?: SignupResultResolvers<ContextType>;
  TooManyAttempts?: TooManyAttemptsResolvers<ContextType>;
  TotpEnrollment?: TotpEnrollmentResolvers<ContextType>;
  UserExists?: UserExistsResolvers<ContextType>;
  UserMetadata?: GraphQLScalarType;
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
