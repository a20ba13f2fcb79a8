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
import { ask, askAsUser } from './ask.ts';
import { CookieSession } from './cookie-session.ts';
import { Devices } from './devices.ts';
import { guardedFetch } from './guarded-fetch.ts';
import { SavedRefreshToken, type TokenStorage } from './saved-refresh-token.ts';
import { SecondFactor } from './second-factor.ts';
import { send, type Endpoint } from './send.ts';
import { SessionStore } from './session-store.ts';
import type { SessionTransport } from './session-transport.ts';
import { TokenSession } from './token-session.ts';

/** How to reach the gateway, and where the session lives. */
export interface GatehouseOptions {
  /** Address of the gateway's GraphQL endpoint, for example `https://api.example.com/graphql`. */
  readonly url: string;
  /**
   * `cookie`: the session is in a cookie that no script can read. The page and the gateway have to be of one site. `tokens`: the page
   * holds the access token, in memory, and the refresh token where `storage` says. Default: `cookie`.
   */
  readonly transport?: 'cookie' | 'tokens';
  /**
   * Where the refresh token is kept, for `tokens`. `memory`: a reload signs out, unless another tab is open. `localStorage`: a reload does not, and
   * every script that gets into the page can read the token. Default: `memory`.
   */
  readonly storage?: TokenStorage;
  /** Sends the requests. Default: the global `fetch`. */
  readonly fetch?: typeof fetch;
}

/** Returns the client of a gateway. A page makes one, outside its components. On a server it signs nobody in. */
export function createGatehouse(options: GatehouseOptions): Gatehouse {
  return new Gatehouse(options);
}

/**
 * The client of a gateway. Each function answers with a member of the schema's union, and a refusal has a `message` that is safe to
 * show. An outage is the refusal `ServiceUnavailable`. What only a program can cause is thrown, as `GatehouseError`.
 */
export class Gatehouse {
  /** Address of the gateway's GraphQL endpoint. */
  readonly url: string;
  /** Who is signed in. */
  readonly session: Omit<SessionStore, 'set' | 'userChanges'>;
  /** The second factor of the sign-in, or of the change, that is under way. */
  readonly secondFactor: Omit<SecondFactor, 'begin' | 'proof' | 'proven'>;
  /** The devices on which the user is signed in. */
  readonly devices: Devices;
  /** `fetch` for operations of the signed-in user, for any GraphQL client. See {@link guardedFetch}. */
  readonly fetch: typeof fetch;

  readonly #public: Endpoint;
  readonly #asUser: Endpoint;
  readonly #factor: SecondFactor;
  readonly #transport: SessionTransport;
  /** What a sign-in asks for. */
  readonly #travels: Transport;

  constructor({ url, transport = 'cookie', storage = 'memory', fetch }: GatehouseOptions) {
    const name = `gatehouse ${url}`;
    const isCookie = transport === 'cookie';
    const credentials = isCookie ? 'include' : 'same-origin';
    const network = fetch ?? globalThis.fetch;
    this.url = url;
    this.#travels = isCookie ? 'COOKIE' : 'TOKENS';
    this.#public = { url, fetch: (input, init) => network(input, { credentials, ...init }) };
    const store = new SessionStore(() => void this.#transport.restore());
    this.session = store;
    this.#transport = isCookie
      ? new CookieSession(this.#public, store, name)
      : new TokenSession(this.#public, store, new SavedRefreshToken(storage, name), name);
    this.fetch = guardedFetch(this.#public, network, this.#transport, store);
    this.#asUser = { url, fetch: this.fetch };
    this.#factor = new SecondFactor(this.#asUser, (session) => this.#transport.keep(session));
    this.secondFactor = this.#factor;
    store.onUserChange(this.#factor.done);
    this.devices = new Devices(this.#asUser, store, this.#factor, {
      signOut: (scope) => this.signOut(scope),
      reauthenticate: (input) => this.reauthenticate(input),
    });
  }

  /** Describes what the forms can offer before a user signs in: realms, password rules, kinds of second factor. */
  readonly capabilities = (): Promise<Offer> => send(this.#public, Capabilities, {});

  /** Creates an account. The user is not signed in yet. */
  readonly signUp = (input: SignupInput): Promise<SignUpAnswer> =>
    ask(this.#public, Signup, { input });

  /** Signs in with a password. When the answer asks for a second factor, go on with `secondFactor`. */
  readonly signIn = (input: Omit<LoginInput, 'transport'>): Promise<SignInAnswer> =>
    this.#transport.inTurn(async () =>
      this.#takeOver(
        await ask(this.#public, Login, { input: { ...input, transport: this.#travels } }),
      ),
    );

  /**
   * Signs out, in all tabs. With `tokens` this page is signed out at once, whatever the gateway answers. A cookie, and with `ALL` every
   * other device, only the gateway can sign out: if it answers `ServiceUnavailable`, the user stays signed in and can try again.
   * `OTHERS` leaves this device signed in; after `ReauthenticationRequired` call `reauthenticate`, then this again.
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

  /** Looks the signed-in user up again, for example until `emailVerified` is true. An outage changes nothing. */
  readonly reloadUser = async (): Promise<void> => {
    const answer = await askAsUser(this.#asUser, Me, {});
    if ('id' in answer) this.#transport.update(answer);
  };

  /** Sends a mail with a link to choose a new password. The answer is the same whether or not the account exists. */
  readonly requestPasswordReset = (
    input: RequestPasswordResetInput,
  ): Promise<PasswordResetAnswer> => ask(this.#public, RequestPasswordReset, { input });

  /**
   * Changes the password. Every other session of the user ends. After `MfaRequired` go on with `secondFactor`; in its step `proven` call
   * this again, without `currentPassword`.
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

  /** Asks the signed-in user for the password. Afterwards `secondFactor` is in its step `proven`, or asks for the second factor first. */
  readonly reauthenticate = async (input: ReauthenticateInput): Promise<ReauthenticateAnswer> => {
    const answer = await askAsUser(this.#asUser, Reauthenticate, { input });
    this.#factor.begin(answer);
    return answer;
  };

  /** Sends the mail that verifies the e-mail address again: of the signed-in user, or of the sign-in that answered `EmailNotVerified`. */
  readonly resendVerificationEmail = (
    input: ResendVerificationEmailInput = {},
  ): Promise<VerificationEmailAnswer> =>
    askAsUser(this.#asUser, ResendVerificationEmail, { input });

  /** Drops the tokens, then revokes them. The request outlives the page, which may leave now. */
  #leave(): Promise<SignOutAnswer> {
    const { refreshToken, current } = this.#transport;
    this.#transport.drop();
    const headers = current === undefined ? {} : this.#transport.headersOf(current);
    const input = { refreshToken, scope: 'THIS' } as const;
    return ask(this.#public, Logout, { input }, { headers, keepalive: true });
  }

  /** Keeps a session and gives the answer without its tokens. An answer that asks for the second factor begins it. */
  async #takeOver<Answer extends { __typename: string }>(
    answer: Answer,
  ): Promise<Exclude<Answer, { __typename: 'Session' }> | SignedIn | CookieRefused> {
    if (!isSession(answer)) {
      this.#factor.begin(answer);
      return answer as Exclude<Answer, { __typename: 'Session' }>;
    }
    this.#factor.done();
    const refusal = await this.#transport.keep(answer);
    const { __typename, user, scopes, recoveryCode } = answer;
    return refusal ?? { __typename, user, scopes, recoveryCode };
  }
}

function isSession(answer: object): answer is SessionAnswer {
  return '__typename' in answer && answer.__typename === 'Session';
}
