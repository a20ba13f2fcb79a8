import type { TokenFault } from '../errors.ts';
import type {
  AccountName,
  Challenged,
  CommonRefusal,
  EnrollRefusal,
  Enrolling,
  FactorProof,
  FactorRefusal,
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
 * Where accounts live and passwords are checked, in words that are nobody's product. One instance serves one request, in
 * the name of one end user's address. Methods answer with an outcome for all that can happen; they do not throw. Realms go
 * by the names that the gateway is configured with.
 */
export interface IdentityProvider {
  /** Creates an account. Does not sign in. */
  signUp: (account: NewAccount) => Promise<SignUpOutcome>;
  /** Checks a password and asks for tokens. Tried once, whatever happens: each try counts as an attempt. */
  signIn: (credentials: Credentials, ask: { scopes: readonly string[] }) => Promise<SignInOutcome>;
  /** Exchanges a refresh token for a new set of tokens. */
  refresh: (refreshToken: string) => Promise<RefreshOutcome>;
  /** Ends a refresh token and all that came of it. Succeeds for an unknown one too (RFC 7009 §2.2). */
  revoke: (refreshToken: string) => Promise<RevokeOutcome>;
  /** What the provider tells the holder of an access token, `subject`. */
  profile: (accessToken: string, subject: string) => Promise<ProfileOutcome>;
  /** What forms need to know; looked up anew once in a while. */
  capabilities: () => Promise<ProviderCapabilities>;
  secondFactors: SecondFactors;
  accounts: Accounts;
  /** Logs which setting of the provider makes it hand out tokens that the gateway refuses, or that lack something. */
  reportFault: (fault: IssuedTokenFault) => void;
}

/** An account to be. */
export interface NewAccount {
  realm: string;
  email: string;
  /** In realms that have usernames. */
  username?: string;
  password: string;
}

/** Who signs in, and where. */
export interface Credentials {
  realm: string;
  username: string;
  password: string;
}

/** Undefined when it cannot be read just now; `tooMany` when it was asked for too often. */
export type ProfileOutcome = ProfileClaims | 'tooMany' | undefined;

/**
 * What can be done about second factors. A `token` is that of a `SecondFactorNeeded`, or an access token of
 * {@link SecondFactors.reauthenticate}.
 */
export interface SecondFactors {
  /** Checks a password, counted as an attempt; the access token lets its holder list, enrol and remove factors. */
  reauthenticate: (credentials: Credentials) => Promise<SignInOutcome>;
  list: (token: string) => Promise<Factors | FactorRefusal>;
  /** Sends a code, or asks for approval. */
  challenge: (token: string, factorId: string) => Promise<Challenged | FactorRefusal>;
  enroll: (token: string, factor: NewFactor) => Promise<Enrolling | EnrollRefusal>;
  /** Proves a factor, or confirms a new one, and asks for the tokens that were held back. */
  verify: (token: string, proof: FactorProof) => Promise<Tokens | VerifyRefusal>;
  remove: (token: string, factorId: string) => Promise<{ kind: 'Removed' } | FactorRefusal>;
}

/** What can be done about accounts, by their id (`sub`). */
export interface Accounts {
  /** Has a mail sent with which a new password can be chosen. Succeeds for an unknown account, too. */
  requestPasswordReset: (account: {
    realm: string;
    username: string;
  }) => Promise<{ kind: 'Requested' } | CommonRefusal>;
  /** `InvalidCredentials` when the account is gone. */
  find: (id: string) => Promise<AccountName | CommonRefusal | RefusalOf<'InvalidCredentials'>>;
  setPassword: (
    id: string,
    change: { realm: string; password: string },
  ) => Promise<{ kind: 'PasswordSet' } | PasswordChangeRefusal>;
  /** Undefined when it cannot be read just now. */
  isEmailVerified: (id: string) => Promise<boolean | undefined>;
  sendVerificationEmail: (id: string) => Promise<{ kind: 'Sent' } | VerificationRefusal>;
}

/** What can be wrong with a set of tokens that the provider handed out. */
export type IssuedTokenFault =
  | { token: 'access'; reason: TokenFault }
  | { token: 'id'; cause: unknown }
  | { missing: 'permissions' };
