import type { TokenFault } from '../errors.ts';
import type {
  Challenged,
  CommonRefusal,
  EnrollRefusal,
  Enrolling,
  FactorProof,
  FactorRefusal,
  FoundAccount,
  Factors,
  NewFactor,
  PasswordChangeRefusal,
  ProfileClaims,
  ProviderCapabilities,
  RefreshOutcome,
  RefusalOf,
  RevokeOutcome,
  SignInOutcome,
  SignUpOutcome,
  Tokens,
  VerificationRefusal,
  VerifyRefusal,
} from './outcomes.ts';

/**
 * A service that holds accounts and checks passwords, in words that belong to no product. One instance serves one request, in the name
 * of one client address. A method answers each refusal and outage with an outcome; it throws only on a bug. Realms have the names of
 * the gateway's configuration.
 */
export interface IdentityProvider {
  /** Creates an account. It does not sign in. */
  signUp: (account: NewAccount) => Promise<SignUpOutcome>;
  /** Checks a password and asks for tokens. It never tries twice: each try counts as an attempt. */
  signIn: (credentials: Credentials, ask: { scopes: readonly string[] }) => Promise<SignInOutcome>;
  /** Exchanges a refresh token for new tokens. */
  refresh: (refreshToken: string) => Promise<RefreshOutcome>;
  /** Revokes a refresh token and its grant. An unknown token is a success, too (RFC 7009 §2.2). */
  revoke: (refreshToken: string) => Promise<RevokeOutcome>;
  /** Reads the claims about the user of an access token. `subject` is that token's `sub`. */
  profile: (accessToken: string, subject: string) => Promise<ProfileOutcome>;
  /** Facts that forms need. The provider's settings are read again every five minutes. */
  capabilities: () => Promise<ProviderCapabilities>;
  secondFactors: SecondFactors;
  accounts: Accounts;
  /** Logs the setting with which the provider issues tokens that the gateway refuses, or that lack a claim. */
  reportFault: (fault: IssuedTokenFault) => void;
}

/** An account to create. */
export interface NewAccount {
  realm: string;
  email: string;
  /** Only in realms with usernames. */
  username?: string;
  password: string;
  name?: string;
  givenName?: string;
  familyName?: string;
  nickname?: string;
  picture?: string;
  userMetadata?: Readonly<Record<string, string>>;
}

/** Credentials of a user in a realm. */
export interface Credentials {
  realm: string;
  username: string;
  password: string;
}

/** Undefined when the provider does not answer; `tooMany` when it refuses for now. */
export type ProfileOutcome = ProfileClaims | 'tooMany' | undefined;

/** Operations on second factors. Each `token` is that of a `SecondFactorNeeded`, or an access token of {@link SecondFactors.reauthenticate}. */
export interface SecondFactors {
  /** Checks a password, which counts as an attempt. With the access token the user can list, enrol and remove factors. */
  reauthenticate: (credentials: Credentials) => Promise<SignInOutcome>;
  list: (token: string) => Promise<Factors | FactorRefusal>;
  /** Sends a code, or asks for approval. */
  challenge: (token: string, factorId: string) => Promise<Challenged | FactorRefusal>;
  enroll: (token: string, factor: NewFactor) => Promise<Enrolling | EnrollRefusal>;
  /** Proves a factor, or confirms a new one, and asks for the tokens that waited for it. */
  verify: (token: string, proof: FactorProof) => Promise<Tokens | VerifyRefusal>;
  remove: (token: string, factorId: string) => Promise<{ kind: 'Removed' } | FactorRefusal>;
}

/** Operations on accounts, by their id (`sub`). */
export interface Accounts {
  /** Sends a mail with a link to choose a new password. An unknown account is a success, too. */
  requestPasswordReset: (account: {
    realm: string;
    username: string;
  }) => Promise<{ kind: 'Requested' } | CommonRefusal>;
  /** Finds an account. `InvalidCredentials` when the account no longer exists. */
  find: (id: string) => Promise<FoundAccount | CommonRefusal | RefusalOf<'InvalidCredentials'>>;
  /** Sets the password with which `username` signs in. Refuses a blocked account and changes nothing of it. */
  setPassword: (
    id: string,
    change: Credentials,
  ) => Promise<{ kind: 'PasswordSet' } | PasswordChangeRefusal>;
  /** Whether the account's e-mail address is verified; `untold` when the gateway has no way to ask. */
  isEmailVerified: (
    id: string,
  ) => Promise<boolean | 'untold' | CommonRefusal | RefusalOf<'InvalidCredentials'>>;
  sendVerificationEmail: (id: string) => Promise<{ kind: 'Sent' } | VerificationRefusal>;
}

/** A fault of tokens that the provider issued. */
export type IssuedTokenFault =
  | { token: 'access'; reason: TokenFault }
  | { token: 'id'; cause: unknown }
  | { missing: 'permissions' | 'email_verified' };
