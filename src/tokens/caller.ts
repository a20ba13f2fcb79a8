import type { RevocationCause } from '../errors.ts';
import { KeysUnavailableError } from '../issuer-keys/issuer-keys.ts';
import { ExpiredTokenError, type AccessToken, type AccessTokenClaims } from './access-token.ts';
import { readBearerToken } from './bearer.ts';
import { InvalidTokenError } from './invalid-token.ts';
import type { VerifiedTokens } from './verified-tokens.ts';

/**
 * Caller of a request.
 *
 * - `anonymous`: the request has no token.
 * - `rejected`: the token is not valid. `revoked` is set if the token was revoked. `expired` is set if the token has expired
 *   and has no other fault. Both name the user of the token.
 * - `unverifiable`: the token cannot be verified at the moment.
 */
export type Caller =
  | { state: 'anonymous' }
  | {
      state: 'rejected';
      fault: InvalidTokenError;
      revoked?: AuthenticatedCaller;
      expired?: AuthenticatedCaller;
    }
  | { state: 'unverifiable' }
  | AuthenticatedCaller;

/** A user whose access token passes all rules. */
export interface AuthenticatedCaller {
  state: 'authenticated';
  /** Id of the user: `sub` of the token. */
  id: string;
  scopes: readonly string[];
  /** Auth0's claim `permissions`. Empty if RBAC is off for the API. */
  permissions: readonly string[];
  /** Roles in the custom claim that the configuration names. */
  roles: readonly string[];
  claims: AccessTokenClaims;
  /** Digest that identifies the token, {@link AccessToken.id}. */
  tokenId: string;
  /** The token itself. The gateway sends it in calls on the user's behalf. */
  accessToken: string;
}

/**
 * Bearer token or session cookie of a request, and its caller. `caller` is a promise until the token is verified. The promise
 * never rejects.
 */
export interface Identification {
  accessToken: string | undefined;
  /** Value of the session cookie. Undefined without a cookie, and if the request has a bearer, which then takes precedence. */
  cookie?: string;
  caller: Caller | Promise<Caller>;
  /** Caller for mutations, if it differs from the caller for queries. Default: `caller`. */
  mutationCaller?: Promise<Caller>;
}

/** Revocation of an access token, and its cause. The cause is undefined if it is unknown. */
export interface Revocation {
  cause: RevocationCause | undefined;
}

/** Dependencies of {@link callerIdentification}. */
export interface CallerOptions {
  tokens: Pick<VerifiedTokens, 'recall' | 'verify'>;
  /** Finds the revocation of a verified token. Called for every request, so it must be fast. */
  findRevocation: (token: AccessToken & { accessToken: string }) => Revocation | undefined;
  /** Name of the custom claim that contains role names. */
  rolesClaim: string;
  log: { error: (details: object, message: string) => void };
}

/** Functions that identify the caller of a request. They do not throw for an invalid token. */
export interface CallerIdentification {
  /** Identifies the caller by the `Authorization` headers. If no token must be verified, `caller` is not a promise. */
  identify: (authorization: readonly string[] | undefined) => Identification;
  /** Identifies the caller by an access token, in the same way. */
  identifyToken: (accessToken: string) => Identification;
}

/** Creates the functions that identify the caller of a request. */
export function callerIdentification({
  tokens,
  findRevocation,
  rolesClaim,
  log,
}: CallerOptions): CallerIdentification {
  function toCaller(token: AccessToken, accessToken: string): Caller {
    const caller = authenticatedCaller(token, accessToken, rolesClaim);
    const revocation = findRevocation({ ...token, accessToken });
    if (!revocation) return caller;
    return { state: 'rejected', fault: revokedToken(revocation), revoked: caller };
  }

  function toRejected(fault: InvalidTokenError, accessToken: string): Caller {
    const expired = fault instanceof ExpiredTokenError ? fault.token : undefined;
    if (!expired || findRevocation({ ...expired, accessToken }))
      return { state: 'rejected', fault };
    const caller = authenticatedCaller(expired, accessToken, rolesClaim);
    return { state: 'rejected', fault, expired: caller };
  }

  async function verify(accessToken: string): Promise<Caller> {
    try {
      return toCaller(await tokens.verify(accessToken), accessToken);
    } catch (error) {
      if (error instanceof InvalidTokenError) return toRejected(error, accessToken);
      if (!(error instanceof KeysUnavailableError)) {
        log.error({ err: error }, 'a bearer could not be verified');
      }
      return { state: 'unverifiable' };
    }
  }

  function identifyToken(accessToken: string): Identification {
    const known = tokens.recall(accessToken);
    if (known) return { accessToken, caller: toCaller(known, accessToken) };
    const identification: Identification = {
      accessToken,
      caller: verify(accessToken).then((caller) => (identification.caller = caller)),
    };
    return identification;
  }

  function identify(authorization: readonly string[] | undefined): Identification {
    if (!authorization) return { accessToken: undefined, caller: { state: 'anonymous' } };
    let accessToken: string | undefined;
    try {
      accessToken = readBearerToken(authorization);
    } catch (error) {
      if (!(error instanceof InvalidTokenError)) throw error;
      return { accessToken, caller: { state: 'rejected', fault: error } };
    }
    if (accessToken === undefined) return { accessToken, caller: { state: 'anonymous' } };
    return identifyToken(accessToken);
  }

  return { identify, identifyToken };
}

function revokedToken({ cause }: Revocation): InvalidTokenError {
  const message = `The access token was revoked${describeCause(cause)}: sign in again.`;
  return new InvalidTokenError('TOKEN_REVOKED', message, { revokedBy: cause });
}

/** Describes the event that revoked a token or ended a session, as the end of a sentence. Empty if the event is unknown. */
export function describeCause(cause: RevocationCause | undefined): string {
  return cause ? ` ${causes[cause]}` : '';
}

const causes: Record<RevocationCause, string> = {
  LOGOUT: 'by a logout',
  LOGOUT_EVERYWHERE: 'by a logout on all devices',
  LOGOUT_ELSEWHERE: 'by its user from another device',
  PASSWORD_CHANGED: 'when the password was changed',
  REFRESH_TOKEN_REUSED: 'because a refresh token of its session was used twice',
  REFRESH_TOKEN_REFUSED: 'because the refresh token of its session is no longer valid',
  ACCOUNT_BLOCKED: 'because the account was blocked',
  ENDED_BY_OPERATOR: 'by the operator',
  TOO_MANY_DEVICES: 'because its user has since used too many other devices',
};

/** Creates the caller of a verified access token. */
export function authenticatedCaller(
  { claims, id: tokenId }: AccessToken,
  accessToken: string,
  rolesClaim: string,
): AuthenticatedCaller {
  const { scope } = claims;
  return {
    state: 'authenticated',
    id: claims.sub,
    scopes: typeof scope === 'string' ? scope.split(' ').filter(Boolean) : [],
    permissions: toStrings(claims['permissions']),
    roles: toStrings(Object.hasOwn(claims, rolesClaim) ? claims[rolesClaim] : undefined),
    claims,
    tokenId,
    accessToken,
  };
}

/**
 * Returns the strings in an array. Returns none for a claim that is not an array, so that a string is never treated as a list.
 */
function toStrings(claim: unknown): readonly string[] {
  return Array.isArray(claim) ? claim.filter((member) => typeof member === 'string') : [];
}
