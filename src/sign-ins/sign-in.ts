import type { PasswordMark } from './password-mark.ts';

/** Transport of a session. With `TOKENS` the client receives the tokens. With `COOKIE` a cookie holds the session. */
export type Transport = 'TOKENS' | 'COOKIE';

/** One sign-in of a user: a password login and all refreshes that continue it. */
export interface SignIn {
  id: string;
  /** Id of the user: `sub` of the tokens. */
  user: string;
  /** Time of the login (milliseconds since the epoch). 0 if it is unknown. */
  since: number;
  /**
   * Time of the user's latest cut-off before this sign-in (milliseconds since the epoch), which does not end the sign-in. 0 if
   * there was none.
   */
  after: number;
  /** Digest of the account's name that the user typed at the login. Undefined if it is unknown. */
  name?: string | undefined;
  /** The password with which the sign-in began. Undefined for a sign-in that an older version of the gateway recorded. */
  password?: PasswordMark | undefined;
}
