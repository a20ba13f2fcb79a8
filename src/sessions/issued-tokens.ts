import type { ProfileClaims, TokenSet } from '../identity/outcomes.ts';
import type { IdentityProvider } from '../identity/provider.ts';
import type { AccessToken, AccessTokenClaims, VerifyAccessToken } from '../tokens/access-token.ts';
import { authenticatedCaller, type AuthenticatedCaller } from '../tokens/caller.ts';
import { parseCompactJws } from '../tokens/compact-jws.ts';
import type { VerifyIdToken } from '../tokens/id-token.ts';
import { InvalidTokenError } from '../tokens/invalid-token.ts';
import { KeysUnavailableError } from '../tokens/issuer-keys.ts';
import { withinGrace } from './grace.ts';
import { emailInIdToken } from './profile.ts';

/** How tokens that the provider hands out are checked before a client gets them. */
export interface IssuedTokenRules {
  verifyAccessToken: VerifyAccessToken;
  verifyIdToken: VerifyIdToken;
  rolesClaim: string;
  log: { warn: (details: object, message: string) => void };
}

/** Whom a set of tokens is for. */
export interface Holder {
  caller: AuthenticatedCaller;
  /** From the ID token; undefined when there is none, or none in it. */
  email: ProfileClaims | undefined;
}

/**
 * Checks tokens by the rules that the gateway applies to a bearer, so that nobody is handed a session that the next request
 * would refuse. A refused token is the provider's fault, and is told to the log as such.
 *
 * When the issuer's keys cannot be had at once, the tokens are taken at their word: they came straight from the token
 * endpoint over TLS (OIDC Core §3.1.3.7, 6), and a rotated refresh token that is not handed on is lost for good.
 *
 * @returns undefined when the tokens cannot be used
 */
export async function holderOf(
  tokens: TokenSet,
  identity: Pick<IdentityProvider, 'explain'>,
  { verifyAccessToken, verifyIdToken, rolesClaim, log }: IssuedTokenRules,
): Promise<Holder | undefined> {
  const { accessToken, idToken } = tokens;
  try {
    const access = await orUnverified(verifyAccessToken(accessToken), accessToken);
    const caller = authenticatedCaller(access, accessToken, rolesClaim);
    if (!Array.isArray(access.claims['permissions'])) identity.explain({ missing: 'permissions' });
    if (idToken === undefined) return { caller, email: undefined };
    const idClaims = await idTokenClaims(idToken, caller.id);
    return idClaims && { caller, email: emailInIdToken(idClaims) };
  } catch (error) {
    if (!(error instanceof InvalidTokenError)) throw error;
    identity.explain({ token: 'access', reason: error.reason });
    return undefined;
  }

  async function orUnverified(verified: Promise<AccessToken>, token: string): Promise<AccessToken> {
    const known = await withinGrace(verified).catch(unlessKeysUnavailable);
    if (known) return known;
    log.warn({}, 'tokens are handed out unverified: the keys of the issuer cannot be had');
    const { payload, signingInput } = parseCompactJws(token);
    if (!isOfAUser(payload)) {
      throw new InvalidTokenError('TOKEN_MALFORMED', 'sub or exp is missing or not of its type.');
    }
    return { claims: payload, signingInput };
  }

  async function idTokenClaims(
    token: string,
    subject: string,
  ): Promise<Record<string, unknown> | undefined> {
    try {
      const known = await withinGrace(verifyIdToken(token)).catch(unlessKeysUnavailable);
      const claims = known ?? parseCompactJws(token).payload;
      // Of another person than the access token: neither can be believed (OIDC Core §5.3.2 has the same rule).
      if (claims['sub'] === subject) return claims;
      throw new InvalidTokenError('TOKEN_MALFORMED', 'sub differs from that of the access token.');
    } catch (cause) {
      identity.explain({ token: 'id', cause });
      return undefined;
    }
  }
}

function isOfAUser(payload: Record<string, unknown>): payload is AccessTokenClaims {
  return typeof payload['sub'] === 'string' && Number.isFinite(payload['exp']);
}

function unlessKeysUnavailable(error: unknown): undefined {
  if (!(error instanceof KeysUnavailableError)) throw error;
}
