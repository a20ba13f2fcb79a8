import type { RevocationCause } from '../errors.ts';
import { KeysUnavailableError } from '../issuer-keys/issuer-keys.ts';
import type { AccessToken, AccessTokenClaims } from './access-token.ts';
import { readBearerToken } from './bearer.ts';
import { InvalidTokenError } from './invalid-token.ts';
import type { VerifiedTokens } from './verified-tokens.ts';

/**
 * The caller of a request: without a token, with a token at fault, with a token that cannot be verified now, or authenticated.
 * `revoked` is the caller, were the token not revoked.
 */
export type Caller =
  | { state: 'anonymous' }
  | { state: 'rejected'; fault: InvalidTokenError; revoked?: AuthenticatedCaller }
  | { state: 'unverifiable' }
  | AuthenticatedCaller;

/** A user whose access token has passed every rule. */
export interface AuthenticatedCaller {
  state: 'authenticated';
  /** `sub`. */
  id: string;
  scopes: readonly string[];
  /** Auth0's `permissions`; empty with RBAC off. */
  permissions: readonly string[];
  /** From the custom roles claim. */
  roles: readonly string[];
  claims: AccessTokenClaims;
  /** Digest that identifies the token. */
  tokenId: string;
  /** The token itself, for calls on the caller's behalf. */
  accessToken: string;
}

/** The bearer token as sent, and its caller: a promise, which never rejects, until the token is verified. */
export interface Identification {
  accessToken: string | undefined;
  caller: Caller | Promise<Caller>;
}

/** The revocation of an access token, and the event that caused it, if it is known. */
export interface Revocation {
  cause: RevocationCause | undefined;
}

/** Dependencies of {@link callerIdentification}. */
export interface CallerOptions {
  tokens: Pick<VerifiedTokens, 'recall' | 'verify'>;
  /** Finds the revocation of a verified token. Called for every request, so it must not wait. */
  findRevocation: (token: AccessToken & { accessToken: string }) => Revocation | undefined;
  /** Name of the custom claim that holds role names. */
  rolesClaim: string;
  log: { error: (details: object, message: string) => void };
}

/**
 * Makes a function that identifies the caller of a request by its `Authorization` headers. The function never fails, and returns the
 * caller at once, without a promise, when no token has to be verified.
 */
export function callerIdentification({ tokens, findRevocation, rolesClaim, log }: CallerOptions) {
  function toCaller(token: AccessToken, accessToken: string): Caller {
    const caller = authenticatedCaller(token, accessToken, rolesClaim);
    const revocation = findRevocation({ ...token, accessToken });
    if (!revocation) return caller;
    return { state: 'rejected', fault: revokedToken(revocation), revoked: caller };
  }

  async function verify(accessToken: string): Promise<Caller> {
    try {
      return toCaller(await tokens.verify(accessToken), accessToken);
    } catch (error) {
      if (error instanceof InvalidTokenError) return { state: 'rejected', fault: error };
      if (!(error instanceof KeysUnavailableError)) {
        log.error({ err: error }, 'a bearer could not be verified');
      }
      return { state: 'unverifiable' };
    }
  }

  function identify(accessToken: string): Identification {
    const known = tokens.recall(accessToken);
    if (known) return { accessToken, caller: toCaller(known, accessToken) };
    const identification: Identification = {
      accessToken,
      caller: verify(accessToken).then((caller) => (identification.caller = caller)),
    };
    return identification;
  }

  return (authorization: readonly string[] | undefined): Identification => {
    if (!authorization) return { accessToken: undefined, caller: { state: 'anonymous' } };
    let accessToken: string | undefined;
    try {
      accessToken = readBearerToken(authorization);
    } catch (error) {
      if (!(error instanceof InvalidTokenError)) throw error;
      return { accessToken, caller: { state: 'rejected', fault: error } };
    }
    if (accessToken === undefined) return { accessToken, caller: { state: 'anonymous' } };
    return identify(accessToken);
  };
}

function revokedToken({ cause }: Revocation): InvalidTokenError {
  const how = cause ? ` ${causes[cause]}` : '';
  const message = `The access token was revoked${how}: sign in again.`;
  return new InvalidTokenError('TOKEN_REVOKED', message, { revokedBy: cause });
}

const causes: Record<RevocationCause, string> = {
  LOGOUT: 'by a logout',
  LOGOUT_EVERYWHERE: 'by a logout on all devices',
  PASSWORD_CHANGED: 'when the password was changed',
  REFRESH_TOKEN_REUSED: 'because a refresh token of its session was used twice',
  REFRESH_TOKEN_REFUSED: 'because the refresh token of its session is no longer valid',
  ACCOUNT_BLOCKED: 'because the account was blocked',
};

/** Makes the caller of a verified access token. */
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

/** The strings of an array; empty for any other claim, so that a string is never taken for a list. */
function toStrings(claim: unknown): readonly string[] {
  return Array.isArray(claim) ? claim.filter((member) => typeof member === 'string') : [];
}
