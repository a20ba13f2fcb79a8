import type { TokenFault } from '../errors.ts';
import type { ProfileClaims, TokenSet } from '../identity/outcomes.ts';
import type { IdentityProvider, IssuedTokenFault } from '../identity/provider.ts';
import type { AccessToken, VerifyAccessToken } from '../tokens/access-token.ts';
import { authenticatedCaller, type AuthenticatedCaller } from '../tokens/caller.ts';
import type { VerifyIdToken } from '../tokens/id-token.ts';
import { InvalidTokenError } from '../tokens/invalid-token.ts';
import { KeysUnavailableError } from '../issuer-keys/issuer-keys.ts';
import { withinGrace } from './grace.ts';
import { emailInIdToken } from './profile.ts';

/** How tokens that the provider hands out are checked before a client gets them. */
export interface IssuedTokenRules {
  verifyAccessToken: VerifyAccessToken;
  /** The same without keys. Throws `InvalidTokenError`. */
  readAccessToken: (accessToken: string) => AccessToken;
  verifyIdToken: VerifyIdToken;
  /** The same without keys. Throws `InvalidTokenError`. */
  readIdToken: (idToken: string) => Record<string, unknown>;
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
  { accessToken, idToken }: TokenSet,
  identity: Pick<IdentityProvider, 'reportFault'>,
  rules: IssuedTokenRules,
): Promise<Holder | undefined> {
  const [access, id] = await Promise.allSettled([
    orRead(rules.verifyAccessToken(accessToken), () => {
      rules.log.warn({}, 'tokens are handed out unverified: the keys of the issuer cannot be had');
      return rules.readAccessToken(accessToken);
    }),
    idToken && orRead(rules.verifyIdToken(idToken), () => rules.readIdToken(idToken)),
  ]);
  if (access.status === 'rejected') return unusable({ token: 'access', reason: reasonOf(access) });
  if (id.status === 'rejected') return unusable({ token: 'id', cause: id.reason });

  const caller = authenticatedCaller(access.value, accessToken, rules.rolesClaim);
  if (!Array.isArray(caller.claims['permissions']))
    identity.reportFault({ missing: 'permissions' });
  if (!id.value) return { caller, email: undefined };
  if (id.value['sub'] === caller.id) return { caller, email: emailInIdToken(id.value) };
  // Of another person than the access token: neither can be believed (OIDC Core §5.3.2 has the same rule).
  return unusable({ token: 'id', cause: new Error('sub differs from that of the access token') });

  function unusable(fault: IssuedTokenFault): Holder | undefined {
    identity.reportFault(fault);
    return undefined;
  }
}

/** Whom tokens are for that no client gets to see: the subject of their ID token; undefined when that cannot be believed. */
export async function subjectOf(
  { idToken }: TokenSet,
  identity: Pick<IdentityProvider, 'reportFault'>,
  rules: IssuedTokenRules,
): Promise<string | undefined> {
  if (idToken === undefined) return undefined;
  try {
    const verified = rules.verifyIdToken(idToken);
    const { sub } = await orRead(verified, () => rules.readIdToken(idToken));
    return typeof sub === 'string' ? sub : undefined;
  } catch (cause) {
    identity.reportFault({ token: 'id', cause });
    return undefined;
  }
}

/** The claims verified; or, with no keys to be had, as they were read. */
async function orRead<Claims>(verified: Promise<Claims>, read: () => Claims): Promise<Claims> {
  try {
    return (await withinGrace(verified)) ?? read();
  } catch (error) {
    if (error instanceof KeysUnavailableError) return read();
    throw error;
  }
}

function reasonOf({ reason }: PromiseRejectedResult): TokenFault {
  if (reason instanceof InvalidTokenError) return reason.reason;
  throw reason;
}
