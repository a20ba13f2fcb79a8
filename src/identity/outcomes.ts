/** Tokens as the provider hands them out (RFC 6749 §5.1, OIDC Core §3.1.3.3). */
export interface TokenSet {
  accessToken: string;
  refreshToken?: string;
  idToken?: string;
  tokenType: string;
  /** Seconds. */
  expiresIn: number;
  /** Granted scopes, where the provider names them. */
  scopes?: string[];
  /** In place of the one that has just been used up. */
  recoveryCode?: string;
}

/** A new account. */
export interface Account {
  /** The `sub` its tokens will have. */
  id: string;
  email: string | undefined;
  emailVerified: boolean | undefined;
}

/** What the provider tells of a person (OIDC Core §5.1). */
export interface ProfileClaims {
  email: string | undefined;
  emailVerified: boolean | undefined;
}

/** One rule of a password policy. `message` has its numbers filled in. */
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

/** One rule of the password policy, for the password that was tried. */
export interface PasswordRule extends PasswordPolicyRule {
  met: boolean;
  items: (PasswordPolicyRuleItem & { met: boolean })[];
}

/** A kind of second factor. */
export type FactorType = 'TOTP' | 'SMS' | 'VOICE' | 'EMAIL' | 'PUSH' | 'RECOVERY_CODE';

/** A second factor of a person's. `name` is masked. */
export interface Factor {
  id: string;
  type: FactorType;
  name: string | undefined;
}

/** A second factor that is about to be enrolled. */
export type NewFactor =
  | { type: 'TOTP' }
  | { type: 'SMS' | 'VOICE'; phoneNumber: string }
  | { type: 'EMAIL'; email: string | undefined };

/** How a person proves a second factor: with a code, that of a challenge where there was one, or by approving on their phone. */
export type FactorProof =
  | { code: string; oobCode?: string }
  | { code?: string; oobCode: string }
  | { recoveryCode: string };

/**
 * Every way in which an identity provider can decline, by the name of its type in the schema. None carries a text of the
 * provider's.
 */
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
  | { kind: 'PasswordLeaked' }
  | { kind: 'WeakPassword'; rules: PasswordRule[] }
  | { kind: 'AccountBlocked' }
  | { kind: 'LoginDenied' }
  | { kind: 'VerificationRequired' }
  | { kind: 'EmailAlreadyVerified' }
  | { kind: 'UserExists' }
  | { kind: 'SignUpRefused' }
  | { kind: 'SignUpDisabled' }
  /** `of`: whose limit it is, the account's and address's, or the provider's overall one. `retryAfter` in seconds. */
  | { kind: 'TooManyAttempts'; of: 'attempts' | 'requests'; retryAfter: number | undefined }
  /** `retryAfter` in seconds. */
  | { kind: 'ServiceUnavailable'; retryAfter: number };

/** The refusals of these kinds. */
export type RefusalOf<Kind extends Refusal['kind']> = Extract<Refusal, { kind: Kind }>;

/** Refusals that any operation can meet. */
export type CommonRefusal = RefusalOf<'InvalidInput' | 'TooManyAttempts' | 'ServiceUnavailable'>;

/** Refusals of the login pipeline, whatever the grant. */
type PipelineRefusal = RefusalOf<'AccountBlocked' | 'LoginDenied'>;

/** Why a password sign-in was declined. */
export type SignInRefusal =
  | CommonRefusal
  | PipelineRefusal
  | RefusalOf<'InvalidCredentials' | 'PasswordLeaked' | 'VerificationRequired'>;

/** Why a refresh was declined. */
export type RefreshRefusal = CommonRefusal | PipelineRefusal | RefusalOf<'InvalidRefreshToken'>;

/** Why an account was not created. */
export type SignUpRefusal =
  | CommonRefusal
  | RefusalOf<
      'WeakPassword' | 'PasswordLeaked' | 'UserExists' | 'SignUpRefused' | 'SignUpDisabled'
    >;

/** Why a second factor was not asked, or not listed or removed. */
export type FactorRefusal = CommonRefusal | RefusalOf<'MfaTokenExpired'>;

/** Why a second factor was not proved. */
export type VerifyRefusal =
  | FactorRefusal
  | PipelineRefusal
  | RefusalOf<'InvalidCode' | 'CodeAlreadyUsed' | 'ApprovalPending'>;

/** Why a second factor was not enrolled. */
export type EnrollRefusal = FactorRefusal | RefusalOf<'AlreadyEnrolled' | 'FactorNotOffered'>;

/** Why a password was not changed. */
export type PasswordChangeRefusal =
  CommonRefusal | RefusalOf<'WeakPassword' | 'InvalidCredentials'>;

/** Why no verification mail was sent. */
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

/** What came of a password sign-in. */
export type SignInOutcome = Tokens | SecondFactorNeeded | SignInRefusal;
/** What came of a refresh. */
export type RefreshOutcome = Tokens | SecondFactorNeeded | RefreshRefusal;
/** What came of a sign-up. */
export type SignUpOutcome = { kind: 'SignedUp'; account: Account } | SignUpRefusal;
/** What came of a revocation. */
export type RevokeOutcome = { kind: 'Revoked' } | CommonRefusal;

/** A person's second factors. */
export interface Factors {
  kind: 'Factors';
  factors: Factor[];
}

/** A factor was asked; `oobCode` names the challenge, where there is something to name. */
export interface Challenged {
  kind: 'Challenged';
  oobCode: string | undefined;
}

/** An enrolment has begun, and wants its first code. */
export interface Enrolling {
  kind: 'Enrolling';
  /** For an authenticator app. */
  totp: { secret: string; uri: string } | undefined;
  oobCode: string | undefined;
  /** With the first factor alone. */
  recoveryCodes: string[] | undefined;
}

/** Where an account lives and what it is called there. */
export interface AccountName {
  kind: 'AccountName';
  /** Undefined for one in a directory that is no realm of ours. */
  realm: string | undefined;
  /** What it signs in with. */
  username: string;
}

/** A realm, as far as the provider tells; what it does not is undefined. */
export interface RealmCapabilities {
  name: string;
  identifiers: ('EMAIL' | 'USERNAME' | 'PHONE')[] | undefined;
  passwordRules: PasswordPolicyRule[] | undefined;
  signupOpen: boolean | undefined;
}

/** What the provider offers, as far as it tells. */
export interface ProviderCapabilities {
  realms: RealmCapabilities[];
  secondFactors: FactorType[] | undefined;
}
