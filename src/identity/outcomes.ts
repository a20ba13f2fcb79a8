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

/** One rule of the password policy, for the password that was tried. `message` has its numbers filled in. */
export interface PasswordRule {
  code: string;
  message: string;
  met: boolean;
  items: Omit<PasswordRule, 'items'>[];
}

/**
 * Every way in which an identity provider can decline, by the name of its type in the schema. None carries a text of the
 * provider's.
 */
export type Refusal =
  | { kind: 'InvalidInput'; field: string; message: string }
  | { kind: 'InvalidCredentials' }
  | { kind: 'InvalidRefreshToken' }
  | { kind: 'MfaRequired' }
  | { kind: 'PasswordLeaked' }
  | { kind: 'WeakPassword'; rules: PasswordRule[] }
  | { kind: 'AccountBlocked' }
  | { kind: 'LoginDenied' }
  | { kind: 'VerificationRequired' }
  | { kind: 'UserExists' }
  | { kind: 'SignUpRefused' }
  | { kind: 'SignUpDisabled' }
  /** `of`: whose limit it is, the account's and address's, or the provider's overall one. `retryAfter` in seconds. */
  | { kind: 'TooManyAttempts'; of: 'attempts' | 'requests'; retryAfter: number | undefined }
  /** `retryAfter` in seconds. */
  | { kind: 'ServiceUnavailable'; retryAfter: number };

type RefusalOf<Kind extends Refusal['kind']> = Extract<Refusal, { kind: Kind }>;

/** Refusals that any operation can meet. */
export type CommonRefusal = RefusalOf<'InvalidInput' | 'TooManyAttempts' | 'ServiceUnavailable'>;

/** Why a password sign-in was declined. */
export type SignInRefusal =
  | CommonRefusal
  | RefusalOf<
      | 'InvalidCredentials'
      | 'MfaRequired'
      | 'PasswordLeaked'
      | 'AccountBlocked'
      | 'LoginDenied'
      | 'VerificationRequired'
    >;

/** Why a refresh was declined. */
export type RefreshRefusal =
  | CommonRefusal
  | RefusalOf<'InvalidRefreshToken' | 'MfaRequired' | 'AccountBlocked' | 'LoginDenied'>;

/** Why an account was not created. */
export type SignUpRefusal =
  | CommonRefusal
  | RefusalOf<
      'WeakPassword' | 'PasswordLeaked' | 'UserExists' | 'SignUpRefused' | 'SignUpDisabled'
    >;

/** What came of a password sign-in. */
export type SignInOutcome = { kind: 'Tokens'; tokens: TokenSet } | SignInRefusal;
/** What came of a refresh. */
export type RefreshOutcome = { kind: 'Tokens'; tokens: TokenSet } | RefreshRefusal;
/** What came of a sign-up. */
export type SignUpOutcome = { kind: 'SignedUp'; account: Account } | SignUpRefusal;
/** What came of a revocation. */
export type RevokeOutcome = { kind: 'Revoked' } | CommonRefusal;
