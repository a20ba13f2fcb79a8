import type { CommonRefusal } from '../identity/outcomes.ts';
import type { SignIn } from '../sign-ins/sign-in.ts';
import { sessionLifetime } from '../sign-ins/revocations.ts';
import type { Deadline, Found } from '../store/store.ts';
import type { AuthenticatedCaller, Caller } from '../tokens/caller.ts';
import type { SignedIn } from './factors.ts';
import { findInputFault } from './input.ts';
import { logoutTimeLimit, type LoggedOut } from './logout.ts';
import type { SessionsOptions } from './options.ts';
import { refuseWithoutProof, type ReauthenticationRequired } from './recent-proof.ts';
import { tryAgain } from './unavailable.ts';

/** A request to end all sign-ins of a user. At least one of `refreshToken` and `caller` is required. */
export interface EndingUser {
  refreshToken: string | undefined;
  /** Caller of the request's bearer. Undefined while the bearer cannot be verified. */
  caller: Caller | undefined;
  signedIn: SignedIn;
}

/** Ends every session of a user, and revokes the refresh token at the provider. */
export async function logOutEverywhere(
  request: EndingUser,
  options: SessionsOptions,
): Promise<LoggedOut | CommonRefusal> {
  const { identity, revocations, signIns } = options;
  const { refreshToken } = request;
  const fault = findInputFault({ refreshToken });
  if (fault) return fault;
  const deadline = performance.now() + logoutTimeLimit;
  const user = await findUser(request, options, deadline);
  if (user.kind !== 'User') return user;
  const cause = 'LOGOUT_EVERYWHERE';
  const { id, caller } = user;
  const [all, bearer, revoked] = await Promise.all([
    signIns.ends.endAll(id, cause, deadline).everywhere,
    caller
      ? revocations.revoke([{ id: caller.tokenId, exp: caller.claims.exp, cause }], deadline)
      : true,
    refreshToken === undefined ? undefined : identity.revoke(refreshToken),
  ]);
  if (revoked && revoked.kind !== 'Revoked') return revoked;
  return { ...allEnded(id), everywhere: all && bearer };
}

/** Ends every session of a user except the one that sends the request. Requires a recent login or a proof of presence. */
export async function logOutOthers(
  { mfaToken, ...request }: EndingUser & { mfaToken: string | undefined },
  options: SessionsOptions,
): Promise<LoggedOut | ReauthenticationRequired | CommonRefusal> {
  const fault = findInputFault({ refreshToken: request.refreshToken });
  if (fault) return fault;
  const deadline = performance.now() + logoutTimeLimit;
  const user = await findUser(request, options, deadline);
  if (user.kind !== 'User') return user;
  const kept = await findOwnSignIns(user, request.refreshToken, options, deadline);
  const refused = await refuseWithoutProof({ user: user.id, signIns: kept, mfaToken }, options);
  if (refused) return refused;
  // The cut-off would end the refresh token of an unrecorded sign-in too.
  if (kept.value.length === 0) return kept.isCertain ? unknownSignIn : tryAgain;
  const everywhere = await options.signIns.ends.endOthers(
    ...([user.id, kept.value, 'LOGOUT_ELSEWHERE', deadline] as const),
  );
  return { ...allEnded(user.id), everywhere: everywhere && kept.isCertain };
}

interface User {
  kind: 'User';
  id: string;
  /** Caller of a valid bearer. Undefined if the user was found in another way. */
  caller?: AuthenticatedCaller;
}

/**
 * Finds the user of a request. Tries a valid bearer first, then a refresh token whose sign-in has not ended, then an expired
 * bearer.
 *
 * @throws `UNAUTHENTICATED` or `SERVICE_UNAVAILABLE` if none of them identifies the user
 */
async function findUser(
  { refreshToken, caller, signedIn }: EndingUser,
  { signIns }: SessionsOptions,
  deadline: Deadline,
): Promise<User | typeof tryAgain> {
  if (caller?.state === 'authenticated') return { kind: 'User', id: caller.id, caller };
  if (refreshToken !== undefined) {
    const { value: record, isCertain } = await signIns.findByRefreshToken(refreshToken, deadline);
    // If the sign-in has ended, a thief may present its token.
    if (record && !record.hasEnded) return { kind: 'User', id: record.user };
    if (!isCertain) return tryAgain;
  }
  const expired = caller?.state === 'rejected' ? caller.expired : undefined;
  if (expired && isRemembered(expired, signIns.now())) return { kind: 'User', id: expired.id };
  const late = await signedIn();
  return { kind: 'User', id: late.id, caller: late };
}

/**
 * Whether the gateway remembers all cut-offs since a token was issued. Such a cut-off refuses the token, so that a thief can use
 * a stolen token for one logout everywhere only.
 */
function isRemembered({ claims: { iat } }: AuthenticatedCaller, now: number): boolean {
  return iat !== undefined && iat * 1000 > now - sessionLifetime;
}

/** Finds the recorded sign-ins of the request's tokens. */
async function findOwnSignIns(
  { id, caller }: User,
  refreshToken: string | undefined,
  { signIns }: SessionsOptions,
  deadline: Deadline,
): Promise<Found<SignIn[]>> {
  const [byBearer, byRefreshToken] = await Promise.all([
    caller ? signIns.findByAccessToken(caller, deadline) : { value: [], isCertain: true },
    refreshToken === undefined
      ? { value: undefined, isCertain: true }
      : signIns.findByRefreshToken(refreshToken, deadline),
  ]);
  const { value: record } = byRefreshToken;
  const isOwn = record && !record.hasEnded && record.user === id;
  return {
    value: [...byBearer.value, ...(isOwn ? [record] : [])],
    isCertain: byBearer.isCertain && byRefreshToken.isCertain,
  };
}

const allEnded = (id: string) =>
  ({
    kind: 'LoggedOut',
    accessTokenRevoked: true,
    refreshTokenRevoked: true,
    user: { id },
  }) as const;

const unknownSignIn = {
  kind: 'InvalidInput',
  field: 'scope',
  message: 'The gateway has no record of this sign-in: call refresh first, or end all of them.',
} as const;
