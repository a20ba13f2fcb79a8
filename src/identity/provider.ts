import type { TokenFault } from '../errors.ts';
import type { Directory } from './directory.ts';
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
 * A service that holds accounts and checks passwords, such as Auth0. An instance serves one request of one client address. A
 * method returns each refusal and outage as an outcome, and throws only for a bug. Realms have the names of the gateway's
 * configuration.
 */
export interface IdentityProvider {
  /** Creates an account. Does not sign the user in. */
  signUp: (account: NewAccount) => Promise<SignUpOutcome>;
  /** Checks a password and requests tokens. Sends a single request, because the provider counts each request as an attempt. */
  signIn: (credentials: Credentials, ask: { scopes: readonly string[] }) => Promise<SignInOutcome>;
  /**
   * Exchanges a refresh token for new tokens.
   *
   * @param about - `isKnown`: whether the gateway issued the token. The gateway then waits longer for the answer
   */
  refresh: (refreshToken: string, about: { isKnown: boolean }) => Promise<RefreshOutcome>;
  /** Revokes a refresh token and its grant. An unknown token counts as revoked (RFC 7009 §2.2). */
  revoke: (refreshToken: string) => Promise<RevokeOutcome>;
  /** Reads the claims about the user of an access token. `subject` is the token's `sub`. */
  profile: (accessToken: string, subject: string) => Promise<ProfileOutcome>;
  /** Reads the facts that a sign-in page needs. They may be five minutes old. */
  capabilities: () => Promise<ProviderCapabilities>;
  secondFactors: SecondFactors;
  accounts: Accounts;
  directory: Directory;
  /**
   * Logs the setting of the provider that causes a fault of issued tokens. The gateway refuses such tokens, or misses a claim in
   * them.
   */
  reportFault: (fault: IssuedTokenFault) => void;
}

/** Input of a sign-up. */
export interface NewAccount {
  realm: string;
  email: string;
  /** Set only in realms with usernames. */
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

/** Claims about a user. Undefined if the provider does not answer. `tooMany` if it refuses because of too many requests. */
export type ProfileOutcome = ProfileClaims | 'tooMany' | undefined;

/**
 * Operations on second factors. Each `token` comes from a `SecondFactorNeeded`, or is an access token of
 * {@link SecondFactors.reauthenticate}.
 */
export interface SecondFactors {
  /** Checks a password, which counts as an attempt. The returned access token can list, enroll and remove factors. */
  reauthenticate: (credentials: Credentials) => Promise<SignInOutcome>;
  list: (token: string) => Promise<Factors | FactorRefusal>;
  /** Sends a code by SMS, call or mail, or asks for an approval on a phone. */
  challenge: (token: string, factorId: string) => Promise<Challenged | FactorRefusal>;
  enroll: (token: string, factor: NewFactor) => Promise<Enrolling | EnrollRefusal>;
  /** Proves a factor, or confirms a new one. Returns the tokens of the login or reauthentication. */
  verify: (token: string, proof: FactorProof) => Promise<Tokens | VerifyRefusal>;
  remove: (token: string, factorId: string) => Promise<{ kind: 'Removed' } | FactorRefusal>;
}

/** Operations on accounts, by their id (`sub`). */
export interface Accounts {
  /** Sends a mail with a link to choose a new password. The result is the same for an unknown account. */
  requestPasswordReset: (account: {
    realm: string;
    username: string;
  }) => Promise<{ kind: 'Requested' } | CommonRefusal>;
  /** Finds an account. Returns `InvalidCredentials` if the account no longer exists. */
  find: (id: string) => Promise<FoundAccount | CommonRefusal | RefusalOf<'InvalidCredentials'>>;
  /** Sets the password of `username`. Refuses a blocked account, and keeps it unchanged. */
  setPassword: (
    id: string,
    change: Credentials,
  ) => Promise<{ kind: 'PasswordSet' } | PasswordChangeRefusal>;
  /** Whether the user's e-mail address is verified. Returns `untold` if the gateway cannot ask. */
  isEmailVerified: (
    id: string,
  ) => Promise<boolean | 'untold' | CommonRefusal | RefusalOf<'InvalidCredentials'>>;
  sendVerificationEmail: (id: string) => Promise<{ kind: 'Sent' } | VerificationRefusal>;
}

/** A fault of issued tokens: in the access token, in the ID token, or a missing claim. */
export type IssuedTokenFault =
  | { token: 'access'; reason: TokenFault }
  | { token: 'id'; cause: unknown }
  | { missing: 'permissions' | 'roles' | 'email_verified' | 'password' }
  /** The provider has not answered in time. The gateway keeps waiting. */
  | { late: 'answer to a refresh' }
  /** A sign-in has ended because an answer of the provider was lost. */
  | { lost: 'answer to a refresh' };
