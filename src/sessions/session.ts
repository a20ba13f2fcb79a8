import { setTimeout } from 'node:timers/promises';
import type { RefusalOf, TokenSet } from '../identity/outcomes.ts';
import type { SignIn } from '../sign-ins/sign-ins.ts';
import { verifyIssuedTokens, type TokenOwner } from './issued-tokens.ts';
import type { SessionsOptions } from './options.ts';
import { profileOf, type ProfileModel } from './profile.ts';

/** Tokens of a login or refresh, with the user. Durations are seconds. */
export interface Session {
  kind: 'Session';
  accessToken: string;
  refreshToken: string | undefined;
  idToken: string | undefined;
  tokenType: string;
  expiresIn: number;
  scopes: readonly string[];
  recoveryCode: string | undefined;
  user: ProfileModel;
}

/** The user must verify their e-mail address first. The token lets them ask for the mail again. */
export interface EmailNotVerified {
  kind: 'EmailNotVerified';
  verificationToken: string;
  expiresIn: number;
  recoveryCode: string | undefined;
}

/** Answer to a user whose tokens the provider has issued. */
export type SessionOutcome = Session | EmailNotVerified | RefusalOf<'ServiceUnavailable'>;

/** Origin of a session. */
export interface SessionOrigin {
  /** Start of the sign-in, in milliseconds since the epoch; 0 for a refresh of an unrecorded sign-in. */
  since: number;
  /** Digest of the account's name, for a sign-in that begins. */
  name?: string | undefined;
  /** For a refresh: the refresh token that was exchanged. */
  replaced?: string;
  /** For a refresh: the sign-in that it continues, if that is recorded. */
  signIn?: SignIn | undefined;
  /** Whether these tokens replace tokens that were revoked already. */
  isSecondTry?: boolean;
}

/** Each session of the user was ended while this one began. */
export interface EndedMeanwhile {
  kind: 'EndedMeanwhile';
}

/** Seconds for which the user can ask for the verification mail again. */
const verificationLifetime = 3600;

/** Makes a session from tokens that the provider has issued, and records them. */
export async function toSession(
  tokens: TokenSet,
  options: SessionsOptions,
  origin: SessionOrigin,
): Promise<SessionOutcome | EndedMeanwhile> {
  const { identity, issued, revocations, signIns } = options;
  const owner = await verifyIssuedTokens(tokens, identity, issued);
  if (!owner) return unusable;
  const { caller } = owner;
  if (revocations.isTokenRevoked(caller.tokenId))
    return origin.isSecondTry ? tryAgain : renew(tokens, options, origin);
  const user = profileOf(caller, options, () => identity, owner.profile);
  const refused = options.requireVerifiedEmail && (await findUnverified(owner, user, options));
  const { refreshToken, recoveryCode } = tokens;
  // If verification is unknown, a renewed session stays: its old refresh token is spent.
  const isRenewal = origin.replaced !== undefined;
  if (refused && !(refused.kind === 'ServiceUnavailable' && isRenewal)) {
    if (refreshToken !== undefined) await identity.revoke(refreshToken);
    return refused.kind === 'EmailNotVerified' ? { ...refused, recoveryCode } : refused;
  }
  const { since, name, replaced, signIn = signIns.begin(caller.id, since, name) } = origin;
  const state = signIns.isCutOff(caller.id, since)
    ? 'ended'
    : await signIns.record({ caller, refreshToken, replaced }, signIn);
  // `early`: a few seconds later Auth0's clock has passed the cut-off.
  if (state === 'ended' || (state === 'early' && !isRenewal)) {
    if (refreshToken !== undefined) await identity.revoke(refreshToken);
    return state === 'ended' ? { kind: 'EndedMeanwhile' } : { ...tryAgain, retryAfter: 5 };
  }
  // Another sign-in of the same second, with the same token, may have ended meanwhile.
  if (revocations.isTokenRevoked(caller.tokenId))
    return origin.isSecondTry ? tryAgain : renew(tokens, options, { ...origin, signIn });
  return {
    kind: 'Session',
    accessToken: tokens.accessToken,
    refreshToken,
    idToken: tokens.idToken,
    tokenType: tokens.tokenType,
    expiresIn: tokens.expiresIn,
    scopes: tokens.scopes ?? caller.scopes,
    recoveryCode,
    user,
  };
}

/** The refusal for a user whose e-mail address is not verified; undefined when it is. */
async function findUnverified(
  { caller }: TokenOwner,
  user: ProfileModel,
  { identity, verification }: SessionsOptions,
): Promise<Omit<EmailNotVerified, 'recoveryCode'> | RefusalOf<'ServiceUnavailable'> | undefined> {
  const told = await Promise.resolve(user.emailVerified).then(
    (isVerified) => ({ isVerified }),
    () => undefined,
  );
  const isVerified = told?.isVerified ?? (await identity.accounts.isEmailVerified(caller.id));
  if (isVerified === true) return undefined;
  if (isVerified === 'untold') {
    if (!told) return tryAgain;
    // Nothing would tell next time either: the operator has to change a setting first.
    identity.reportFault({ missing: 'email_verified' });
    return unusable;
  }
  if (isVerified !== false) return isVerified.kind === 'ServiceUnavailable' ? isVerified : tryAgain;
  const verificationToken = await verification.seal({ user: caller.id }, verificationLifetime);
  return { kind: 'EmailNotVerified', verificationToken, expiresIn: verificationLifetime };
}

/**
 * Waits a second and refreshes. Auth0's clock has whole seconds, and its tokens have no `jti`: a login within the second of a logout
 * gives the very token that was just revoked. The token of the next second is a different one.
 */
async function renew(
  { refreshToken, recoveryCode }: TokenSet,
  options: SessionsOptions,
  origin: SessionOrigin,
): Promise<SessionOutcome | EndedMeanwhile> {
  if (refreshToken === undefined) return tryAgain;
  await setTimeout(1000);
  const outcome = await options.identity.refresh(refreshToken);
  if (outcome.kind !== 'Tokens') return tryAgain;
  const tokens = { refreshToken, ...outcome.tokens };
  const all = recoveryCode === undefined ? tokens : { ...tokens, recoveryCode };
  return toSession(all, options, { ...origin, isSecondTry: true });
}

/** The provider issues tokens that the gateway would refuse: the operator has to change a setting first. */
export const unusable = { kind: 'ServiceUnavailable', retryAfter: 60 } as const;

/** The same request succeeds a moment later. */
export const tryAgain = { kind: 'ServiceUnavailable', retryAfter: 1 } as const;
