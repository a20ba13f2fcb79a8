import type { RefreshRefusal, RefusalOf } from '../identity/outcomes.ts';
import type { RefreshTokenRecord } from '../sign-ins/refresh-tokens.ts';
import type { SignIn, Transport } from '../sign-ins/sign-in.ts';
import type { SecondFactorAsked } from './mfa-token.ts';
import type { ProfileModel } from './profile.ts';

/** Result of a login or refresh: the user, and the tokens unless a cookie holds the session. `expiresIn` is in seconds. */
export interface Session {
  kind: 'Session';
  transport: Transport;
  signIn: SignIn;
  /** Undefined if a cookie holds the session, like the other tokens. */
  accessToken: string | undefined;
  refreshToken: string | undefined;
  idToken: string | undefined;
  tokenType: string;
  expiresIn: number;
  scopes: readonly string[];
  recoveryCode: string | undefined;
  user: ProfileModel;
  /** Whether the login came from a device that is new to the user, for the audit trail. Undefined if it is unknown. */
  newDevice?: boolean | undefined;
}

/**
 * Result for a user whose e-mail address is not verified. For `expiresIn` seconds, the user can request another verification mail
 * with the token.
 */
export interface EmailNotVerified {
  kind: 'EmailNotVerified';
  verificationToken: string;
  expiresIn: number;
  recoveryCode: string | undefined;
}

/** Result for a user to whom the provider has issued tokens. */
export type SessionOutcome = Session | EmailNotVerified | RefusalOf<'ServiceUnavailable'>;

/** Refusal of a refresh token that is no longer valid. `reason` and `user`, if known, are for the audit trail. */
export type InvalidRefreshToken = RefusalOf<'InvalidRefreshToken'> & {
  reason?: string;
  user?: { id: string };
};

/** Result of a refresh. */
export type RefreshResult =
  SessionOutcome | SecondFactorAsked | RefreshRefusal | InvalidRefreshToken;

/**
 * Result for a refresh token that was exchanged long ago. For a session in a cookie, another process may have renewed the session
 * meanwhile.
 */
export interface Superseded {
  kind: 'Superseded';
  record: RefreshTokenRecord;
}

/** Saves the session of a refresh. Until it is saved, the gateway repeats its answer to the old refresh token. */
export type SaveSession = (session: Session) => Promise<void>;
