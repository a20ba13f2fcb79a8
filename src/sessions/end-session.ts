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
  const accessTokenRevoked =
    accessToken !== undefined && revokeBearer(accessToken, caller, revocations);
  if (refreshToken === undefined) {
    return accessTokenRevoked
      ? { kind: 'LoggedOut', accessTokenRevoked, refreshTokenRevoked: false }
      : nothingToEnd;
  }
  const outcome = await identity.revoke(refreshToken);
  return outcome.kind === 'Revoked'
    ? { kind: 'LoggedOut', accessTokenRevoked, refreshTokenRevoked: true }
    : outcome;
}

/** Gives up the bearer. It needs no proof: nobody but its holder can show it, signature and all. */
function revokeBearer(
  accessToken: string,
  caller: Caller | undefined,
  revocations: Revocations,
): boolean {
  if (caller?.state === 'authenticated') {
    revocations.revoke({ signingInput: caller.signingInput, exp: caller.claims.exp });
    return true;
  }
  if (caller?.state === 'rejected') return caller.fault.reason === 'TOKEN_REVOKED';
  try {
    parseCompactJws(accessToken);
    revocations.revokeUnverified(accessToken);
    return true;
  } catch {
    return false; // No token of ours at all: there is nothing to give up.
  }
}

const nothingToEnd = {
  kind: 'InvalidInput',
  field: 'refreshToken',
  message: 'There is nothing to end: send the refresh token, or a valid access token as bearer.',
} as const;
