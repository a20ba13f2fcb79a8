import type { NewAccount } from '../identity/provider.ts';
import { toAccount, toProfileClaims, toTokenSet } from './authentication-answers.ts';
import { Auth0DataSource, type Auth0DataSourceOptions } from './rest-data-source.ts';

/** The application's credentials and the end user's address. The base URL is the tenant's. */
export interface AuthenticationAPIOptions extends Auth0DataSourceOptions {
  clientId: string;
  clientSecret: string;
  audience: string;
  /** The end user's IPv4 or IPv6 address; undefined if the socket has none. */
  clientIp: string | undefined;
}

/**
 * Auth0's Authentication API, one method per request. Every method rejects with an `Auth0Error` for an unsuccessful answer,
 * with a `WireError` for an answer of another shape, and with the connection's own error.
 *
 * @see https://auth0.com/docs/api/authentication
 */
export class AuthenticationAPI extends Auth0DataSource {
  readonly #options: AuthenticationAPIOptions;

  constructor(options: AuthenticationAPIOptions) {
    super(options);
    this.#options = options;
  }

  /**
   * Password grant (RFC 6749 §4.3). With a connection, Auth0's password-realm grant.
   *
   * @param ask - `audience` defaults to the gateway's own API
   */
  async passwordGrant(
    { connection, ...user }: PasswordLogin,
    ask: { scopes: readonly string[]; audience?: string },
  ) {
    const { audience = this.#options.audience, scopes } = ask;
    const grant =
      connection === undefined
        ? { grant_type: 'password' }
        : { grant_type: passwordRealm, realm: connection };
    return this.#token({ ...grant, ...user, audience, scope: scopes.join(' ') });
  }

  /** MFA OTP grant: exchanges a code of an authenticator app for the tokens that `mfa_required` withheld. */
  async otpGrant(proof: { mfa_token: string; otp: string }) {
    return this.#token({ grant_type: 'http://auth0.com/oauth/grant-type/mfa-otp', ...proof });
  }

  /** MFA OOB grant: exchanges a sent code for the withheld tokens, or an approval if there is no `binding_code`. */
  async oobGrant(proof: { mfa_token: string; oob_code: string; binding_code?: string }) {
    return this.#token({ grant_type: 'http://auth0.com/oauth/grant-type/mfa-oob', ...proof });
  }

  /** MFA recovery code grant: exchanges a recovery code for the withheld tokens and a new recovery code. */
  async recoveryCodeGrant(proof: { mfa_token: string; recovery_code: string }) {
    const grant_type = 'http://auth0.com/oauth/grant-type/mfa-recovery-code';
    const tokens = await this.#token({ grant_type, ...proof });
    if (tokens.recoveryCode === undefined) this.oddMembers.of('oauth/token')('recovery_code');
    return tokens;
  }

  /** Refresh token grant (RFC 6749 §6), for the scopes of the sign-in. */
  async refreshTokenGrant(refresh_token: string) {
    return this.#token({ grant_type: 'refresh_token', refresh_token });
  }

  /** Revokes a refresh token and its grant (RFC 7009). Sends no client address: Auth0 documents none for this endpoint. */
  async revoke(token: string): Promise<void> {
    await this.post('oauth/revoke', { body: { ...this.#client(), token } });
  }

  /** Creates a database user. The endpoint has no client authentication, so Auth0 would ignore a forwarded address. */
  async signup({ givenName, familyName, userMetadata, ...account }: DatabaseSignUp) {
    const body = {
      client_id: this.#options.clientId,
      ...account,
      given_name: givenName,
      family_name: familyName,
      user_metadata: userMetadata,
    };
    const created: unknown = await this.post('dbconnections/signup', { body });
    return toAccount(created, this.oddMembers.of('dbconnections/signup'));
  }

  /** Asks Auth0 for a mail with a link to choose a new password. For an unknown address, Auth0 gives the same answer. */
  async changePassword(account: { email: string; connection: string }): Promise<void> {
    const body = { client_id: this.#options.clientId, ...account };
    await this.post('dbconnections/change_password', { body });
  }

  /** Reads the profile of an access token's user (OIDC Core §5.3). `subject` is the token's `sub`. */
  async userinfo(accessToken: string, subject: string) {
    const headers = { authorization: `Bearer ${accessToken}` };
    const told: unknown = await this.get('userinfo', { headers });
    return toProfileClaims(told, subject, this.oddMembers.of('userinfo'));
  }

  /**
   * Calls the token endpoint and forwards the end user's address. Auth0 counts attempts by that address, as the call
   * authenticates with the client secret.
   *
   * @see https://auth0.com/docs/get-started/authentication-and-authorization-flow/avoid-common-issues-with-resource-owner-password-flow-and-attack-protection
   */
  async #token(parameters: Record<string, string>) {
    const { clientIp } = this.#options;
    const body = new URLSearchParams({ ...parameters, ...this.#client() }).toString();
    const headers = {
      'content-type': 'application/x-www-form-urlencoded',
      ...(clientIp && { 'auth0-forwarded-for': clientIp }),
    };
    const issued: unknown = await this.post('oauth/token', { body, headers });
    return toTokenSet(issued, this.oddMembers.of('oauth/token'));
  }

  /** Client authentication `client_secret_post` (RFC 6749 §2.3.1). */
  #client() {
    return { client_id: this.#options.clientId, client_secret: this.#options.clientSecret };
  }
}

/** An account to create in a database connection. */
export type DatabaseSignUp = Omit<NewAccount, 'realm'> & { connection: string };

const passwordRealm = 'http://auth0.com/oauth/grant-type/password-realm';

/** Credentials of a user. Without a connection the tenant's default directory checks them. */
export interface PasswordLogin {
  username: string;
  password: string;
  connection: string | undefined;
}
