import type { IdentityProvider } from '../identity/provider.ts';
import type { Limit } from '../limits/limit.ts';
import type { SealedTokens } from '../secrets/sealed-tokens.ts';
import type { Revocations } from '../sign-ins/revocations.ts';
import type { RefreshTokens } from '../sign-ins/refresh-tokens.ts';
import type { SignIns } from '../sign-ins/sign-ins.ts';
import type { AccountName } from './account-name.ts';
import type { Exchanges } from './exchanges.ts';
import type { IssuedTokenRules } from './issued-tokens.ts';
import type { MfaState } from './mfa-token.ts';
import type { ProfileSources } from './profile.ts';
import type { UsedCodes } from './used-codes.ts';

/** Dependencies and settings of each operation of this room. Durations are seconds unless their name says otherwise. */
export interface SessionsOptions extends ProfileSources {
  /** The provider, in the name of this request's client address. */
  identity: IdentityProvider;
  /** Rules for tokens that the provider issues. */
  issued: IssuedTokenRules;
  revocations: Revocations;
  signIns: SignIns;
  refreshTokens: RefreshTokens;
  exchanges: Exchanges;
  /** Time for which an exchanged refresh token gets its successor, even once a client has presented the successor. */
  refreshWindow: number;
  /** Seals the `mfaToken`. */
  mfa: SealedTokens<MfaState>;
  /** Seals the `verificationToken`. */
  verification: SealedTokens<VerificationState>;
  /** Digest that identifies an account and does not reveal its name. */
  digestOf: (account: AccountName) => string;
  usedCodes: UsedCodes;
  /** Counts the mails that this client asks for. */
  mails: Limit;
  /** Names of all realms. */
  realms: readonly string[];
  /** Scopes of a login that names none. */
  scopes: readonly string[];
  /** Whether a user gets a session only once their e-mail address is verified. */
  requireVerifiedEmail: boolean;
}

/** Content of a `verificationToken`: the user whose address is to be verified. */
export interface VerificationState {
  user: string;
}
