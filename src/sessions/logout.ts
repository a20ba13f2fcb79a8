import type { RevocationCause } from '../errors.ts';
import type { CommonRefusal } from '../identity/outcomes.ts';
import type { AuthenticatedCaller, Caller } from '../tokens/caller.ts';
import type { Transport } from '../sign-ins/sign-in.ts';
import type { Deadline } from '../store/store.ts';
import { parseCompactJws } from '../tokens/compact-jws.ts';
import { findInputFault } from './input.ts';
import type { SessionsOptions } from './options.ts';

/** Milliseconds that a logout waits for the store and the other replicas in total. */
export const logoutTimeLimit = 900;

/** A session to end. At least one of `refreshToken` and `accessToken` is required. */
export interface EndingSession {
  refreshToken: string | undefined;
  /** Bearer of the request. It may be expired, or impossible to verify at the moment. */
  accessToken: string | undefined;
  /** Caller of the bearer. Undefined while the bearer cannot be verified. */
  caller: Caller | undefined;
}

/** Result of a logout. */
export interface LoggedOut {
  kind: 'LoggedOut';
  accessTokenRevoked: boolean;
  refreshTokenRevoked: boolean;
  /** Whether every ready replica refuses the session's tokens. */
  everywhere: boolean;
  /** Transport of the ended session. Default: `TOKENS`. */
  transport?: Transport;
  /** User for the audit log. Undefined if the caller of the logout knows the user already. */
  user?: { id: string };
}

/**
 * Ends one session. Revokes the bearer, the refresh token, and every other token of the same sign-in. Access tokens are revoked
 * even during an outage of the provider.
 */
export async function logOut(
  { refreshToken, accessToken, caller }: EndingSession,
  options: SessionsOptions,
): Promise<LoggedOut | CommonRefusal> {
  const fault = findInputFault({ refreshToken });
  if (fault) return fault;
  const deadline = performance.now() + logoutTimeLimit;
  const bearer = revokeBearer(accessToken, caller, options, deadline);
  if (refreshToken === undefined && bearer.state !== 'revoked') {
    return bearer.state === 'useless' ? nothingToEnd : tooBusy;
  }
  const [ended, everywhere, revoked] = await Promise.all([
    endSignIns(refreshToken, ownerOf(caller), options, deadline),
    bearer.everywhere,
    refreshToken === undefined ? undefined : options.identity.revoke(refreshToken),
  ]);
  if (revoked && revoked.kind !== 'Revoked') return revoked;
  return {
    kind: 'LoggedOut',
    accessTokenRevoked: bearer.state === 'revoked' || ended.tokens.length > 0,
    refreshTokenRevoked: refreshToken !== undefined || ended.refreshTokens,
    everywhere: everywhere && ended.everywhere,
  };
}

async function endSignIns(
  refreshToken: string | undefined,
  owner: AuthenticatedCaller | undefined,
  { exchanges, signIns }: SessionsOptions,
  deadline: Deadline,
) {
  const [byRefreshToken, byBearer] = await Promise.all([
    refreshToken === undefined ? noSignIn : signIns.findByRefreshToken(refreshToken, deadline),
    owner ? signIns.findByAccessToken(owner, deadline) : noSignIns,
  ]);
  const { value: signIn } = byRefreshToken;
  if (refreshToken !== undefined && !signIn && byRefreshToken.isCertain)
    await exchanges.end(refreshToken);
  const found = [...(signIn ? [signIn] : []), ...byBearer.value];
  const { tokens, everywhere } = await signIns.ends.end(found, 'LOGOUT', deadline);
  // A sign-in without a record may have other tokens that the gateway cannot find.
  const areRecorded =
    (refreshToken === undefined || signIn !== undefined) &&
    (owner === undefined || byBearer.value.length > 0);
  const isCertain = areRecorded && byRefreshToken.isCertain && byBearer.isCertain;
  return { tokens, everywhere: everywhere && isCertain, refreshTokens: found.length > 0 };
}

const noSignIn = { value: undefined, isCertain: true };
const noSignIns = { value: [], isCertain: true };

/** Returns the user of a bearer, even if the bearer is revoked, because a replica may have missed the revocation. */
function ownerOf(caller: Caller | undefined): AuthenticatedCaller | undefined {
  if (caller?.state === 'authenticated') return caller;
  return caller?.state === 'rejected' ? caller.revoked : undefined;
}

/** Returns the cause of the revocation. A bearer that was revoked before keeps its cause, even if the cause is unknown. */
function causeOf(caller: Caller | undefined): RevocationCause | undefined {
  if (caller?.state === 'rejected' && caller.revoked) return caller.fault.revokedBy;
  return 'LOGOUT';
}

interface RevokedBearer {
  /**
   * `useless`: the request has no bearer, or the gateway refuses the bearer anyway. `kept`: the bearer stays valid, because too
   * many unverified tokens wait for their revocation.
   */
  state: 'revoked' | 'useless' | 'kept';
  everywhere: boolean | Promise<boolean>;
}

const useless: RevokedBearer = { state: 'useless', everywhere: true };

/** Revokes the bearer, even if it cannot be verified now: whoever sends the token's signature holds the token. */
function revokeBearer(
  accessToken: string | undefined,
  caller: Caller | undefined,
  { revocations }: SessionsOptions,
  deadline: Deadline,
): RevokedBearer {
  if (accessToken === undefined) return useless;
  const owner = ownerOf(caller);
  if (owner) {
    const { tokenId: id, claims } = owner;
    const everywhere = revocations.revoke(
      [{ id, exp: claims.exp, cause: causeOf(caller) }],
      deadline,
    );
    return { state: 'revoked', everywhere };
  }
  // A token that is not valid yet must be revoked, since it becomes valid later.
  if (caller?.state === 'rejected' && caller.fault.reason !== 'TOKEN_NOT_YET_VALID') return useless;
  if (!isCompactJws(accessToken)) return useless;
  const isRemembered = revocations.revokeUnverified(accessToken);
  return { state: isRemembered ? 'revoked' : 'kept', everywhere: false };
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
