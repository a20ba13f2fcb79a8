/** Internal type. DO NOT USE DIRECTLY. */
type Exact<T extends { [key: string]: unknown }> = { [K in keyof T]: T[K] };
/** Internal type. DO NOT USE DIRECTLY. */
export type Incremental<T> = T | { [P in keyof T]?: P extends ' $fragmentName' | '__typename' ? T[P] : never };
/** The factor to challenge. */
export type ChallengeMfaInput = {
  /** The `id` of one of `MfaRequired.factors`. */
  readonly factorId: string | number;
  /** The `mfaToken` of `MfaRequired`, or a later one of the same sign-in or reauthentication. */
  readonly mfaToken: string;
};

/**
 * A change of password. Send either `currentPassword` or, after `MfaRequired`, the `mfaToken` of the `Reauthenticated` that
 * `verifyMfa` has given.
 */
export type ChangePasswordInput = {
  /** The current password, sent byte for byte. At most 1000 characters. */
  readonly currentPassword?: string | null | undefined;
  /** The `mfaToken` of `Reauthenticated`, in place of the current password. */
  readonly mfaToken?: string | null | undefined;
  /** The new password, sent byte for byte. At most 1000 characters. */
  readonly newPassword: string;
};

/** The device to end. */
export type EndDeviceInput = {
  /** The `id` of one of `devices`. */
  readonly id: string | number;
  /** The `mfaToken` of `Reauthenticated`. Leave it out when the user has signed in within the last 10 minutes. */
  readonly mfaToken?: string | null | undefined;
};

/** The second factor to enroll. */
export type EnrollFactorInput = {
  /** For `EMAIL`: the address that receives the codes. Default: the e-mail address of the account. */
  readonly email?: string | null | undefined;
  /** The `mfaToken` of `MfaEnrollmentRequired` or of `Reauthenticated`. */
  readonly mfaToken: string;
  /** Required for `SMS` and `VOICE`: the phone number in E.164 form, `+` and up to 15 digits. Spaces in it are ignored. */
  readonly phoneNumber?: string | null | undefined;
  /** `TOTP`, `SMS`, `VOICE` or `EMAIL`. */
  readonly type: FactorType;
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

/** A password sign-in. */
export type LoginInput = {
  /** The password. The gateway sends it byte for byte and trims nothing. At most 1000 characters. */
  readonly password: string;
  /** The realm of the account: the name of one of `capabilities.realms`. Optional when there is a single realm. */
  readonly realm?: string | null | undefined;
  /**
   * The scopes to ask for, a subset of the gateway's `AUTH0_SCOPES`. Default: all of them. `Session.scopes` has the granted ones.
   * When the list has no scope of the API, but only OpenID Connect's own (`openid`, `profile`, `email`, `offline_access`), Auth0
   * grants every scope of the API that the user may have. To get fewer, ask for a single harmless scope of the API. To get none, with
   * RBAC on, ask for one that the user may not have. `permissions` in the access token stay the same in any case.
   */
  readonly scopes?: ReadonlyArray<string> | null | undefined;
  /**
   * The transport of the session. Default: the gateway's `DEFAULT_TRANSPORT`, which is `TOKENS` unless the operator changes it. Use
   * `COOKIE` for a front end in a browser, so that the page holds no tokens. The steps of a second factor keep the transport.
   */
  readonly transport?: Transport | null | undefined;
  /**
   * An identifier of a kind that the realm accepts (`capabilities.realms.identifiers`), with no space before or after it. At most
   * 320 characters; an e-mail address at most 254.
   */
  readonly username: string;
};

/** The sign-ins to end. Except with the scope `OTHERS`, the gateway revokes the bearer of the request too. */
export type LogoutInput = {
  /**
   * With a session cookie: whether the browser drops everything that the gateway's origin has stored and cached there
   * (`Clear-Site-Data`). It is for a front end that the same origin serves.
   */
  readonly clearSiteData?: boolean;
  /** For the scope `OTHERS`: the `mfaToken` of `Reauthenticated`. Leave it out when the user has signed in within the last 10 minutes. */
  readonly mfaToken?: string | null | undefined;
  /** `Session.refreshToken`. Leave it out when the session has none: then the bearer or the cookie names the sign-in. */
  readonly refreshToken?: string | null | undefined;
  /** One sign-in, all of them, or all but this one. */
  readonly scope?: LogoutScope;
};

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

/** The password of the signed-in user. */
export type ReauthenticateInput = {
  /** The current password, sent byte for byte. At most 1000 characters. */
  readonly password: string;
};

/** The session to renew. */
export type RefreshInput = {
  /** `Session.refreshToken` of the latest sign-in or refresh. At most 4096 characters. Leave it out when a cookie holds the session. */
  readonly refreshToken?: string | null | undefined;
  /**
   * With a refresh token: `COOKIE` moves the session into a cookie. A session in a cookie cannot be moved back. Default: the present
   * transport of the session.
   */
  readonly transport?: Transport | null | undefined;
};

/** The second factor to remove. */
export type RemoveFactorInput = {
  /** The `id` of one of `Reauthenticated.factors`. */
  readonly factorId: string | number;
  /** The `mfaToken` of `Reauthenticated`. */
  readonly mfaToken: string;
};

/** The account whose user has forgotten the password. */
export type RequestPasswordResetInput = {
  /** The realm of the account, as in `login`. Optional when there is a single realm. */
  readonly realm?: string | null | undefined;
  /**
   * The identifier that the user signs in with: e-mail address or username. At most 320 characters; an e-mail address at most
   * 254.
   */
  readonly username: string;
};

/** The user who asks for the verification mail. */
export type ResendVerificationEmailInput = {
  /** The `verificationToken` of `EmailNotVerified`. Leave it out for a signed-in user: then the bearer names the user. */
  readonly verificationToken?: string | null | undefined;
};

/** A new account. */
export type SignupInput = {
  /** E-mail address, at most 254 characters, with no space before or after it. */
  readonly email: string;
  /** The family name. At most 150 characters. */
  readonly familyName?: string | null | undefined;
  /** The given name. At most 150 characters. */
  readonly givenName?: string | null | undefined;
  /** The user's full name. At most 300 characters. */
  readonly name?: string | null | undefined;
  /** A short name. At most 300 characters. */
  readonly nickname?: string | null | undefined;
  /** The password. The gateway sends it byte for byte and trims nothing. At most 1000 characters. */
  readonly password: string;
  /** The `https://` URL of a picture. At most 2048 characters. */
  readonly picture?: string | null | undefined;
  /** The realm of the new account: the name of one of `capabilities.realms`. Optional when there is a single realm. */
  readonly realm?: string | null | undefined;
  /**
   * Further facts about the user, for example `{ "plan": "free" }`. The identity provider saves them in the account's
   * `user_metadata`; the user can choose any value, so grant no right by them.
   */
  readonly userMetadata?: Readonly<Record<string, string>> | null | undefined;
  /** A username, for realms whose `identifiers` in `capabilities` have `USERNAME`. At most 320 characters. */
  readonly username?: string | null | undefined;
};

/** The transport of a session between the client and the gateway. */
export type Transport =
  /** The session is in a cookie that no script can read. */
  | 'COOKIE'
  /** The session's tokens go to the client. */
  | 'TOKENS';

/** The proof of a second factor. Send either `code` or `recoveryCode`; for a `PUSH` factor send neither. */
export type VerifyMfaInput = {
  /** The digits, usually six, from the authenticator app, the SMS, the call or the e-mail. Spaces between them are ignored. */
  readonly code?: string | null | undefined;
  /** The latest `mfaToken` of this sign-in, enrollment or reauthentication. */
  readonly mfaToken: string;
  /** A recovery code. Spaces in it are ignored. */
  readonly recoveryCode?: string | null | undefined;
};

export type AccessQueryVariables = Exact<{ [key: string]: never; }>;


export type AccessQuery = { readonly access: ReadonlyArray<{ readonly name: string, readonly kind: FieldKind, readonly description: string | null, readonly allowed: boolean, readonly rule: string, readonly reason: string | null, readonly missingPermissions: ReadonlyArray<ReadonlyArray<string>>, readonly missingScopes: ReadonlyArray<ReadonlyArray<string>>, readonly missingRoles: ReadonlyArray<ReadonlyArray<string>> }> | null };

export type CapabilitiesQueryVariables = Exact<{ [key: string]: never; }>;


export type CapabilitiesQuery = { readonly capabilities: { readonly secondFactors: ReadonlyArray<FactorType> | null, readonly realms: ReadonlyArray<{ readonly name: string, readonly identifiers: ReadonlyArray<IdentifierType> | null, readonly signupOpen: boolean | null, readonly verifiedEmailRequired: boolean, readonly passwordRules: ReadonlyArray<{ readonly code: string, readonly message: string, readonly numbers: ReadonlyArray<number>, readonly items: ReadonlyArray<{ readonly code: string, readonly message: string }> }> | null }> } | null };

export type ChallengeMfaMutationVariables = Exact<{
  input: ChallengeMfaInput;
}>;


export type ChallengeMfaMutation = { readonly challengeMfa:
    | { readonly __typename: 'InvalidInput', readonly field: string, readonly code: ProblemCode, readonly message: string }
    | { readonly __typename: 'MfaChallenge', readonly mfaToken: string, readonly type: FactorType, readonly expiresIn: number }
    | { readonly __typename: 'MfaTokenExpired', readonly code: ProblemCode, readonly message: string }
    | { readonly __typename: 'ServiceUnavailable', readonly retryAfter: number | null, readonly code: ProblemCode, readonly message: string }
    | { readonly __typename: 'TooManyAttempts', readonly retryAfter: number | null, readonly code: ProblemCode, readonly message: string }
   | null };

export type ChangePasswordMutationVariables = Exact<{
  input: ChangePasswordInput;
}>;


export type ChangePasswordMutation = { readonly changePassword:
    | { readonly __typename: 'AccountBlocked', readonly code: ProblemCode, readonly message: string }
    | { readonly __typename: 'FactorNotSupported', readonly code: ProblemCode, readonly message: string }
    | { readonly __typename: 'InvalidCredentials', readonly code: ProblemCode, readonly message: string }
    | { readonly __typename: 'InvalidInput', readonly field: string, readonly code: ProblemCode, readonly message: string }
    | { readonly __typename: 'LoginDenied', readonly reason: string | null, readonly code: ProblemCode, readonly message: string }
    | { readonly __typename: 'MfaEnrollmentRequired', readonly mfaToken: string, readonly factorTypes: ReadonlyArray<FactorType> | null, readonly expiresIn: number, readonly code: ProblemCode, readonly message: string }
    | { readonly __typename: 'MfaRequired', readonly mfaToken: string, readonly expiresIn: number, readonly code: ProblemCode, readonly message: string, readonly factors: ReadonlyArray<{ readonly id: string, readonly type: FactorType, readonly name: string | null }> | null }
    | { readonly __typename: 'MfaTokenExpired', readonly code: ProblemCode, readonly message: string }
    | { readonly __typename: 'PasswordChanged', readonly mfa: { readonly mfaToken: string, readonly expiresIn: number, readonly factors: ReadonlyArray<{ readonly id: string, readonly type: FactorType, readonly name: string | null }> | null } | null }
    | { readonly __typename: 'PasswordLeaked', readonly code: ProblemCode, readonly message: string }
    | { readonly __typename: 'ServiceUnavailable', readonly retryAfter: number | null, readonly code: ProblemCode, readonly message: string }
    | { readonly __typename: 'Session', readonly transport: Transport, readonly accessToken: string | null, readonly refreshToken: string | null, readonly idToken: string | null, readonly tokenType: string, readonly expiresIn: number, readonly scopes: ReadonlyArray<string>, readonly recoveryCode: string | null, readonly user: { readonly id: string, readonly email: string | null, readonly emailVerified: boolean | null, readonly name: string | null, readonly nickname: string | null, readonly picture: string | null, readonly roles: ReadonlyArray<string>, readonly permissions: ReadonlyArray<string> } }
    | { readonly __typename: 'TooManyAttempts', readonly retryAfter: number | null, readonly code: ProblemCode, readonly message: string }
    | { readonly __typename: 'VerificationRequired', readonly code: ProblemCode, readonly message: string }
    | { readonly __typename: 'WeakPassword', readonly code: ProblemCode, readonly message: string, readonly rules: ReadonlyArray<{ readonly code: string, readonly message: string, readonly numbers: ReadonlyArray<number>, readonly met: boolean, readonly items: ReadonlyArray<{ readonly code: string, readonly message: string, readonly met: boolean }> }> }
   | null };

export type DevicesQueryVariables = Exact<{ [key: string]: never; }>;


export type DevicesQuery = { readonly devices: ReadonlyArray<{ readonly id: string, readonly createdAt: string | null, readonly lastUsedAt: string, readonly address: string | null, readonly client: string | null, readonly transport: Transport, readonly current: boolean }> | null };

export type EndDeviceMutationVariables = Exact<{
  input: EndDeviceInput;
}>;


export type EndDeviceMutation = { readonly endDevice:
    | { readonly __typename: 'DeviceEnded', readonly everywhere: boolean, readonly devices: ReadonlyArray<{ readonly id: string, readonly createdAt: string | null, readonly lastUsedAt: string, readonly address: string | null, readonly client: string | null, readonly transport: Transport, readonly current: boolean }> | null }
    | { readonly __typename: 'InvalidInput', readonly field: string, readonly code: ProblemCode, readonly message: string }
    | { readonly __typename: 'ReauthenticationRequired', readonly code: ProblemCode, readonly message: string }
    | { readonly __typename: 'ServiceUnavailable', readonly retryAfter: number | null, readonly code: ProblemCode, readonly message: string }
    | { readonly __typename: 'TooManyAttempts', readonly retryAfter: number | null, readonly code: ProblemCode, readonly message: string }
   | null };

export type EnrollFactorMutationVariables = Exact<{
  input: EnrollFactorInput;
}>;


export type EnrollFactorMutation = { readonly enrollFactor:
    | { readonly __typename: 'AccountBlocked', readonly code: ProblemCode, readonly message: string }
    | { readonly __typename: 'AlreadyEnrolled', readonly code: ProblemCode, readonly message: string }
    | { readonly __typename: 'CodeSent', readonly mfaToken: string, readonly type: FactorType, readonly recoveryCodes: ReadonlyArray<string> | null, readonly expiresIn: number }
    | { readonly __typename: 'FactorNotOffered', readonly code: ProblemCode, readonly message: string }
    | { readonly __typename: 'InvalidInput', readonly field: string, readonly code: ProblemCode, readonly message: string }
    | { readonly __typename: 'MfaTokenExpired', readonly code: ProblemCode, readonly message: string }
    | { readonly __typename: 'ServiceUnavailable', readonly retryAfter: number | null, readonly code: ProblemCode, readonly message: string }
    | { readonly __typename: 'TooManyAttempts', readonly retryAfter: number | null, readonly code: ProblemCode, readonly message: string }
    | { readonly __typename: 'TotpEnrollment', readonly mfaToken: string, readonly secret: string, readonly otpauthUri: string, readonly qrCode: string, readonly recoveryCodes: ReadonlyArray<string> | null, readonly expiresIn: number }
   | null };

export type LoginMutationVariables = Exact<{
  input: LoginInput;
}>;


export type LoginMutation = { readonly login:
    | { readonly __typename: 'AccountBlocked', readonly code: ProblemCode, readonly message: string }
    | { readonly __typename: 'EmailNotVerified', readonly verificationToken: string, readonly expiresIn: number, readonly recoveryCode: string | null, readonly code: ProblemCode, readonly message: string }
    | { readonly __typename: 'FactorNotSupported', readonly code: ProblemCode, readonly message: string }
    | { readonly __typename: 'InvalidCredentials', readonly code: ProblemCode, readonly message: string }
    | { readonly __typename: 'InvalidInput', readonly field: string, readonly code: ProblemCode, readonly message: string }
    | { readonly __typename: 'LoginDenied', readonly reason: string | null, readonly code: ProblemCode, readonly message: string }
    | { readonly __typename: 'MfaEnrollmentRequired', readonly mfaToken: string, readonly factorTypes: ReadonlyArray<FactorType> | null, readonly expiresIn: number, readonly code: ProblemCode, readonly message: string }
    | { readonly __typename: 'MfaRequired', readonly mfaToken: string, readonly expiresIn: number, readonly code: ProblemCode, readonly message: string, readonly factors: ReadonlyArray<{ readonly id: string, readonly type: FactorType, readonly name: string | null }> | null }
    | { readonly __typename: 'PasswordLeaked', readonly code: ProblemCode, readonly message: string }
    | { readonly __typename: 'ServiceUnavailable', readonly retryAfter: number | null, readonly code: ProblemCode, readonly message: string }
    | { readonly __typename: 'Session', readonly transport: Transport, readonly accessToken: string | null, readonly refreshToken: string | null, readonly idToken: string | null, readonly tokenType: string, readonly expiresIn: number, readonly scopes: ReadonlyArray<string>, readonly recoveryCode: string | null, readonly user: { readonly id: string, readonly email: string | null, readonly emailVerified: boolean | null, readonly name: string | null, readonly nickname: string | null, readonly picture: string | null, readonly roles: ReadonlyArray<string>, readonly permissions: ReadonlyArray<string> } }
    | { readonly __typename: 'TooManyAttempts', readonly retryAfter: number | null, readonly code: ProblemCode, readonly message: string }
    | { readonly __typename: 'VerificationRequired', readonly code: ProblemCode, readonly message: string }
   | null };

export type LogoutMutationVariables = Exact<{
  input: LogoutInput;
}>;


export type LogoutMutation = { readonly logout:
    | { readonly __typename: 'InvalidInput', readonly field: string, readonly code: ProblemCode, readonly message: string }
    | { readonly __typename: 'LoggedOut', readonly accessTokenRevoked: boolean, readonly refreshTokenRevoked: boolean, readonly everywhere: boolean }
    | { readonly __typename: 'ReauthenticationRequired', readonly code: ProblemCode, readonly message: string }
    | { readonly __typename: 'ServiceUnavailable', readonly retryAfter: number | null, readonly code: ProblemCode, readonly message: string }
    | { readonly __typename: 'TooManyAttempts', readonly retryAfter: number | null, readonly code: ProblemCode, readonly message: string }
   | null };

export type MeQueryVariables = Exact<{ [key: string]: never; }>;


export type MeQuery = { readonly me: { readonly id: string, readonly email: string | null, readonly emailVerified: boolean | null, readonly name: string | null, readonly nickname: string | null, readonly picture: string | null, readonly roles: ReadonlyArray<string>, readonly permissions: ReadonlyArray<string> } | null };

export type ReauthenticateMutationVariables = Exact<{
  input: ReauthenticateInput;
}>;


export type ReauthenticateMutation = { readonly reauthenticate:
    | { readonly __typename: 'AccountBlocked', readonly code: ProblemCode, readonly message: string }
    | { readonly __typename: 'FactorNotSupported', readonly code: ProblemCode, readonly message: string }
    | { readonly __typename: 'InvalidCredentials', readonly code: ProblemCode, readonly message: string }
    | { readonly __typename: 'InvalidInput', readonly field: string, readonly code: ProblemCode, readonly message: string }
    | { readonly __typename: 'LoginDenied', readonly reason: string | null, readonly code: ProblemCode, readonly message: string }
    | { readonly __typename: 'MfaEnrollmentRequired', readonly mfaToken: string, readonly factorTypes: ReadonlyArray<FactorType> | null, readonly expiresIn: number, readonly code: ProblemCode, readonly message: string }
    | { readonly __typename: 'MfaRequired', readonly mfaToken: string, readonly expiresIn: number, readonly code: ProblemCode, readonly message: string, readonly factors: ReadonlyArray<{ readonly id: string, readonly type: FactorType, readonly name: string | null }> | null }
    | { readonly __typename: 'PasswordLeaked', readonly code: ProblemCode, readonly message: string }
    | { readonly __typename: 'Reauthenticated', readonly mfaToken: string, readonly expiresIn: number, readonly recoveryCode: string | null, readonly otherDevices: number | null, readonly factors: ReadonlyArray<{ readonly id: string, readonly type: FactorType, readonly name: string | null }> | null }
    | { readonly __typename: 'ServiceUnavailable', readonly retryAfter: number | null, readonly code: ProblemCode, readonly message: string }
    | { readonly __typename: 'TooManyAttempts', readonly retryAfter: number | null, readonly code: ProblemCode, readonly message: string }
    | { readonly __typename: 'VerificationRequired', readonly code: ProblemCode, readonly message: string }
   | null };

export type RefreshMutationVariables = Exact<{
  input: RefreshInput;
}>;


export type RefreshMutation = { readonly refresh:
    | { readonly __typename: 'AccountBlocked', readonly code: ProblemCode, readonly message: string }
    | { readonly __typename: 'EmailNotVerified', readonly verificationToken: string, readonly expiresIn: number, readonly recoveryCode: string | null, readonly code: ProblemCode, readonly message: string }
    | { readonly __typename: 'FactorNotSupported', readonly code: ProblemCode, readonly message: string }
    | { readonly __typename: 'InvalidInput', readonly field: string, readonly code: ProblemCode, readonly message: string }
    | { readonly __typename: 'InvalidRefreshToken', readonly code: ProblemCode, readonly message: string }
    | { readonly __typename: 'LoginDenied', readonly reason: string | null, readonly code: ProblemCode, readonly message: string }
    | { readonly __typename: 'MfaEnrollmentRequired', readonly mfaToken: string, readonly factorTypes: ReadonlyArray<FactorType> | null, readonly expiresIn: number, readonly code: ProblemCode, readonly message: string }
    | { readonly __typename: 'MfaRequired', readonly mfaToken: string, readonly expiresIn: number, readonly code: ProblemCode, readonly message: string, readonly factors: ReadonlyArray<{ readonly id: string, readonly type: FactorType, readonly name: string | null }> | null }
    | { readonly __typename: 'ServiceUnavailable', readonly retryAfter: number | null, readonly code: ProblemCode, readonly message: string }
    | { readonly __typename: 'Session', readonly transport: Transport, readonly accessToken: string | null, readonly refreshToken: string | null, readonly idToken: string | null, readonly tokenType: string, readonly expiresIn: number, readonly scopes: ReadonlyArray<string>, readonly recoveryCode: string | null, readonly user: { readonly id: string, readonly email: string | null, readonly emailVerified: boolean | null, readonly name: string | null, readonly nickname: string | null, readonly picture: string | null, readonly roles: ReadonlyArray<string>, readonly permissions: ReadonlyArray<string> } }
    | { readonly __typename: 'TooManyAttempts', readonly retryAfter: number | null, readonly code: ProblemCode, readonly message: string }
   | null };

export type RemoveFactorMutationVariables = Exact<{
  input: RemoveFactorInput;
}>;


export type RemoveFactorMutation = { readonly removeFactor:
    | { readonly __typename: 'AccountBlocked', readonly code: ProblemCode, readonly message: string }
    | { readonly __typename: 'FactorRemoved', readonly otherDevices: number | null, readonly factors: ReadonlyArray<{ readonly id: string, readonly type: FactorType, readonly name: string | null }> | null }
    | { readonly __typename: 'InvalidInput', readonly field: string, readonly code: ProblemCode, readonly message: string }
    | { readonly __typename: 'MfaTokenExpired', readonly code: ProblemCode, readonly message: string }
    | { readonly __typename: 'ServiceUnavailable', readonly retryAfter: number | null, readonly code: ProblemCode, readonly message: string }
    | { readonly __typename: 'TooManyAttempts', readonly retryAfter: number | null, readonly code: ProblemCode, readonly message: string }
   | null };

export type RequestPasswordResetMutationVariables = Exact<{
  input: RequestPasswordResetInput;
}>;


export type RequestPasswordResetMutation = { readonly requestPasswordReset:
    | { readonly __typename: 'InvalidInput', readonly field: string, readonly code: ProblemCode, readonly message: string }
    | { readonly __typename: 'PasswordResetRequested', readonly message: string }
    | { readonly __typename: 'ServiceUnavailable', readonly retryAfter: number | null, readonly code: ProblemCode, readonly message: string }
    | { readonly __typename: 'TooManyAttempts', readonly retryAfter: number | null, readonly code: ProblemCode, readonly message: string }
   | null };

export type ResendVerificationEmailMutationVariables = Exact<{
  input: ResendVerificationEmailInput;
}>;


export type ResendVerificationEmailMutation = { readonly resendVerificationEmail:
    | { readonly __typename: 'EmailAlreadyVerified', readonly code: ProblemCode, readonly message: string }
    | { readonly __typename: 'InvalidInput', readonly field: string, readonly code: ProblemCode, readonly message: string }
    | { readonly __typename: 'ServiceUnavailable', readonly retryAfter: number | null, readonly code: ProblemCode, readonly message: string }
    | { readonly __typename: 'TooManyAttempts', readonly retryAfter: number | null, readonly code: ProblemCode, readonly message: string }
    | { readonly __typename: 'VerificationEmailSent', readonly message: string }
   | null };

export type SignupMutationVariables = Exact<{
  input: SignupInput;
}>;


export type SignupMutation = { readonly signup:
    | { readonly __typename: 'InvalidInput', readonly field: string, readonly code: ProblemCode, readonly message: string }
    | { readonly __typename: 'PasswordLeaked', readonly code: ProblemCode, readonly message: string }
    | { readonly __typename: 'ServiceUnavailable', readonly retryAfter: number | null, readonly code: ProblemCode, readonly message: string }
    | { readonly __typename: 'SignUpDisabled', readonly code: ProblemCode, readonly message: string }
    | { readonly __typename: 'SignUpRefused', readonly code: ProblemCode, readonly message: string }
    | { readonly __typename: 'SignedUp', readonly user: { readonly id: string, readonly email: string | null, readonly emailVerified: boolean | null, readonly name: string | null, readonly nickname: string | null, readonly picture: string | null, readonly roles: ReadonlyArray<string>, readonly permissions: ReadonlyArray<string> } }
    | { readonly __typename: 'TooManyAttempts', readonly retryAfter: number | null, readonly code: ProblemCode, readonly message: string }
    | { readonly __typename: 'UserExists', readonly code: ProblemCode, readonly message: string }
    | { readonly __typename: 'WeakPassword', readonly code: ProblemCode, readonly message: string, readonly rules: ReadonlyArray<{ readonly code: string, readonly message: string, readonly numbers: ReadonlyArray<number>, readonly met: boolean, readonly items: ReadonlyArray<{ readonly code: string, readonly message: string, readonly met: boolean }> }> }
   | null };

export type VerifyMfaMutationVariables = Exact<{
  input: VerifyMfaInput;
}>;


export type VerifyMfaMutation = { readonly verifyMfa:
    | { readonly __typename: 'AccountBlocked', readonly code: ProblemCode, readonly message: string }
    | { readonly __typename: 'ApprovalPending', readonly retryAfter: number | null, readonly code: ProblemCode, readonly message: string }
    | { readonly __typename: 'CodeAlreadyUsed', readonly code: ProblemCode, readonly message: string }
    | { readonly __typename: 'EmailNotVerified', readonly verificationToken: string, readonly expiresIn: number, readonly recoveryCode: string | null, readonly code: ProblemCode, readonly message: string }
    | { readonly __typename: 'InvalidCode', readonly code: ProblemCode, readonly message: string }
    | { readonly __typename: 'InvalidInput', readonly field: string, readonly code: ProblemCode, readonly message: string }
    | { readonly __typename: 'LoginDenied', readonly reason: string | null, readonly code: ProblemCode, readonly message: string }
    | { readonly __typename: 'MfaTokenExpired', readonly code: ProblemCode, readonly message: string }
    | { readonly __typename: 'Reauthenticated', readonly mfaToken: string, readonly expiresIn: number, readonly recoveryCode: string | null, readonly otherDevices: number | null, readonly factors: ReadonlyArray<{ readonly id: string, readonly type: FactorType, readonly name: string | null }> | null }
    | { readonly __typename: 'ServiceUnavailable', readonly retryAfter: number | null, readonly code: ProblemCode, readonly message: string }
    | { readonly __typename: 'Session', readonly transport: Transport, readonly accessToken: string | null, readonly refreshToken: string | null, readonly idToken: string | null, readonly tokenType: string, readonly expiresIn: number, readonly scopes: ReadonlyArray<string>, readonly recoveryCode: string | null, readonly user: { readonly id: string, readonly email: string | null, readonly emailVerified: boolean | null, readonly name: string | null, readonly nickname: string | null, readonly picture: string | null, readonly roles: ReadonlyArray<string>, readonly permissions: ReadonlyArray<string> } }
    | { readonly __typename: 'TooManyAttempts', readonly retryAfter: number | null, readonly code: ProblemCode, readonly message: string }
   | null };


/** An operation as text, with the types of its answer and of its variables. */
export type Operation<Answer, Variables> = string & { readonly types?: (variables: Variables) => Answer };

export const Access = "query Access{access{name kind description allowed rule reason missingPermissions missingScopes missingRoles}}" as Operation<AccessQuery, AccessQueryVariables>;

export const Capabilities = "query Capabilities{capabilities{secondFactors realms{name identifiers passwordRules{code message numbers items{code message}}signupOpen verifiedEmailRequired}}}" as Operation<CapabilitiesQuery, CapabilitiesQueryVariables>;

export const ChallengeMfa = "mutation ChallengeMfa($input:ChallengeMfaInput!){challengeMfa(input:$input){__typename ...on MfaChallenge{mfaToken type expiresIn}...on InvalidInput{field}...on TooManyAttempts{retryAfter}...on ServiceUnavailable{retryAfter}...on Problem{code message}}}" as Operation<ChallengeMfaMutation, ChallengeMfaMutationVariables>;

export const ChangePassword = "mutation ChangePassword($input:ChangePasswordInput!){changePassword(input:$input){__typename ...on Session{user{id email emailVerified name nickname picture roles permissions}transport accessToken refreshToken idToken tokenType expiresIn scopes recoveryCode}...on PasswordChanged{mfa{mfaToken factors{id type name}expiresIn}}...on InvalidInput{field}...on WeakPassword{rules{code message numbers met items{code message met}}}...on MfaRequired{mfaToken factors{id type name}expiresIn}...on MfaEnrollmentRequired{mfaToken factorTypes expiresIn}...on LoginDenied{reason}...on TooManyAttempts{retryAfter}...on ServiceUnavailable{retryAfter}...on Problem{code message}}}" as Operation<ChangePasswordMutation, ChangePasswordMutationVariables>;

export const Devices = "query Devices{devices{id createdAt lastUsedAt address client transport current}}" as Operation<DevicesQuery, DevicesQueryVariables>;

export const EndDevice = "mutation EndDevice($input:EndDeviceInput!){endDevice(input:$input){__typename ...on DeviceEnded{everywhere devices{id createdAt lastUsedAt address client transport current}}...on InvalidInput{field}...on TooManyAttempts{retryAfter}...on ServiceUnavailable{retryAfter}...on Problem{code message}}}" as Operation<EndDeviceMutation, EndDeviceMutationVariables>;

export const EnrollFactor = "mutation EnrollFactor($input:EnrollFactorInput!){enrollFactor(input:$input){__typename ...on TotpEnrollment{mfaToken secret otpauthUri qrCode recoveryCodes expiresIn}...on CodeSent{mfaToken type recoveryCodes expiresIn}...on InvalidInput{field}...on TooManyAttempts{retryAfter}...on ServiceUnavailable{retryAfter}...on Problem{code message}}}" as Operation<EnrollFactorMutation, EnrollFactorMutationVariables>;

export const Login = "mutation Login($input:LoginInput!){login(input:$input){__typename ...on Session{user{id email emailVerified name nickname picture roles permissions}transport accessToken refreshToken idToken tokenType expiresIn scopes recoveryCode}...on InvalidInput{field}...on MfaRequired{mfaToken factors{id type name}expiresIn}...on MfaEnrollmentRequired{mfaToken factorTypes expiresIn}...on EmailNotVerified{verificationToken expiresIn recoveryCode}...on LoginDenied{reason}...on TooManyAttempts{retryAfter}...on ServiceUnavailable{retryAfter}...on Problem{code message}}}" as Operation<LoginMutation, LoginMutationVariables>;

export const Logout = "mutation Logout($input:LogoutInput!){logout(input:$input){__typename ...on LoggedOut{accessTokenRevoked refreshTokenRevoked everywhere}...on InvalidInput{field}...on TooManyAttempts{retryAfter}...on ServiceUnavailable{retryAfter}...on Problem{code message}}}" as Operation<LogoutMutation, LogoutMutationVariables>;

export const Me = "query Me{me{id email emailVerified name nickname picture roles permissions}}" as Operation<MeQuery, MeQueryVariables>;

export const Reauthenticate = "mutation Reauthenticate($input:ReauthenticateInput!){reauthenticate(input:$input){__typename ...on Reauthenticated{mfaToken expiresIn factors{id type name}recoveryCode otherDevices}...on InvalidInput{field}...on MfaRequired{mfaToken factors{id type name}expiresIn}...on MfaEnrollmentRequired{mfaToken factorTypes expiresIn}...on LoginDenied{reason}...on TooManyAttempts{retryAfter}...on ServiceUnavailable{retryAfter}...on Problem{code message}}}" as Operation<ReauthenticateMutation, ReauthenticateMutationVariables>;

export const Refresh = "mutation Refresh($input:RefreshInput!){refresh(input:$input){__typename ...on Session{user{id email emailVerified name nickname picture roles permissions}transport accessToken refreshToken idToken tokenType expiresIn scopes recoveryCode}...on InvalidInput{field}...on MfaRequired{mfaToken factors{id type name}expiresIn}...on MfaEnrollmentRequired{mfaToken factorTypes expiresIn}...on EmailNotVerified{verificationToken expiresIn recoveryCode}...on LoginDenied{reason}...on TooManyAttempts{retryAfter}...on ServiceUnavailable{retryAfter}...on Problem{code message}}}" as Operation<RefreshMutation, RefreshMutationVariables>;

export const RemoveFactor = "mutation RemoveFactor($input:RemoveFactorInput!){removeFactor(input:$input){__typename ...on FactorRemoved{factors{id type name}otherDevices}...on InvalidInput{field}...on TooManyAttempts{retryAfter}...on ServiceUnavailable{retryAfter}...on Problem{code message}}}" as Operation<RemoveFactorMutation, RemoveFactorMutationVariables>;

export const RequestPasswordReset = "mutation RequestPasswordReset($input:RequestPasswordResetInput!){requestPasswordReset(input:$input){__typename ...on PasswordResetRequested{message}...on InvalidInput{field}...on TooManyAttempts{retryAfter}...on ServiceUnavailable{retryAfter}...on Problem{code message}}}" as Operation<RequestPasswordResetMutation, RequestPasswordResetMutationVariables>;

export const ResendVerificationEmail = "mutation ResendVerificationEmail($input:ResendVerificationEmailInput!){resendVerificationEmail(input:$input){__typename ...on VerificationEmailSent{message}...on InvalidInput{field}...on TooManyAttempts{retryAfter}...on ServiceUnavailable{retryAfter}...on Problem{code message}}}" as Operation<ResendVerificationEmailMutation, ResendVerificationEmailMutationVariables>;

export const Signup = "mutation Signup($input:SignupInput!){signup(input:$input){__typename ...on SignedUp{user{id email emailVerified name nickname picture roles permissions}}...on InvalidInput{field}...on WeakPassword{rules{code message numbers met items{code message met}}}...on TooManyAttempts{retryAfter}...on ServiceUnavailable{retryAfter}...on Problem{code message}}}" as Operation<SignupMutation, SignupMutationVariables>;

export const VerifyMfa = "mutation VerifyMfa($input:VerifyMfaInput!){verifyMfa(input:$input){__typename ...on Session{user{id email emailVerified name nickname picture roles permissions}transport accessToken refreshToken idToken tokenType expiresIn scopes recoveryCode}...on Reauthenticated{mfaToken expiresIn factors{id type name}recoveryCode otherDevices}...on InvalidInput{field}...on ApprovalPending{retryAfter}...on EmailNotVerified{verificationToken expiresIn recoveryCode}...on LoginDenied{reason}...on TooManyAttempts{retryAfter}...on ServiceUnavailable{retryAfter}...on Problem{code message}}}" as Operation<VerifyMfaMutation, VerifyMfaMutationVariables>;
