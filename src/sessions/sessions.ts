import type {
  ProfileClaims,
  RefreshRefusal,
  Refusal,
  RevokeOutcome,
  SignInRefusal,
  SignUpRefusal,
  TokenSet,
} from '../identity/outcomes.ts';
import type { IdentityProvider } from '../identity/provider.ts';
import type { AuthenticatedCaller, Identification } from '../tokens/caller.ts';
import { parseCompactJws } from '../tokens/compact-jws.ts';
import type { Revocations } from '../tokens/revocations.ts';
import { withinGrace } from './grace.ts';
import { inputFault } from './input.ts';
import { holderOf, type IssuedTokenRules } from './issued-tokens.ts';
import {
  emailInToken,
  profileOf,
  type EmailClaims,
  type ProfileModel,
  type ReadProfile,
} from './profile.ts';

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

/** What a logout has ended. */
export interface LoggedOut {
  kind: 'LoggedOut';
  accessTokenRevoked: boolean;
  refreshTokenRevoked: boolean;
}

/** What people do with their sessions, whoever the identity provider is. Every refusal is an answer; nothing is thrown. */
export interface Sessions {
  profile: (caller: AuthenticatedCaller) => ProfileModel;
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
  ) => Promise<LoggedOut | Exclude<RevokeOutcome, { kind: 'Revoked' }>>;
}

/** What sessions stand on. */
export interface SessionsOptions {
  identity: IdentityProvider;
  issued: IssuedTokenRules;
  revocations: Revocations;
  emailClaims: EmailClaims;
  readProfile: ReadProfile;
  /** Told of every outcome, with the user's id where it is known. */
  audit: (event: { operation: string; outcome: Outcome; user?: string }) => void;
}

type Outcome = Refusal['kind'] | 'SignedUp' | 'Session' | 'LoggedOut';

/** Makes the {@link Sessions} of one request. */
export function sessions(options: SessionsOptions): Sessions {
  const { identity, issued, revocations, emailClaims, readProfile, audit } = options;

  function profile(
    caller: AuthenticatedCaller,
    known: ProfileClaims | undefined = emailInToken(caller.claims, emailClaims),
  ): ProfileModel {
    return profileOf(caller, known, () => readProfile(caller, identity));
  }

  async function toSession(tokens: TokenSet): Promise<Session | typeof unusable> {
    const holder = await holderOf(tokens, identity, issued);
    if (!holder) return unusable;
    const { caller, email } = holder;
    return {
      kind: 'Session',
      accessToken: tokens.accessToken,
      refreshToken: tokens.refreshToken,
      idToken: tokens.idToken,
      tokenType: tokens.tokenType,
      expiresIn: tokens.expiresIn,
      scopes: tokens.scopes ?? caller.scopes,
      user: profile(caller, email),
    };
  }

  /** Gives up the bearer. It needs no proof: nobody but its holder can show it. */
  async function revokeBearer({ accessToken, caller }: Identification): Promise<boolean> {
    if (accessToken === undefined) return false;
    const known = await withinGrace(caller);
    if (known?.state === 'authenticated') {
      revocations.revoke({ signingInput: known.signingInput, exp: known.claims.exp });
      return true;
    }
    if (known?.state === 'rejected') return known.fault.reason === 'TOKEN_REVOKED';
    try {
      revocations.revokeUnverified(parseCompactJws(accessToken).signingInput);
      return true;
    } catch {
      return false; // No token of ours at all: there is nothing to give up.
    }
  }

  /** Has each outcome told to the audit; `userOf` where the outcome does not name the user. */
  function audited<Arguments extends unknown[], Result extends { kind: Outcome }>(
    operation: string,
    perform: (...args: Arguments) => Promise<Result>,
    userOf?: (...args: Arguments) => Promise<string | undefined>,
  ) {
    return async (...args: Arguments): Promise<Result> => {
      const result = await perform(...args);
      const user = 'user' in result ? (result.user as ProfileModel).id : await userOf?.(...args);
      audit({ operation, outcome: result.kind, ...(user !== undefined && { user }) });
      return result;
    };
  }

  return {
    profile: (caller) => profile(caller),

    signUp: audited('signup', async (account) => {
      const outcome = inputFault(account) ?? (await identity.signUp(account));
      if (outcome.kind !== 'SignedUp') return outcome;
      const { id, email = account.email, emailVerified = false } = outcome.account;
      return { kind: 'SignedUp', user: { id, email, emailVerified, roles: [], permissions: [] } };
    }),

    signIn: audited('login', async (credentials) => {
      const outcome = inputFault(credentials) ?? (await identity.signIn(credentials));
      return outcome.kind === 'Tokens' ? toSession(outcome.tokens) : outcome;
    }),

    refresh: audited('refresh', async (refreshToken) => {
      const outcome = inputFault({ refreshToken }) ?? (await identity.refresh(refreshToken));
      // Without rotation there is no new refresh token: the old one stays good (RFC 6749 §6).
      return outcome.kind === 'Tokens' ? toSession({ refreshToken, ...outcome.tokens }) : outcome;
    }),

    logOut: audited(
      'logout',
      async (refreshToken, sender) => {
        const fault = refreshToken === undefined ? undefined : inputFault({ refreshToken });
        if (fault) return fault;
        const accessTokenRevoked = await revokeBearer(sender);
        if (refreshToken === undefined) {
          return accessTokenRevoked
            ? { kind: 'LoggedOut', accessTokenRevoked, refreshTokenRevoked: false }
            : nothingToEnd;
        }
        const outcome = await identity.revoke(refreshToken);
        return outcome.kind === 'Revoked'
          ? { kind: 'LoggedOut', accessTokenRevoked, refreshTokenRevoked: true }
          : outcome;
      },
      senderId,
    ),
  };
}

async function senderId(_refreshToken: string | undefined, { caller }: Identification) {
  const known = await withinGrace(caller);
  return known?.state === 'authenticated' ? known.id : undefined;
}

/** The provider handed out tokens that we would refuse: somebody has to change its settings first. */
const unusable = { kind: 'ServiceUnavailable', retryAfter: 60 } as const;

const nothingToEnd = {
  kind: 'InvalidInput',
  field: 'refreshToken',
  message: 'There is nothing to end: send the refresh token, or a valid access token as bearer.',
} as const;
