/** A successful answer of `/oauth/token`, in Auth0's order of members. */
export interface TokenSet {
  access_token: string;
  /** Only where the grant gives one. */
  refresh_token?: string;
  /** Only with the scope `openid`. */
  id_token?: string;
  /** Left out when nothing was granted. */
  scope?: string;
  /** Seconds. */
  expires_in: number;
  token_type: 'Bearer';
  /** Only where a recovery code was used up: the one in its place. */
  recovery_code?: string;
}

/** What a grant gives: tokens, and what the record of it says. */
export interface GrantResult {
  tokenSet: TokenSet;
  log: { user_id?: string; user_name?: string; connection?: string; audience?: string };
}
