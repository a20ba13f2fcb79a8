import type { NewAccount } from '../identity/provider.ts';
import { toAccount, toProfileClaims, toTokenSet } from './authentication-answers.ts';
import { Auth0DataSource, type Auth0DataSourceOptions } from './rest-data-source.ts';

/** Credentials of the application, and the user's address. The base URL is the issuer. */
export interface AuthenticationAPIOptions extends Auth0DataSourceOptions {
  clientId: string;
  clientSecret: string;
  audience: string;
  /** IPv4 or IPv6 address of the user. Undefined if the connection is already closed. */
  clientIp: string | undefined;
}

/**
 * Auth0's Authentication API. Each method sends one request. A method rejects with an `Auth0Error` for an unsuccessful answer,
 * with a `WireError` for an answer of another shape, and with the error of the connection, unchanged.
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
   * Exchanges a password for tokens (password grant, RFC 6749 §4.3). With a connection it uses Auth0's password-realm grant.
   *
   * @param ask - scopes and audience of the access token. Default of `audience`: the gateway's own API
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

  /**
   * Exchanges a code of an authenticator app for the tokens of a login that Auth0 answered with `mfa_required` (MFA OTP grant).
   */
  async otpGrant(proof: { mfa_token: string; otp: string }) {
    return this.#token({ grant_type: 'http://auth0.com/oauth/grant-type/mfa-otp', ...proof });
  }

  /**
   * Exchanges a code from an SMS or mail for the tokens of a login that Auth0 answered with `mfa_required` (MFA OOB grant).
   * Without `binding_code`, exchanges an approval on a phone.
   */
  async oobGrant(proof: { mfa_token: string; oob_code: string; binding_code?: string }) {
    return this.#token({ grant_type: 'http://auth0.com/oauth/grant-type/mfa-oob', ...proof });
  }

  /**
   * Exchanges a recovery code for the tokens of a login that Auth0 answered with `mfa_required`, and for a new recovery code (MFA
   * recovery code grant).
   */
  async recoveryCodeGrant(proof: { mfa_token: string; recovery_code: string }) {
    const grant_type = 'http://auth0.com/oauth/grant-type/mfa-recovery-code';
    const tokens = await this.#token({ grant_type, ...proof });
    if (tokens.recoveryCode === undefined) this.oddMembers.of('oauth/token')('recovery_code');
    return tokens;
  }

  /**
   * Exchanges a refresh token for new tokens with the scopes of the login (RFC 6749 §6).
   *
   * @param isKnown - whether the gateway issued the token. Then the time limit is six times as long, because the gateway cannot
   *   request a lost answer again
   */
  async refreshTokenGrant(refresh_token: string, isKnown: boolean) {
    const signal = isKnown ? AbortSignal.timeout(6 * this.#options.timeoutMs) : undefined;
    return this.#token({ grant_type: 'refresh_token', refresh_token }, signal);
  }

  /**
   * Revokes a refresh token and its grant (RFC 7009). Does not forward the client address, because Auth0 documents no header for
   * it at this endpoint.
   */
  async revoke(token: string): Promise<void> {
    await this.post('oauth/revoke', { body: { ...this.#client(), token } });
  }

  /**
   * Creates a user in a database connection. Does not forward the client address: Auth0 would ignore it, because the application
   * does not authenticate at this endpoint.
   */
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

  /** Asks Auth0 for a mail with a link to choose a new password. The answer is the same for an unknown address. */
  async changePassword(account: { email: string; connection: string }): Promise<void> {
    const body = { client_id: this.#options.clientId, ...account };
    await this.post('dbconnections/change_password', { body });
  }

  /** Reads the profile of the user of an access token (OIDC Core §5.3). `subject` is the token's `sub`. */
  async userinfo(accessToken: string, subject: string) {
    const headers = { authorization: `Bearer ${accessToken}` };
    const told: unknown = await this.get('userinfo', { headers });
    return toProfileClaims(told, subject, this.oddMembers.of('userinfo'));
  }

  /**
   * Calls the token endpoint and forwards the user's address. Auth0 counts login attempts by the forwarded address, because the
   * application authenticates with its secret.
   *
   * @see
   *   https://auth0.com/docs/get-started/authentication-and-authorization-flow/avoid-common-issues-with-resource-owner-password-flow-and-attack-protection
   */
  async #token(parameters: Record<string, string>, signal?: AbortSignal) {
    const { clientIp } = this.#options;
    const body = new URLSearchParams({ ...parameters, ...this.#client() }).toString();
    const headers = {
      'content-type': 'application/x-www-form-urlencoded',
      ...(clientIp && { 'auth0-forwarded-for': clientIp }),
    };
    const issued: unknown = await this.post('oauth/token', {
      ...{ body, headers },
      ...(signal && { signal }),
    });
    return toTokenSet(issued, this.oddMembers.of('oauth/token'));
  }

  /** Returns the parameters that authenticate the application (`client_secret_post`, RFC 6749 §2.3.1). */
  #client() {
    return { client_id: this.#options.clientId, client_secret: this.#options.clientSecret };
  }
}

/** An account to create in a database connection. */
export type DatabaseSignUp = Omit<NewAccount, 'realm'> & { connection: string };

const passwordRealm = 'http://auth0.com/oauth/grant-type/password-realm';

/** Credentials of a user. If `connection` is undefined, the tenant's default directory checks them. */
export interface PasswordLogin {
  username: string;
  password: string;
  connection: string | undefined;
}
