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
 * A service that holds accounts and checks passwords, such as Auth0. One instance serves one request of one client address. A
 * method answers each refusal and outage with an outcome, and throws only on a bug. Realms have the names that the gateway's
 * configuration gives them.
 */
export interface IdentityProvider {
  /** Creates an account. The user is not signed in. */
  signUp: (account: NewAccount) => Promise<SignUpOutcome>;
  /** Checks a password and asks for tokens. Sends one request only, since the provider counts each as an attempt. */
  signIn: (credentials: Credentials, ask: { scopes: readonly string[] }) => Promise<SignInOutcome>;
  /**
   * Exchanges a refresh token for new tokens.
   *
   * @param about - whether the gateway issued the token: then it waits longer for the answer
   */
  refresh: (refreshToken: string, about: { isKnown: boolean }) => Promise<RefreshOutcome>;
  /** Revokes a refresh token and its grant. An unknown token counts as revoked (RFC 7009 §2.2). */
  revoke: (refreshToken: string) => Promise<RevokeOutcome>;
  /** Reads the claims about the user of an access token. `subject` is the token's `sub`. */
  profile: (accessToken: string, subject: string) => Promise<ProfileOutcome>;
  /** Reads the facts that forms need. They may be five minutes old. */
  capabilities: () => Promise<ProviderCapabilities>;
  secondFactors: SecondFactors;
  accounts: Accounts;
  /** Logs which setting of the provider causes a fault of the issued tokens: the gateway refuses them, or they lack a claim. */
  reportFault: (fault: IssuedTokenFault) => void;
}

/** Input of a sign-up. */
export interface NewAccount {
  realm: string;
  email: string;
  /** Present only in realms with usernames. */
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

/** Claims about a user; undefined when the provider does not answer, `tooMany` when it refuses because of too many requests. */
export type ProfileOutcome = ProfileClaims | 'tooMany' | undefined;

/**
 * Operations on second factors. Each `token` comes from a `SecondFactorNeeded`, or is an access token of
 * {@link SecondFactors.reauthenticate}.
 */
export interface SecondFactors {
  /** Checks a password, which counts as an attempt. The access token that it returns can list, enrol and remove factors. */
  reauthenticate: (credentials: Credentials) => Promise<SignInOutcome>;
  list: (token: string) => Promise<Factors | FactorRefusal>;
  /** Sends a code by SMS, call or mail, or asks for an approval on a phone. */
  challenge: (token: string, factorId: string) => Promise<Challenged | FactorRefusal>;
  enroll: (token: string, factor: NewFactor) => Promise<Enrolling | EnrollRefusal>;
  /** Proves a factor, or confirms a new one, and returns the tokens that waited for it. */
  verify: (token: string, proof: FactorProof) => Promise<Tokens | VerifyRefusal>;
  remove: (token: string, factorId: string) => Promise<{ kind: 'Removed' } | FactorRefusal>;
}

/** Operations on accounts, by their id (`sub`). */
export interface Accounts {
  /** Sends a mail with a link to choose a new password. The outcome for an unknown account is the same. */
  requestPasswordReset: (account: {
    realm: string;
    username: string;
  }) => Promise<{ kind: 'Requested' } | CommonRefusal>;
  /** Finds an account. Returns `InvalidCredentials` when the account no longer exists. */
  find: (id: string) => Promise<FoundAccount | CommonRefusal | RefusalOf<'InvalidCredentials'>>;
  /** Sets the password with which `username` signs in. Refuses a blocked account and changes nothing of it. */
  setPassword: (
    id: string,
    change: Credentials,
  ) => Promise<{ kind: 'PasswordSet' } | PasswordChangeRefusal>;
  /** Tells whether the user's e-mail address is verified. Returns `untold` when the gateway has no way to ask. */
  isEmailVerified: (
    id: string,
  ) => Promise<boolean | 'untold' | CommonRefusal | RefusalOf<'InvalidCredentials'>>;
  sendVerificationEmail: (id: string) => Promise<{ kind: 'Sent' } | VerificationRefusal>;
}

/** A fault of tokens that the provider issued: of the access token, of the ID token, or a claim that is missing. */
export type IssuedTokenFault =
  | { token: 'access'; reason: TokenFault }
  | { token: 'id'; cause: unknown }
  | { missing: 'permissions' | 'roles' | 'email_verified' | 'password' }
  /** The provider has not answered in time; the gateway goes on waiting. */
  | { late: 'answer to a refresh' }
  /** A sign-in ended because an answer of the provider never came. */
  | { lost: 'answer to a refresh' };
