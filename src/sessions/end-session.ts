import type { CommonRefusal } from '../identity/outcomes.ts';
import type { IdentityProvider } from '../identity/provider.ts';
import type { Caller } from '../tokens/caller.ts';
import { parseCompactJws } from '../tokens/compact-jws.ts';
import type { Revocations } from '../tokens/revocations.ts';
import { inputFault } from './input.ts';

/** What a logout has ended. */
export interface LoggedOut {
  kind: 'LoggedOut';
  accessTokenRevoked: boolean;
  refreshTokenRevoked: boolean;
}

/** What there may be to end, each of it optional. */
export interface EndingSession {
  refreshToken: string | undefined;
  /** The bearer as it was sent. */
  accessToken: string | undefined;
  /** Whose it is; undefined while that cannot be told. */
  caller: Caller | undefined;
}

/**
 * Ends a session: the bearer in this process, the refresh token at the provider. With the provider down the bearer has ended
 * all the same.
 */
export async function endSession(
  { refreshToken, accessToken, caller }: EndingSession,
  { identity, revocations }: { identity: IdentityProvider; revocations: Revocations },
): Promise<LoggedOut | CommonRefusal> {
  const fault = refreshToken === undefined ? undefined : inputFault({ refreshToken });
  if (fault) return fault;
  const bearer = accessToken === undefined ? 'none' : endBearer(accessToken, caller, revocations);
  const accessTokenRevoked = bearer === 'ended';
  if (refreshToken === undefined) {
    if (bearer === 'ended')
      return { kind: 'LoggedOut', accessTokenRevoked, refreshTokenRevoked: false };
    return bearer === 'none' ? nothingToEnd : tooBusy;
  }
  const outcome = await identity.revoke(refreshToken);
  return outcome.kind === 'Revoked'
    ? { kind: 'LoggedOut', accessTokenRevoked, refreshTokenRevoked: true }
    : outcome;
}

/**
 * Gives up the bearer. It needs no proof: nobody but its holder can show it, signature and all.
 *
 * @returns `none` when it was good for nothing anyway; `kept` when it could not be remembered
 */
function endBearer(
  accessToken: string,
  caller: Caller | undefined,
  revocations: Revocations,
): 'ended' | 'none' | 'kept' {
  if (caller?.state === 'authenticated') {
    revocations.revoke({ signingInput: caller.signingInput, exp: caller.claims.exp });
    return 'ended';
  }
  if (caller?.state === 'rejected' && caller.fault.reason === 'TOKEN_REVOKED') return 'ended';
  // One that is not valid yet will be.
  if (caller?.state === 'rejected' && caller.fault.reason !== 'TOKEN_NOT_YET_VALID') return 'none';
  if (!isCompactJws(accessToken)) return 'none';
  return revocations.revokeUnverified(accessToken) ? 'ended' : 'kept';
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
