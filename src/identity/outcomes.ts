/** Tokens that the provider issues (RFC 6749 §5.1, OIDC Core §3.1.3.3). */
export interface TokenSet {
  accessToken: string;
  refreshToken?: string;
  idToken?: string;
  tokenType: string;
  /** Lifetime of the access token, in seconds. */
  expiresIn: number;
  /** Granted scopes. Undefined if the provider does not name them. */
  scopes?: string[];
  /** New recovery code. The provider sends one if the user signed in with the old one. */
  recoveryCode?: string;
}

/** An account that a sign-up has created. */
export interface Account extends ProfileClaims {
  /** Id of the user: `sub` of the user's tokens. Undefined if the provider does not tell it. */
  id: string | undefined;
}

/** Claims about a user (OIDC Core §5.1) that the provider states. */
export interface ProfileClaims {
  email: string | undefined;
  emailVerified: boolean | undefined;
  name: string | undefined;
  nickname: string | undefined;
  picture: string | undefined;
}

/** A rule of a password policy. `message` is a text for the user that contains the `numbers`. */
export interface PasswordPolicyRule {
  code: string;
  message: string;
  numbers: number[];
  items: PasswordPolicyRuleItem[];
}

/** A part of a compound rule, such as "lower case letters". */
export interface PasswordPolicyRuleItem {
  code: string;
  message: string;
}

/** A rule of a password policy, and whether the checked password meets it. */
export interface PasswordRule extends PasswordPolicyRule {
  met: boolean;
  items: (PasswordPolicyRuleItem & { met: boolean })[];
}

/** A kind of second factor. */
export type FactorType = 'TOTP' | 'SMS' | 'VOICE' | 'EMAIL' | 'PUSH' | 'RECOVERY_CODE';

/** A second factor of a user. `name` is masked, for example `XXXXXXXX1234` for a phone. */
export interface Factor {
  id: string;
  type: FactorType;
  name: string | undefined;
}

/** A second factor that a user wants to enroll. */
export type NewFactor =
  | { type: 'TOTP' }
  | { type: 'SMS' | 'VOICE'; phoneNumber: string }
  | { type: 'EMAIL'; email: string | undefined };

/**
 * Proof of a second factor. If a challenge has sent the code, `code` with `oobCode`. For a code of an app, `code` alone. For an
 * approval on a phone, `oobCode` alone. Or a recovery code.
 */
export type FactorProof =
  | { code: string; oobCode?: string }
  | { code?: string; oobCode: string }
  | { recoveryCode: string };

/**
 * Refusals of an identity provider. Each `kind` is the name of a type in the schema. Only `reason` contains text of the provider.
 */
export type Refusal =
  | { kind: 'InvalidInput'; field: string; message: string }
  | { kind: 'InvalidCredentials' }
  | { kind: 'InvalidRefreshToken' }
  | { kind: 'InvalidCode' }
  | { kind: 'CodeAlreadyUsed' }
  /** `retryAfter` is in seconds. */
  | { kind: 'ApprovalPending'; retryAfter: number }
  | { kind: 'MfaTokenExpired' }
  | { kind: 'AlreadyEnrolled' }
  | { kind: 'FactorNotOffered' }
  | { kind: 'FactorNotSupported' }
  | { kind: 'PasswordLeaked' }
  | { kind: 'WeakPassword'; rules: PasswordRule[] }
  | { kind: 'AccountBlocked' }
  /** `reason` is a text of the tenant for the user, in one line of plain text. Undefined if the tenant gives none. */
  | { kind: 'LoginDenied'; reason: string | undefined }
  | { kind: 'VerificationRequired' }
  | { kind: 'EmailAlreadyVerified' }
  | { kind: 'UserExists' }
  | { kind: 'SignUpRefused' }
  | { kind: 'SignUpDisabled' }
  /**
   * `of` tells what the limit counts: `attempts` on one account or from one address, or `requests` of all users. `retryAfter` is in
   * seconds. Undefined if it is unknown.
   */
  | { kind: 'TooManyAttempts'; of: 'attempts' | 'requests'; retryAfter: number | undefined }
  /** `retryAfter` is in seconds. */
  | { kind: 'ServiceUnavailable'; retryAfter: number };

/** Selects refusals by their kinds. */
export type RefusalOf<Kind extends Refusal['kind']> = Extract<Refusal, { kind: Kind }>;

/** Refusals that any operation can return. */
export type CommonRefusal = RefusalOf<'InvalidInput' | 'TooManyAttempts' | 'ServiceUnavailable'>;

/** Refusals of the provider's login pipeline, which runs at a login and at a refresh. */
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
  | CommonRefusal
  | PipelineRefusal
  | RefusalOf<'InvalidRefreshToken' | 'FactorNotSupported'>
  | RefreshInDoubt;

/** Refusal of a refresh that the provider did not answer. The provider may have exchanged the refresh token nevertheless. */
export interface RefreshInDoubt {
  kind: 'ServiceUnavailable';
  retryAfter: number;
  isInDoubt: true;
}

/** Refusals of a sign-up. */
export type SignUpRefusal =
  | CommonRefusal
  | RefusalOf<
      'WeakPassword' | 'PasswordLeaked' | 'UserExists' | 'SignUpRefused' | 'SignUpDisabled'
    >;

/** Refusals of a challenge, and of the listing or removal of second factors. */
export type FactorRefusal = CommonRefusal | RefusalOf<'MfaTokenExpired'>;

/** Refusals of a code or an approval. */
export type VerifyRefusal =
  | FactorRefusal
  | PipelineRefusal
  | RefusalOf<'InvalidCode' | 'CodeAlreadyUsed' | 'ApprovalPending'>;

/** Refusals of an enrollment. */
export type EnrollRefusal = FactorRefusal | RefusalOf<'AlreadyEnrolled' | 'FactorNotOffered'>;

/** Refusals of a password change. */
export type PasswordChangeRefusal =
  CommonRefusal | RefusalOf<'WeakPassword' | 'InvalidCredentials' | 'AccountBlocked'>;

/** Refusals of a request for a verification mail. */
export type VerificationRefusal = CommonRefusal | RefusalOf<'EmailAlreadyVerified'>;

/** Outcome of an operation that issued tokens. */
export interface Tokens {
  kind: 'Tokens';
  tokens: TokenSet;
}

/** The password or refresh token is valid, but the provider requires a second factor. `SecondFactors` needs the `token`. */
export type SecondFactorNeeded = { kind: 'SecondFactorNeeded'; token: string } & (
  | { factors: Factor[] }
  /** The user has no factor yet, and may enroll one of `factorTypes`. Undefined if the provider does not list them. */
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

/** Outcome of listing a user's second factors. */
export interface Factors {
  kind: 'Factors';
  factors: Factor[];
}

/**
 * Result of a challenge: the provider has sent a code or asked for an approval. `oobCode` identifies the challenge. Undefined if
 * the provider names none.
 */
export interface Challenged {
  kind: 'Challenged';
  oobCode: string | undefined;
}

/** Result of the start of an enrollment. The user confirms it with a first code. */
export interface Enrolling {
  kind: 'Enrolling';
  /** Secret and `otpauth:` URI for an authenticator app. Undefined for other factors. */
  totp: { secret: string; uri: string } | undefined;
  oobCode: string | undefined;
  /** Recovery codes. The provider sends them only with the user's first factor. */
  recoveryCodes: string[] | undefined;
}

/** An account and its passwords. If several accounts were linked, there may be several passwords. */
export interface FoundAccount {
  kind: 'FoundAccount';
  /** Whether an administrator has blocked the account. */
  isBlocked: boolean;
  /** Passwords of the account, the main one first. Empty if the account has no password in a realm of the gateway. */
  logins: PasswordLogin[];
}

/** A realm, and all names with which the user can sign in there. */
export interface PasswordLogin {
  realm: string;
  usernames: [string, ...string[]];
}

/** Facts about a realm. A fact is undefined if the provider does not state it. */
export interface RealmCapabilities {
  name: string;
  identifiers: ('EMAIL' | 'USERNAME' | 'PHONE')[] | undefined;
  passwordRules: PasswordPolicyRule[] | undefined;
  signupOpen: boolean | undefined;
}

/** Facts about the provider. A fact is undefined if the provider does not state it. */
export interface ProviderCapabilities {
  realms: RealmCapabilities[];
  secondFactors: FactorType[] | undefined;
}
