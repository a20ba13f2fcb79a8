import type { PasswordMark } from './password-mark.ts';

/** How a session travels: its tokens go to the client, or a cookie holds it. */
export type Transport = 'TOKENS' | 'COOKIE';

/** One sign-in of a user: a password login and all refreshes that continue it. */
export interface SignIn {
  id: string;
  /** Id of the user: `sub` of the tokens. */
  user: string;
  /** Instant of the login, in milliseconds since the epoch. 0 when it is unknown. */
  since: number;
  /** Instant of the user's latest cut-off when this sign-in began; 0 without one. That cut-off does not end this sign-in. */
  after: number;
  /** Digest of the account's name with which the sign-in began. Undefined when it is unknown. */
  name?: string | undefined;
  /** The password with which the sign-in began. Undefined for a sign-in from before the gateway asked. */
  password?: PasswordMark | undefined;
}
