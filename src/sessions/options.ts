import type { IdentityProvider } from '../identity/provider.ts';
import type { Limit } from '../limits/limit.ts';
import type { SealedTokens } from '../secrets/sealed-tokens.ts';
import type { Client, Devices } from '../sign-ins/devices.ts';
import type { Revocations } from '../sign-ins/revocations.ts';
import type { SavedSignIns } from '../sign-ins/saved-sign-ins.ts';
import type { RefreshTokens } from '../sign-ins/refresh-tokens.ts';
import type { SignIns } from '../sign-ins/sign-ins.ts';
import type { AccountName } from './account-name.ts';
import type { Exchanges } from './refresh-exchanges.ts';
import type { IssuedTokenRules } from './issued-tokens.ts';
import type { MfaState } from './mfa-token.ts';
import type { ProfileSources } from './profile.ts';
import type { OpenSessions } from './open-sessions.ts';
import type { RequestCookie, Transports } from './request-cookie.ts';
import type { UsedCodes } from './used-codes.ts';

/** Dependencies and settings of the operations on sessions. */
export interface SessionsOptions extends ProfileSources {
  /** The identity provider. Its calls forward the client address of this request. */
  identity: IdentityProvider;
  /** Checks for the tokens that the provider issues. */
  issued: IssuedTokenRules;
  revocations: Revocations;
  signIns: SignIns;
  devices: Devices;
  savedSignIns: SavedSignIns;
  /** Returns the client of this request. */
  readClient: () => Client;
  refreshTokens: RefreshTokens;
  exchanges: Exchanges;
  /**
   * Seconds for which the gateway repeats its answer to an exchanged refresh token, even if a client has already presented the
   * successor.
   */
  refreshWindow: number;
  /** Sessions in cookies. */
  openSessions: OpenSessions;
  transports: Transports;
  /** The session cookie of this request. */
  cookie: RequestCookie;
  /** Seals and opens `mfaToken`s. */
  mfa: SealedTokens<MfaState>;
  /** Seals and opens `verificationToken`s. */
  verification: SealedTokens<VerificationState>;
  /** Returns the digest of an account's name. */
  digestOf: (account: AccountName) => string;
  usedCodes: UsedCodes;
  /** Limits the number of mails that this client may request. */
  mails: Limit;
  /** Names of all realms. */
  realms: readonly string[];
  /** Default scopes of a login. */
  scopes: readonly string[];
  /** Whether a user must verify the e-mail address before the gateway starts a session. */
  requireVerifiedEmail: boolean;
}

/** Content of a `verificationToken`: the id of a user whose e-mail address is not verified yet. */
export interface VerificationState {
  user: string;
}
