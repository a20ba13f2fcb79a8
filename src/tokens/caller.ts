import type { AccessToken, AccessTokenClaims } from './access-token.ts';
import { bearerToken } from './bearer.ts';
import { InvalidTokenError } from './invalid-token.ts';
import { KeysUnavailableError } from '../issuer-keys/issuer-keys.ts';
import type { VerifiedTokens } from './verified-tokens.ts';

/** Who sends this request; `revoked` is who it would be, had the token not ended. */
export type Caller =
  | { state: 'anonymous' }
  | { state: 'rejected'; fault: InvalidTokenError; revoked?: AuthenticatedCaller }
  | { state: 'unverifiable' }
  | AuthenticatedCaller;

/** A person whose access token has passed every rule. */
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
  /** What the token goes by. */
  tokenId: string;
  /** The token itself, for calls made in the caller's name. */
  accessToken: string;
}

/** The bearer as it was sent, and who sends it: a promise, which never rejects, until that is known. */
export interface Identification {
  accessToken: string | undefined;
  caller: Caller | Promise<Caller>;
}

/** What it takes to tell callers apart. */
export interface CallerOptions {
  tokens: Pick<VerifiedTokens, 'recall' | 'verify'>;
  /** Whether a token that has passed every rule has been revoked. Asked for every request, so it must not wait. */
  isRevoked: (token: AccessToken & { accessToken: string }) => boolean;
  /** Name of the custom claim that holds role names. */
  rolesClaim: string;
  log: { error: (details: object, message: string) => void };
}

/**
 * Makes the function that tells who sends a request. It never fails, and answers at once when no token has to be
 * verified.
 */
export function callerIdentification({ tokens, isRevoked, rolesClaim, log }: CallerOptions) {
  function callerOf(token: AccessToken, accessToken: string): Caller {
    const caller = authenticatedCaller(token, accessToken, rolesClaim);
    if (!isRevoked({ ...token, accessToken })) return caller;
    const message = 'The access token was ended by a logout: sign in again.';
    const fault = new InvalidTokenError('TOKEN_REVOKED', message);
    return { state: 'rejected', fault, revoked: caller };
  }

  async function verified(accessToken: string): Promise<Caller> {
    try {
      return callerOf(await tokens.verify(accessToken), accessToken);
    } catch (error) {
      if (error instanceof InvalidTokenError) return { state: 'rejected', fault: error };
      if (!(error instanceof KeysUnavailableError)) {
        log.error({ err: error }, 'a bearer could not be verified');
      }
      return { state: 'unverifiable' };
    }
  }

  function identified(accessToken: string): Identification {
    const known = tokens.recall(accessToken);
    if (known) return { accessToken, caller: callerOf(known, accessToken) };
    const identification: Identification = {
      accessToken,
      caller: verified(accessToken).then((caller) => (identification.caller = caller)),
    };
    return identification;
  }

  return (authorization: readonly string[] | undefined): Identification => {
    let accessToken: string | undefined;
    try {
      accessToken = bearerToken(authorization);
    } catch (error) {
      if (!(error instanceof InvalidTokenError)) throw error;
      return { accessToken, caller: { state: 'rejected', fault: error } };
    }
    if (accessToken === undefined) return { accessToken, caller: { state: 'anonymous' } };
    return identified(accessToken);
  };
}

/** The person behind a verified access token. */
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
    permissions: strings(claims['permissions']),
    roles: strings(Object.hasOwn(claims, rolesClaim) ? claims[rolesClaim] : undefined),
    claims,
    tokenId,
    accessToken,
  };
}

/** Members of a string array; nothing at all of any other shape, so that no string passes for a list. */
function strings(claim: unknown): readonly string[] {
  return Array.isArray(claim) ? claim.filter((member) => typeof member === 'string') : [];
}
