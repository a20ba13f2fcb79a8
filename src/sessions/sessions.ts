import { setTimeout } from 'node:timers/promises';
import type {
  CommonRefusal,
  RefreshRefusal,
  Refusal,
  SignInRefusal,
  SignUpRefusal,
  TokenSet,
} from '../identity/outcomes.ts';
import type { IdentityProvider } from '../identity/provider.ts';
import type { Identification } from '../tokens/caller.ts';
import type { Revocations } from '../tokens/revocations.ts';
import { endSession, type LoggedOut } from './end-session.ts';
import { withinGrace } from './grace.ts';
import { inputFault } from './input.ts';
import { holderOf, type IssuedTokenRules } from './issued-tokens.ts';
import { profileOf, type ProfileModel, type ProfileSources } from './profile.ts';

/** A sign-in that succeeded, or was renewed. Times are seconds. */
export interface Session {
  kind: 'Session';
  accessToken: string;
  refreshToken: string | undefined;
  idToken: string | undefined;
  tokenType: string;
  expiresIn: number;
  scopes: readonly string[];
  user: ProfileModel;
}

/** What people do with their sessions, whoever the identity provider is. Every refusal is an answer; nothing is thrown. */
export interface Sessions {
  signUp: (account: {
    email: string;
    password: string;
  }) => Promise<{ kind: 'SignedUp'; user: ProfileModel } | SignUpRefusal>;
  signIn: (credentials: { username: string; password: string }) => Promise<Session | SignInRefusal>;
  refresh: (refreshToken: string) => Promise<Session | RefreshRefusal>;
  /** @param sender - who asks; a bearer that cannot be verified just now is given up all the same */
  logOut: (
    refreshToken: string | undefined,
    sender: Identification,
  ) => Promise<LoggedOut | CommonRefusal>;
}

/** What sessions stand on. */
export interface SessionsOptions extends ProfileSources {
  identity: IdentityProvider;
  issued: IssuedTokenRules;
  revocations: Revocations;
  /** Told of every outcome, with the user's id where it is known. */
  audit: (event: { operation: string; outcome: Outcome; user?: string }) => void;
}

type Outcome = Refusal['kind'] | 'SignedUp' | 'Session' | 'LoggedOut';

/** Makes the {@link Sessions} of one request. */
export function sessions(options: SessionsOptions): Sessions {
  const { identity, issued, revocations, audit } = options;

  async function toSession(tokens: TokenSet): Promise<Session | typeof unusable | typeof tryAgain> {
    const holder = await holderOf(tokens, identity, issued);
    if (!holder) return unusable;
    const { caller, email } = holder;
    if (revocations.isRevoked(caller)) return renewed(tokens);
    return {
      kind: 'Session',
      accessToken: tokens.accessToken,
      refreshToken: tokens.refreshToken,
      idToken: tokens.idToken,
      tokenType: tokens.tokenType,
      expiresIn: tokens.expiresIn,
      scopes: tokens.scopes ?? caller.scopes,
      user: profileOf(caller, options, () => identity, email),
    };
  }

  /**
   * Auth0's clock has whole seconds, and its tokens no `jti`: a login in the very second of a logout brings the token that
   * has just been ended. The next second's is another.
   */
  async function renewed({ refreshToken }: TokenSet): Promise<Session | typeof tryAgain> {
    if (refreshToken === undefined) return tryAgain;
    await setTimeout(1000);
    const outcome = await identity.refresh(refreshToken);
    if (outcome.kind !== 'Tokens') return tryAgain;
    const session = await toSession({ refreshToken, ...outcome.tokens });
    return session.kind === 'Session' ? session : tryAgain;
  }

  function audited<Result extends { kind: Outcome; user?: { id: string } }>(
    operation: string,
    result: Result,
    user = result.user?.id,
  ): Result {
    audit({ operation, outcome: result.kind, ...(user !== undefined && { user }) });
    return result;
  }

  async function signUp(account: { email: string; password: string }) {
    const outcome = inputFault(account) ?? (await identity.signUp(account));
    if (outcome.kind !== 'SignedUp') return outcome;
    const { id, email = account.email, emailVerified = false } = outcome.account;
    const user: ProfileModel = { id, email, emailVerified, roles: [], permissions: [] };
    return { kind: 'SignedUp', user } as const;
  }

  async function signIn(credentials: { username: string; password: string }) {
    const outcome = inputFault(credentials) ?? (await identity.signIn(credentials));
    return outcome.kind === 'Tokens' ? toSession(outcome.tokens) : outcome;
  }

  async function refresh(refreshToken: string) {
    const outcome = inputFault({ refreshToken }) ?? (await identity.refresh(refreshToken));
    // Without rotation there is no new refresh token: the old one stays good (RFC 6749 §6).
    return outcome.kind === 'Tokens' ? toSession({ refreshToken, ...outcome.tokens }) : outcome;
  }

  return {
    signUp: async (account) => audited('signup', await signUp(account)),
    signIn: async (credentials) => audited('login', await signIn(credentials)),
    refresh: async (refreshToken) => audited('refresh', await refresh(refreshToken)),
    logOut: async (refreshToken, { accessToken, caller: sender }) => {
      const caller = await withinGrace(sender);
      const ended = await endSession({ refreshToken, accessToken, caller }, options);
      return audited('logout', ended, caller?.state === 'authenticated' ? caller.id : undefined);
    },
  };
}

/** The provider handed out tokens that we would refuse: somebody has to change its settings first. */
const unusable = { kind: 'ServiceUnavailable', retryAfter: 60 } as const;

const tryAgain = { kind: 'ServiceUnavailable', retryAfter: 1 } as const;
