/** Tokens that the provider issues (RFC 6749 §5.1, OIDC Core §3.1.3.3). */
export interface TokenSet {
  accessToken: string;
  refreshToken?: string;
  idToken?: string;
  tokenType: string;
  /** Seconds. */
  expiresIn: number;
  /** Granted scopes; absent when the provider does not name them. */
  scopes?: string[];
  /** A new recovery code: the login spent the old one. */
  recoveryCode?: string;
}

/** A new account. */
export interface Account extends ProfileClaims {
  /** `sub` of its tokens; undefined when the provider does not tell it. */
  id: string | undefined;
}

/** Claims of the provider about a user (OIDC Core §5.1). */
export interface ProfileClaims {
  email: string | undefined;
  emailVerified: boolean | undefined;
  name: string | undefined;
  nickname: string | undefined;
  picture: string | undefined;
}

/** One rule of a password policy. `message` contains the numbers. */
export interface PasswordPolicyRule {
  code: string;
  message: string;
  numbers: number[];
  items: PasswordPolicyRuleItem[];
}

/** One part of a compound rule. */
export interface PasswordPolicyRuleItem {
  code: string;
  message: string;
}

/** One rule of the password policy, checked against a password. */
export interface PasswordRule extends PasswordPolicyRule {
  met: boolean;
  items: (PasswordPolicyRuleItem & { met: boolean })[];
}

/** A kind of second factor. */
export type FactorType = 'TOTP' | 'SMS' | 'VOICE' | 'EMAIL' | 'PUSH' | 'RECOVERY_CODE';

/** A second factor of a user. `name` is masked. */
export interface Factor {
  id: string;
  type: FactorType;
  name: string | undefined;
}

/** A second factor to enrol. */
export type NewFactor =
  | { type: 'TOTP' }
  | { type: 'SMS' | 'VOICE'; phoneNumber: string }
  | { type: 'EMAIL'; email: string | undefined };

/** Proof of a second factor: a code, with the challenge that sent it if there was one; an approval on a phone; or a recovery code. */
export type FactorProof =
  | { code: string; oobCode?: string }
  | { code?: string; oobCode: string }
  | { recoveryCode: string };

/** Refusals of an identity provider, named like their types in the schema. No refusal carries a text of the provider, but for `reason`. */
export type Refusal =
  | { kind: 'InvalidInput'; field: string; message: string }
  | { kind: 'InvalidCredentials' }
  | { kind: 'InvalidRefreshToken' }
  | { kind: 'InvalidCode' }
  | { kind: 'CodeAlreadyUsed' }
  /** `retryAfter` in seconds. */
  | { kind: 'ApprovalPending'; retryAfter: number }
  | { kind: 'MfaTokenExpired' }
  | { kind: 'AlreadyEnrolled' }
  | { kind: 'FactorNotOffered' }
  | { kind: 'FactorNotSupported' }
  | { kind: 'PasswordLeaked' }
  | { kind: 'WeakPassword'; rules: PasswordRule[] }
  | { kind: 'AccountBlocked' }
  /** `reason`: words of the tenant's own for the user, in one line of plain text. */
  | { kind: 'LoginDenied'; reason: string | undefined }
  | { kind: 'VerificationRequired' }
  | { kind: 'EmailAlreadyVerified' }
  | { kind: 'UserExists' }
  | { kind: 'SignUpRefused' }
  | { kind: 'SignUpDisabled' }
  /** `of`: the limit counts attempts on one account or from one address, or requests of all users. `retryAfter` in seconds. */
  | { kind: 'TooManyAttempts'; of: 'attempts' | 'requests'; retryAfter: number | undefined }
  /** `retryAfter` in seconds. */
  | { kind: 'ServiceUnavailable'; retryAfter: number };

/** The refusals of these kinds. */
export type RefusalOf<Kind extends Refusal['kind']> = Extract<Refusal, { kind: Kind }>;

/** Refusals of any operation. */
export type CommonRefusal = RefusalOf<'InvalidInput' | 'TooManyAttempts' | 'ServiceUnavailable'>;

/** Refusals of the login pipeline, with any grant. */
type PipelineRefusal = RefusalOf<'AccountBlocked' | 'LoginDenied'>;

/** Refusals of a password login. */
export type SignInRefusal =
  | CommonRefusal
  | PipelineRefusal
  | RefusalOf<
      'InvalidCredentials' | 'PasswordLeaked' | 'VerificationRequired' | 'FactorNotSupported'
    >;

/** Refusals of a refresh. */
export type RefreshRefusal =
  CommonRefusal | PipelineRefusal | RefusalOf<'InvalidRefreshToken' | 'FactorNotSupported'>;

/** Refusals of a sign-up. */
export type SignUpRefusal =
  | CommonRefusal
  | RefusalOf<
      'WeakPassword' | 'PasswordLeaked' | 'UserExists' | 'SignUpRefused' | 'SignUpDisabled'
    >;

/** Refusals to challenge, list or remove a second factor. */
export type FactorRefusal = CommonRefusal | RefusalOf<'MfaTokenExpired'>;

/** Refusals of the proof of a second factor. */
export type VerifyRefusal =
  | FactorRefusal
  | PipelineRefusal
  | RefusalOf<'InvalidCode' | 'CodeAlreadyUsed' | 'ApprovalPending'>;

/** Refusals to enrol a second factor. */
export type EnrollRefusal = FactorRefusal | RefusalOf<'AlreadyEnrolled' | 'FactorNotOffered'>;

/** Refusals of a change of password. */
export type PasswordChangeRefusal =
  CommonRefusal | RefusalOf<'WeakPassword' | 'InvalidCredentials' | 'AccountBlocked'>;

/** Refusals to send a verification mail. */
export type VerificationRefusal = CommonRefusal | RefusalOf<'EmailAlreadyVerified'>;

/** Tokens. */
export interface Tokens {
  kind: 'Tokens';
  tokens: TokenSet;
}

/** The password, or refresh token, was right, and the provider asks for a second factor. `token` is for {@link SecondFactors}. */
export type SecondFactorNeeded = { kind: 'SecondFactorNeeded'; token: string } & (
  | { factors: Factor[] }
  /** The user has no factor yet, and may enrol one of `factorTypes`; undefined when the provider does not tell which. */
  | { factors: undefined; factorTypes: FactorType[] | undefined }
);

/** Outcome of a password login. */
export type SignInOutcome = Tokens | SecondFactorNeeded | SignInRefusal;
/** Outcome of a refresh. */
export type RefreshOutcome = Tokens | SecondFactorNeeded | RefreshRefusal;
/** Outcome of a sign-up. */
export type SignUpOutcome = { kind: 'SignedUp'; account: Account } | SignUpRefusal;
/** Outcome of a revocation. */
export type RevokeOutcome = { kind: 'Revoked' } | CommonRefusal;

/** The second factors of a user. */
export interface Factors {
  kind: 'Factors';
  factors: Factor[];
}

/** A factor was asked for a code or an approval. `oobCode` names the challenge, if the provider names it. */
export interface Challenged {
  kind: 'Challenged';
  oobCode: string | undefined;
}

/** An enrolment that waits for its first code. */
export interface Enrolling {
  kind: 'Enrolling';
  /** For an authenticator app. */
  totp: { secret: string; uri: string } | undefined;
  oobCode: string | undefined;
  /** Only with the user's first factor. */
  recoveryCodes: string[] | undefined;
}

/** An account, with its passwords. An account of which several were linked together may have more than one. */
export interface FoundAccount {
  kind: 'FoundAccount';
  /** Whether an administrator has blocked the account. */
  isBlocked: boolean;
  /** The first one is the account's main password. Empty when no password is in a realm of the gateway. */
  logins: PasswordLogin[];
}

/** A realm, and each name with which the user signs in there. */
export interface PasswordLogin {
  realm: string;
  usernames: [string, ...string[]];
}

/** Facts about a realm. A fact that the provider does not tell is undefined. */
export interface RealmCapabilities {
  name: string;
  identifiers: ('EMAIL' | 'USERNAME' | 'PHONE')[] | undefined;
  passwordRules: PasswordPolicyRule[] | undefined;
  signupOpen: boolean | undefined;
}

/** Facts about the provider. A fact that it does not tell is undefined. */
export interface ProviderCapabilities {
  realms: RealmCapabilities[];
  secondFactors: FactorType[] | undefined;
}
