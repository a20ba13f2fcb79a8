import type { RefreshRefusal, RefusalOf } from '../identity/outcomes.ts';
import type { RefreshTokenRecord } from '../sign-ins/refresh-tokens.ts';
import type { SignIn, Transport } from '../sign-ins/sign-in.ts';
import type { SecondFactorAsked } from './mfa-token.ts';
import type { ProfileModel } from './profile.ts';

/** Outcome of a login or refresh: the user, and the tokens unless a cookie holds the session. `expiresIn` is in seconds. */
export interface Session {
  kind: 'Session';
  transport: Transport;
  signIn: SignIn;
  /** Undefined when a cookie holds the session. So are the other tokens. */
  accessToken: string | undefined;
  refreshToken: string | undefined;
  idToken: string | undefined;
  tokenType: string;
  expiresIn: number;
  scopes: readonly string[];
  recoveryCode: string | undefined;
  user: ProfileModel;
  /** Whether a login came from a device that is new to the user, for the audit trail. Undefined when it is unknown. */
  newDevice?: boolean | undefined;
}

/**
 * Outcome for a user whose e-mail address is not verified. With the token, valid for `expiresIn` seconds, the user can request the
 * verification mail again.
 */
export interface EmailNotVerified {
  kind: 'EmailNotVerified';
  verificationToken: string;
  expiresIn: number;
  recoveryCode: string | undefined;
}

/** Outcome for a user to whom the provider has issued tokens. */
export type SessionOutcome = Session | EmailNotVerified | RefusalOf<'ServiceUnavailable'>;

/** Outcome for a refresh token that is no longer good. `reason` is for the audit trail. */
export type InvalidRefreshToken = RefusalOf<'InvalidRefreshToken'> & { reason?: string };

/** Result of a refresh. */
export type RefreshResult =
  SessionOutcome | SecondFactorAsked | RefreshRefusal | InvalidRefreshToken;

/** Outcome for a token of the gateway's own that it has exchanged long ago: somebody has read an old state. */
export interface Superseded {
  kind: 'Superseded';
  record: RefreshTokenRecord;
}

/** Saves a session, before the time begins after which the refresh token before it is no longer good. */
export type SaveSession = (session: Session) => Promise<void>;
