/** A successful answer of `/oauth/token`, in Auth0's order of members. */
export interface TokenSet {
  access_token: string;
  /** Refresh token, if the grant issues one. */
  refresh_token?: string;
  /** ID token, if the scope `openid` is granted. */
  id_token?: string;
  /** Granted scopes; absent if there are none. */
  scope?: string;
  /** Lifetime in seconds. */
  expires_in: number;
  token_type: 'Bearer';
  /** Next recovery code, after the use of one. */
  recovery_code?: string;
}

/** Result of a grant: the tokens, and members of the log record. */
export interface GrantResult {
  tokenSet: TokenSet;
  log: { user_id?: string; user_name?: string; connection?: string; audience?: string };
}
