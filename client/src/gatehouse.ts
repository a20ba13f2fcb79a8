import {
  Capabilities,
  ChangePassword,
  Login,
  Logout,
  Me,
  Reauthenticate,
  RequestPasswordReset,
  ResendVerificationEmail,
  Signup,
  type ChangePasswordInput,
  type LoginInput,
  type LogoutScope,
  type ReauthenticateInput,
  type RequestPasswordResetInput,
  type ResendVerificationEmailInput,
  type SignupInput,
  type Transport,
} from './__generated__/operations.ts';
import type {
  Capabilities as Offer,
  ChangePasswordAnswer,
  CookieRefused,
  PasswordResetAnswer,
  ReauthenticateAnswer,
  SessionAnswer,
  SignedIn,
  SignInAnswer,
  SignOutAnswer,
  SignUpAnswer,
  VerificationEmailAnswer,
} from './answers.ts';
import { ask, askAsUser, signedOut } from './ask.ts';
import { CookieSession } from './cookie-session.ts';
import { Devices } from './devices.ts';
import { guardedFetch } from './guarded-fetch.ts';
import { SavedRefreshToken, type TokenStorage } from './saved-refresh-token.ts';
import { SecondFactor } from './second-factor.ts';
import { send, type Endpoint } from './send.ts';
import { SessionStore } from './session-store.ts';
import type { SessionTransport } from './session-transport.ts';
import { TokenSession } from './token-session.ts';

/** Options of {@link createGatehouse}. */
export interface GatehouseOptions {
  /** Address of the gateway's GraphQL endpoint, for example `https://api.example.com/graphql`. */
  readonly url: string;
  /**
   * Transport of the session. Default: `cookie`.
   *
   * - `cookie`: a cookie holds the session, and no script can read the cookie. The page and the gateway must belong to the same
   * site.
   * - `tokens`: the page holds the access token in memory. `storage` says where the refresh token is saved.
   */
  readonly transport?: 'cookie' | 'tokens';
  /**
   * Storage of the refresh token for the transport `tokens`. Default: `memory`.
   *
   * - `memory`: a reload signs the user out, unless another tab is open.
   * - `localStorage`: the session survives a reload, but every script of the page can read the refresh token.
   * - A storage of your own, for example in an app on a phone.
   */
  readonly storage?: TokenStorage;
  /** Function that sends the requests. Default: the global `fetch`. */
  readonly fetch?: typeof fetch;
}

/** Creates the client of a gateway. Create one for each page, outside of components. On a server, nobody is signed in. */
export function createGatehouse(options: GatehouseOptions): Gatehouse {
  return new Gatehouse(options);
}

/**
 * Client of a gateway. Each function returns a member of the schema's union. A refusal has a `message` for the user, and an
 * outage is the refusal `ServiceUnavailable`.
 *
 * @throws {@link GatehouseError} from each function, for a mistake of the program
 */
export class Gatehouse {
  /** Address of the gateway's GraphQL endpoint. */
  readonly url: string;
  /** The session of this page, and the signed-in user. */
  readonly session: Omit<SessionStore, 'set' | 'end' | 'userChanges'>;
  /** Second factor of the current sign-in or of the current change of the account. */
  readonly secondFactor: Omit<SecondFactor, 'begin' | 'forget' | 'proof' | 'proven'>;
  /** The devices on which the user is signed in. */
  readonly devices: Devices;
  /** A `fetch` for any GraphQL client, which sends operations as the signed-in user. See {@link guardedFetch}. */
  readonly fetch: typeof fetch;

  readonly #public: Endpoint;
  readonly #asUser: Endpoint;
  readonly #factor: SecondFactor;
  readonly #transport: SessionTransport;
  /** Transport that `login` asks the gateway for. */
  readonly #travels: Transport;

  constructor({ url, transport = 'cookie', storage = 'memory', fetch }: GatehouseOptions) {
    const key = `gatehouse ${url}`;
    const isCookie = transport === 'cookie';
    const credentials = isCookie ? 'include' : 'same-origin';
    const network = fetch ?? globalThis.fetch;
    this.url = url;
    this.#travels = isCookie ? 'COOKIE' : 'TOKENS';
    this.#public = { url, fetch: (input, init) => network(input, { credentials, ...init }) };
    const store = new SessionStore(
      () => void this.#transport.restore(),
      // If the renewal of a session needs the second factor, the second factor starts.
      (refusal) => {
        this.#factor.begin(refusal);
      },
    );
    this.session = store;
    this.#transport = isCookie
      ? new CookieSession(this.#public, store, `${key} cookie`)
      : new TokenSession(this.#public, store, new SavedRefreshToken(storage, key), key);
    this.fetch = guardedFetch(this.#public, network, this.#transport, store);
    this.#asUser = { url, fetch: this.fetch };
    this.#factor = new SecondFactor(this.#asUser, (session) => this.#transport.keep(session));
    this.secondFactor = this.#factor;
    store.onUserChange(this.#factor.forget);
    this.devices = new Devices(this.#asUser, store, this.#factor, {
      signOut: (scope) => this.signOut(scope),
      reauthenticate: (input) => this.reauthenticate(input),
    });
  }

  /** Returns the realms, password rules and kinds of second factor, for forms that a user sees before the sign-in. */
  readonly capabilities = (): Promise<Offer> => send(this.#public, Capabilities, {});

  /** Creates an account. Does not sign the user in. */
  readonly signUp = (input: SignupInput): Promise<SignUpAnswer> =>
    ask(this.#public, Signup, { input });

  /** Signs in with a password. After `MfaRequired` or `MfaEnrollmentRequired`, continue with `secondFactor`. */
  readonly signIn = (input: Omit<LoginInput, 'transport'>): Promise<SignInAnswer> =>
    this.#transport.inTurn(async () =>
      this.#takeOver(
        await ask(this.#public, Login, { input: { ...input, transport: this.#travels } }),
      ),
    );

  /**
   * Signs out in all tabs of this browser.
   *
   * - `THIS` ends this session. With the transport `tokens`, the page is signed out even if the gateway does not answer. A cookie
   * can be removed by the gateway only: after `ServiceUnavailable` the user is still signed in and can try again.
   * - `ALL` ends every session of the user. After `ServiceUnavailable` the user is still signed in.
   * - `OTHERS` ends every session but this one. After `ReauthenticationRequired`, call `reauthenticate` and then `signOut` again.
   *
   * Default: `THIS`.
   */
  readonly signOut = async (scope: LogoutScope = 'THIS'): Promise<SignOutAnswer> => {
    await this.#transport.restore();
    if (this.#transport.isInPage && scope === 'THIS') return this.#leave();
    return this.#transport.inTurn(async () => {
      const { refreshToken } = this.#transport;
      const mfaToken = scope === 'OTHERS' ? this.#factor.proof : undefined;
      const input = { refreshToken, scope, mfaToken };
      const answer = await askAsUser(this.#asUser, Logout, { input });
      if (answer.__typename !== 'LoggedOut') return answer;
      if (scope !== 'OTHERS') this.#transport.drop();
      else if (mfaToken) this.#factor.done(); // This has ended the proof, too.
      return answer;
    });
  };

  /** Queries the signed-in user again, for example until `emailVerified` is true. An outage leaves the user unchanged. */
  readonly reloadUser = async (): Promise<void> => {
    const answer = await askAsUser(this.#asUser, Me, {});
    if ('id' in answer) this.#transport.update(answer);
  };

  /** Sends a mail with a link to choose a new password. The answer is the same for an address without an account. */
  readonly requestPasswordReset = (
    input: RequestPasswordResetInput,
  ): Promise<PasswordResetAnswer> => ask(this.#public, RequestPasswordReset, { input });

  /**
   * Changes the password and ends every other session of the user. After `MfaRequired`, continue with `secondFactor`. When its
   * step is `proven`, call `changePassword` again without `currentPassword`.
   */
  readonly changePassword = async (
    input: Omit<ChangePasswordInput, 'mfaToken'>,
  ): Promise<ChangePasswordAnswer> => {
    const mfaToken = input.currentPassword ? undefined : this.#factor.proof;
    const answer = await askAsUser(this.#asUser, ChangePassword, { input: { ...input, mfaToken } });
    if (answer.__typename === 'PasswordChanged') {
      this.#transport.drop();
      if (answer.mfa) this.#factor.begin({ ...answer.mfa, __typename: 'MfaRequired' });
      return answer;
    }
    return this.#takeOver(answer);
  };

  /**
   * Checks the password of the signed-in user again. Afterwards `secondFactor` is in the step `proven`, or asks for the second
   * factor first.
   */
  readonly reauthenticate = async (input: ReauthenticateInput): Promise<ReauthenticateAnswer> => {
    const answer = await askAsUser(this.#asUser, Reauthenticate, { input });
    this.#factor.begin(answer);
    return answer;
  };

  /**
   * Sends the mail for verifying the e-mail address again: to the signed-in user, or to the account whose sign-in returned
   * `EmailNotVerified`.
   */
  readonly resendVerificationEmail = (
    input: ResendVerificationEmailInput = {},
  ): Promise<VerificationEmailAnswer> =>
    askAsUser(this.#asUser, ResendVerificationEmail, { input });

  /** Drops the tokens, then revokes them at the gateway. The page may close before the request ends. */
  async #leave(): Promise<SignOutAnswer> {
    const { refreshToken, current } = this.#transport;
    if (refreshToken === undefined && current === undefined) return signedOut;
    this.#transport.drop();
    const headers = current === undefined ? {} : this.#transport.headersOf(current);
    const input = { refreshToken, scope: 'THIS' } as const;
    return ask(this.#public, Logout, { input }, { headers, keepalive: true });
  }

  /**
   * Saves a session and returns the answer without its tokens. An answer that asks for the second factor starts `secondFactor`.
   */
  async #takeOver<Answer extends { __typename: string }>(
    answer: Answer,
  ): Promise<Exclude<Answer, { __typename: 'Session' }> | SignedIn | CookieRefused> {
    if (!isSession(answer)) {
      this.#factor.begin(answer);
      return answer as Exclude<Answer, { __typename: 'Session' }>;
    }
    this.#factor.forget();
    const refusal = await this.#transport.keep(answer);
    const { __typename, user, scopes, recoveryCode } = answer;
    return refusal ?? { __typename, user, scopes, recoveryCode };
  }
}

function isSession(answer: object): answer is SessionAnswer {
  return '__typename' in answer && answer.__typename === 'Session';
}
