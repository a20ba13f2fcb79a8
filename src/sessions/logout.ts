import type { CommonRefusal } from '../identity/outcomes.ts';
import type { IdentityProvider } from '../identity/provider.ts';
import type { AuthenticatedCaller, Caller } from '../tokens/caller.ts';
import { parseCompactJws } from '../tokens/compact-jws.ts';
import type { Revocations } from '../sign-ins/revocations.ts';
import type { HandedOut } from '../sign-ins/sign-ins.ts';
import { inputFault } from './input.ts';

/** What a logout has ended. */
export interface LoggedOut {
  kind: 'LoggedOut';
  accessTokenRevoked: boolean;
  refreshTokenRevoked: boolean;
  /** Whether every replica that is ready refuses what was ended. */
  everywhere: boolean;
}

/** What there may be to end, each of it optional. */
export interface EndingSession {
  refreshToken: string | undefined;
  /** The bearer as it was sent. */
  accessToken: string | undefined;
  /** Whose it is; undefined while that cannot be told. */
  caller: Caller | undefined;
}

/** What ending sessions stands on. */
export interface EndingOptions {
  identity: IdentityProvider;
  revocations: Revocations;
  handedOut: HandedOut;
}

/**
 * Ends a session: the bearer, the refresh token, and every token that came of their sign-ins. With the provider down access
 * tokens have ended all the same.
 */
export async function endSession(
  { refreshToken, accessToken, caller }: EndingSession,
  options: EndingOptions,
): Promise<LoggedOut | CommonRefusal> {
  const fault = inputFault({ refreshToken });
  if (fault) return fault;
  const bearer = accessToken === undefined ? nothing : endBearer(accessToken, caller, options);
  if (refreshToken === undefined && bearer.has !== 'ended') {
    return bearer.has === 'nothing' ? nothingToEnd : tooBusy;
  }
  const [ended, everywhere, revoked] = await Promise.all([
    endSignIns(refreshToken, holderOf(caller), options),
    bearer.everywhere,
    refreshToken === undefined ? undefined : options.identity.revoke(refreshToken),
  ]);
  if (revoked && revoked.kind !== 'Revoked') return revoked;
  return {
    kind: 'LoggedOut',
    accessTokenRevoked: bearer.has === 'ended' || ended.tokens.length > 0,
    refreshTokenRevoked: refreshToken !== undefined || ended.refreshTokens,
    everywhere: everywhere && ended.everywhere,
  };
}

/** Ends every session of the caller's, and the refresh token at the provider. */
export async function endEverySession(
  refreshToken: string | undefined,
  caller: AuthenticatedCaller,
  { identity, revocations, handedOut }: EndingOptions,
): Promise<LoggedOut | CommonRefusal> {
  const fault = inputFault({ refreshToken });
  if (fault) return fault;
  const [all, bearer, revoked] = await Promise.all([
    handedOut.endAll(caller.id).everywhere,
    revocations.end([{ id: caller.tokenId, exp: caller.claims.exp }]),
    refreshToken === undefined ? undefined : identity.revoke(refreshToken),
  ]);
  if (revoked && revoked.kind !== 'Revoked') return revoked;
  return {
    kind: 'LoggedOut',
    accessTokenRevoked: true,
    refreshTokenRevoked: true,
    everywhere: all && bearer,
  };
}

async function endSignIns(
  refreshToken: string | undefined,
  caller: AuthenticatedCaller | undefined,
  { handedOut }: EndingOptions,
) {
  const [ofRefreshToken, ofBearer] = await Promise.all([
    refreshToken === undefined ? noSignIn : handedOut.signInOf(refreshToken),
    caller ? handedOut.signInsOf(caller) : noSignIns,
  ]);
  const { value: signIn } = ofRefreshToken;
  const signIns = [...(signIn ? [signIn] : []), ...ofBearer.value];
  const { tokens, everywhere } = await handedOut.end(signIns);
  // What else came of a sign-in that nobody has recorded, nobody knows.
  const isKnown =
    (refreshToken === undefined || signIn !== undefined) &&
    (caller === undefined || ofBearer.value.length > 0);
  const isCertain = isKnown && ofRefreshToken.isCertain && ofBearer.isCertain;
  return { tokens, everywhere: everywhere && isCertain, refreshTokens: signIns.length > 0 };
}

const noSignIn = { value: undefined, isCertain: true };
const noSignIns = { value: [], isCertain: true };

/** Whose the bearer is; one that has ended can be ended once more, where not everybody knows it yet. */
function holderOf(caller: Caller | undefined): AuthenticatedCaller | undefined {
  if (caller?.state === 'authenticated') return caller;
  return caller?.state === 'rejected' ? caller.revoked : undefined;
}

interface EndedBearer {
  /** `nothing`: it was good for nothing anyway. `kept`: it could not be remembered. */
  has: 'ended' | 'nothing' | 'kept';
  everywhere: boolean | Promise<boolean>;
}

const nothing: EndedBearer = { has: 'nothing', everywhere: true };

/** Gives up the bearer. It needs no proof: nobody but its holder can show it, signature and all. */
function endBearer(
  accessToken: string,
  caller: Caller | undefined,
  { revocations }: EndingOptions,
): EndedBearer {
  const holder = holderOf(caller);
  if (holder) {
    const { tokenId: id, claims } = holder;
    return { has: 'ended', everywhere: revocations.end([{ id, exp: claims.exp }]) };
  }
  // One that is not valid yet will be.
  if (caller?.state === 'rejected' && caller.fault.reason !== 'TOKEN_NOT_YET_VALID') return nothing;
  if (!isCompactJws(accessToken)) return nothing;
  return { has: revocations.endUnverified(accessToken) ? 'ended' : 'kept', everywhere: false };
}

function isCompactJws(text: string): boolean {
  try {
    parseCompactJws(text);
    return true;
  } catch {
    return false;
  }
}

const tooBusy = { kind: 'ServiceUnavailable', retryAfter: 5 } as const;

const nothingToEnd = {
  kind: 'InvalidInput',
  field: 'refreshToken',
  message: 'There is nothing to end: send the refresh token, or a valid access token as bearer.',
} as const;
