import type { TokenFault } from '../errors.ts';
import type { ProfileClaims, TokenSet } from '../identity/outcomes.ts';
import type { IdentityProvider, IssuedTokenFault } from '../identity/provider.ts';
import type { AccessToken, AccessTokenClaims, VerifyAccessToken } from '../tokens/access-token.ts';
import { authenticatedCaller, type AuthenticatedCaller } from '../tokens/caller.ts';
import type { VerifyIdToken } from '../tokens/id-token.ts';
import { InvalidTokenError } from '../tokens/invalid-token.ts';
import { KeysUnavailableError } from '../issuer-keys/issuer-keys.ts';
import { waitForKeys } from './wait-for-keys.ts';
import { profileInIdToken } from './profile.ts';

/** Checks that the provider's tokens must pass before a client receives them. */
export interface IssuedTokenRules {
  verifyAccessToken: VerifyAccessToken;
  /** Checks an access token, except for its signature, so that no keys are needed. Throws `InvalidTokenError`. */
  readAccessToken: (accessToken: string) => AccessToken;
  verifyIdToken: VerifyIdToken;
  /** Checks an ID token, except for its signature, so that no keys are needed. Throws `InvalidTokenError`. */
  readIdToken: (idToken: string) => Record<string, unknown>;
  rolesClaim: string;
  /** Whether an access token contains the time at which its user's password was set. */
  tellsPassword: (claims: AccessTokenClaims) => boolean;
  /** Logs a warning for an access token that is too large for the headers of a request. */
  checkSize: (accessToken: string) => void;
  log: { warn: (details: object, message: string) => void };
}

/** The user to whom the provider issued tokens. */
export interface TokenOwner {
  caller: AuthenticatedCaller;
  /** Profile from the ID token. Undefined without an ID token. */
  profile: ProfileClaims | undefined;
}

/**
 * Checks issued tokens by the rules for a bearer, so that the client's next request will not be refused. A token that breaks a
 * rule is a fault in the provider's settings, which is logged.
 *
 * If the issuer's keys are not available, the gateway trusts the claims without verifying the signature. The tokens came from the
 * token endpoint over TLS (OIDC Core §3.1.3.7, 6), and a rotated refresh token that does not reach the client would be lost.
 *
 * @returns undefined if the tokens break a rule
 */
export async function verifyIssuedTokens(
  { accessToken, idToken }: TokenSet,
  identity: Pick<IdentityProvider, 'reportFault'>,
  rules: IssuedTokenRules,
): Promise<TokenOwner | undefined> {
  const [access, id] = await Promise.allSettled([
    verifyOrRead(rules.verifyAccessToken(accessToken), () => {
      rules.log.warn({}, "tokens are issued unverified: the issuer's keys are not available");
      return rules.readAccessToken(accessToken);
    }),
    idToken && verifyOrRead(rules.verifyIdToken(idToken), () => rules.readIdToken(idToken)),
  ]);
  if (access.status === 'rejected')
    return reportFault({ token: 'access', reason: reasonOf(access) });
  if (id.status === 'rejected') return reportFault({ token: 'id', cause: id.reason });

  rules.checkSize(accessToken);
  const caller = authenticatedCaller(access.value, accessToken, rules.rolesClaim);
  if (!Array.isArray(caller.claims['permissions']))
    identity.reportFault({ missing: 'permissions' });
  if (!rules.tellsPassword(caller.claims)) identity.reportFault({ missing: 'password' });
  if (!Object.hasOwn(caller.claims, rules.rolesClaim)) identity.reportFault({ missing: 'roles' });
  if (!id.value) return { caller, profile: undefined };
  if (id.value['sub'] === caller.id) return { caller, profile: profileInIdToken(id.value) };
  // If the two tokens belong to different users, neither is trusted (OIDC Core §5.3.2 has the same rule).
  return reportFault({
    token: 'id',
    cause: new Error('sub differs from that of the access token'),
  });

  function reportFault(fault: IssuedTokenFault): TokenOwner | undefined {
    identity.reportFault(fault);
    return undefined;
  }
}

/**
 * Returns the `sub` of an ID token. Used for tokens that prove a user's presence and are not sent to a client.
 *
 * @returns undefined if there is no ID token, or if it breaks a rule
 */
export async function subjectOf(
  { idToken }: TokenSet,
  identity: Pick<IdentityProvider, 'reportFault'>,
  rules: IssuedTokenRules,
): Promise<string | undefined> {
  if (idToken === undefined) return undefined;
  try {
    const verified = rules.verifyIdToken(idToken);
    const { sub } = await verifyOrRead(verified, () => rules.readIdToken(idToken));
    return typeof sub === 'string' ? sub : undefined;
  } catch (cause) {
    identity.reportFault({ token: 'id', cause });
    return undefined;
  }
}

/**
 * Returns the verified claims. If the keys are not available within half a second, returns the claims without verifying the
 * signature.
 */
async function verifyOrRead<Claims>(
  verified: Promise<Claims>,
  read: () => Claims,
): Promise<Claims> {
  try {
    return (await waitForKeys(verified)) ?? read();
  } catch (error) {
    if (error instanceof KeysUnavailableError) return read();
    throw error;
  }
}

function reasonOf({ reason }: PromiseRejectedResult): TokenFault {
  if (reason instanceof InvalidTokenError) return reason.reason;
  throw reason;
}
