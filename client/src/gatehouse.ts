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
} from './__generated__/operations.ts';
import type {
  Capabilities as Offer,
  ChangePasswordAnswer,
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
import { guardedFetch } from './guarded-fetch.ts';
import { SavedRefreshToken, type TokenStorage } from './saved-refresh-token.ts';
import { SecondFactor } from './second-factor.ts';
import { send, type Endpoint } from './send.ts';
import { SessionStore } from './session-store.ts';
import { TokenSession } from './token-session.ts';

/** How to reach the gateway, and where the session lives. */
export interface GatehouseOptions {
  /** Address of the gateway's GraphQL endpoint, for example `https://api.example.com/graphql`. */
  readonly url: string;
  /** `tokens`: the page holds the access token, in memory, and the refresh token where `storage` says. */
  readonly transport: 'tokens';
  /**
   * Where the refresh token is kept. `memory`: a reload signs out, unless another tab is open. `localStorage`: a reload does not, and
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
  readonly session: SessionStore;
  /** The second factor of the sign-in, or of the change, that is under way. */
  readonly secondFactor: SecondFactor;
  /** `fetch` for operations of the signed-in user, for any GraphQL client. See {@link guardedFetch}. */
  readonly fetch: typeof fetch;

  readonly #public: Endpoint;
  readonly #asUser: Endpoint;
  readonly #tokens: TokenSession;

  constructor({ url, storage = 'memory', fetch = globalThis.fetch }: GatehouseOptions) {
    const name = `gatehouse ${url}`;
    this.url = url;
    this.#public = { url, fetch: (...request) => fetch(...request) };
    this.session = new SessionStore(() => void this.#tokens.restore());
    const saved = new SavedRefreshToken(storage, name);
    this.#tokens = new TokenSession(this.#public, this.session, saved, name);
    this.fetch = guardedFetch(url, this.#public.fetch, this.#tokens, this.session);
    this.#asUser = { url, fetch: this.fetch };
    this.secondFactor = new SecondFactor(this.#asUser, (session) => {
      this.#keep(session);
    });
  }

  /** Describes what the forms can offer before a user signs in: realms, password rules, kinds of second factor. */
  readonly capabilities = (): Promise<Offer> => send(this.#public, Capabilities, {});

  /** Creates an account. The user is not signed in yet. */
  readonly signUp = (input: SignupInput): Promise<SignUpAnswer> =>
    ask(this.#public, Signup, { input });

  /** Signs in with a password. When the answer asks for a second factor, go on with `secondFactor`. */
  readonly signIn = async (input: LoginInput): Promise<SignInAnswer> =>
    this.#takeOver(await ask(this.#public, Login, { input }));

  /**
   * Signs out, in all tabs. This page is signed out at once, whatever the gateway answers. With `ALL` every device is signed out; if
   * the gateway cannot do that at the moment, the user stays signed in and can try again.
   */
  readonly signOut = async (scope: LogoutScope = 'THIS'): Promise<SignOutAnswer> => {
    await this.#tokens.restore();
    if (scope === 'ALL') {
      const { refreshToken } = this.#tokens;
      const answer = await askAsUser(this.#asUser, Logout, { input: { refreshToken, scope } });
      if (answer.__typename === 'LoggedOut') this.#tokens.drop();
      return answer;
    }
    const { accessToken, refreshToken } = this.#tokens.drop();
    const headers = accessToken ? { authorization: `Bearer ${accessToken}` } : {};
    const input = { refreshToken, scope };
    return ask(this.#public, Logout, { input }, { headers, keepalive: true });
  };

  /** Looks the signed-in user up again, for example until `emailVerified` is true. An outage changes nothing. */
  readonly reloadUser = async (): Promise<void> => {
    const answer = await askAsUser(this.#asUser, Me, {});
    if ('id' in answer) this.#tokens.update(answer);
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
    const mfaToken = input.currentPassword ? undefined : this.secondFactor.proof;
    const answer = await askAsUser(this.#asUser, ChangePassword, { input: { ...input, mfaToken } });
    if (answer.__typename === 'PasswordChanged') {
      this.#tokens.drop();
      if (answer.mfa) this.secondFactor.begin({ ...answer.mfa, __typename: 'MfaRequired' });
      return answer;
    }
    return this.#takeOver(answer);
  };

  /** Asks the signed-in user for the password. Afterwards `secondFactor` is in its step `proven`, or asks for the second factor first. */
  readonly reauthenticate = async (input: ReauthenticateInput): Promise<ReauthenticateAnswer> => {
    const answer = await askAsUser(this.#asUser, Reauthenticate, { input });
    this.secondFactor.begin(answer);
    return answer;
  };

  /** Sends the mail that verifies the e-mail address again: of the signed-in user, or of the sign-in that answered `EmailNotVerified`. */
  readonly resendVerificationEmail = (
    input: ResendVerificationEmailInput = {},
  ): Promise<VerificationEmailAnswer> =>
    askAsUser(this.#asUser, ResendVerificationEmail, { input });

  /** Keeps a session and gives the answer without its tokens. An answer that asks for the second factor begins it. */
  #takeOver<Answer extends { __typename: string }>(
    answer: Answer,
  ): Exclude<Answer, { __typename: 'Session' }> | SignedIn {
    if (!isSession(answer)) {
      this.secondFactor.begin(answer);
      return answer as Exclude<Answer, { __typename: 'Session' }>;
    }
    this.secondFactor.done();
    this.#keep(answer);
    const { __typename, user, scopes, recoveryCode } = answer;
    return { __typename, user, scopes, recoveryCode };
  }

  #keep(session: SessionAnswer): void {
    this.#tokens.keep(session);
  }
}

function isSession(answer: object): answer is SessionAnswer {
  return '__typename' in answer && answer.__typename === 'Session';
}
