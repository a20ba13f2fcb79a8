/** A successful answer of `/oauth/token`. The members are in Auth0's order. */
export interface TokenSet {
  access_token: string;
  /** Present if the grant issues a refresh token. */
  refresh_token?: string;
  /** Present if the scope `openid` is granted. */
  id_token?: string;
  /** Granted scopes, separated by spaces. Missing if there are none. */
  scope?: string;
  /** Lifetime of the access token in seconds. */
  expires_in: number;
  token_type: 'Bearer';
  /** The next recovery code, after one was used. */
  recovery_code?: string;
}

/** Result of a grant: the tokens, and members for the log record. */
export interface GrantResult {
  tokenSet: TokenSet;
  log: { user_id?: string; user_name?: string; connection?: string; audience?: string };
}
