import type { TokenFault } from '../errors.ts';
import type {
  ProfileClaims,
  RefreshOutcome,
  RevokeOutcome,
  SignInOutcome,
  SignUpOutcome,
} from './outcomes.ts';

/**
 * Where accounts live and passwords are checked, in words that are nobody's product. One instance serves one request, in
 * the name of one end user's address. Methods answer with an outcome for all that can happen; they do not throw.
 */
export interface IdentityProvider {
  /** Creates an account. Does not sign in. */
  signUp: (account: { email: string; password: string }) => Promise<SignUpOutcome>;
  /** Checks a password and asks for tokens. Tried once, whatever happens: each try counts as an attempt. */
  signIn: (credentials: { username: string; password: string }) => Promise<SignInOutcome>;
  /** Exchanges a refresh token for a new set of tokens. */
  refresh: (refreshToken: string) => Promise<RefreshOutcome>;
  /** Ends a refresh token and all that came of it. Succeeds for an unknown one too (RFC 7009 §2.2). */
  revoke: (refreshToken: string) => Promise<RevokeOutcome>;
  /** What the provider tells the holder of an access token, `subject`; undefined when it cannot be read just now. */
  profile: (accessToken: string, subject: string) => Promise<ProfileClaims | undefined>;
  /** Logs which setting of the provider makes it hand out tokens that the gateway refuses, or that lack something. */
  reportFault: (fault: IssuedTokenFault) => void;
}

/** What can be wrong with a set of tokens that the provider handed out. */
export type IssuedTokenFault =
  | { token: 'access'; reason: TokenFault }
  | { token: 'id'; cause: unknown }
  | { missing: 'permissions' };
