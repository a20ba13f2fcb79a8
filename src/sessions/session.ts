import { setTimeout } from 'node:timers/promises';
import type { RefusalOf, TokenSet } from '../identity/outcomes.ts';
import type { PasswordBefore } from '../sign-ins/password-changes.ts';
import type { PasswordMark } from '../sign-ins/password-mark.ts';
import type { SignIn } from '../sign-ins/sign-in.ts';
import type { AuthenticatedCaller } from '../tokens/caller.ts';
import { verifyIssuedTokens, type TokenOwner } from './issued-tokens.ts';
import type { SessionsOptions } from './options.ts';
import type { EmailNotVerified, SessionOutcome } from './outcomes.ts';
import { revokedAlready, tryAgain, unusable } from './unavailable.ts';
import { profileOf, type ProfileModel } from './profile.ts';

/** The login or refresh that a session comes from. */
export interface SessionOrigin {
  /** Time of the login (milliseconds since the epoch). 0 for the refresh of a sign-in without a record. */
  since: number;
  /** Digest of the account's name. Set for a login only. */
  name?: string | undefined;
  /** Password of a login that has waited for its second factor. */
  password?: PasswordMark | undefined;
  /** Set if the user has just changed the password with which this login began. */
  change?: PasswordBefore | undefined;
  /** Refresh tokens that were exchanged for these tokens. Set for a refresh only. */
  replaced?: readonly string[];
  /** Whether a client has received these tokens before. */
  isRepeated?: boolean;
  /** Id of a new sign-in. Default: a random id. */
  id?: string;
  /** The recorded sign-in that a refresh continues. Undefined without a record. */
  signIn?: SignIn | undefined;
  /** Whether these tokens replace tokens that were already revoked. */
  isSecondTry?: boolean;
}

/** Result of a login during which all sessions of the user were ended. */
export interface EndedMeanwhile {
  kind: 'EndedMeanwhile';
}

/** Lifetime of a `verificationToken`, in seconds. */
const verificationLifetime = 3600;

/** Creates a session from tokens that the provider has issued, and records the tokens. */
export async function toSession(
  tokens: TokenSet,
  options: SessionsOptions,
  origin: SessionOrigin,
): Promise<SessionOutcome | EndedMeanwhile> {
  const { devices, identity, issued, revocations, signIns } = options;
  const owner = await verifyIssuedTokens(tokens, identity, issued);
  if (!owner) return unusable;
  const { caller } = owner;
  if (revocations.isTokenRevoked(caller.tokenId))
    return origin.isSecondTry || origin.replaced ? revokedAlready : renew(tokens, options, origin);
  const user = profileOf(caller, options, () => identity, owner.profile);
  const refused = options.requireVerifiedEmail && (await findUnverified(owner, user, options));
  const { refreshToken, recoveryCode } = tokens;
  // If the verification is unknown, a refreshed session stays valid, because its old refresh token is used up.
  const isRenewal = origin.replaced !== undefined;
  if (refused && !(refused.kind === 'ServiceUnavailable' && isRenewal)) {
    // A refreshed sign-in keeps its refresh token, so that it can continue once the address is verified.
    if (refreshToken !== undefined && !isRenewal) await identity.revoke(refreshToken);
    return refused.kind === 'EmailNotVerified' ? { ...refused, recoveryCode } : refused;
  }
  const {
    since,
    name,
    replaced,
    isRepeated = false,
    signIn = signIns.begin(caller.id, since, {
      id: origin.id,
      name,
      password: passwordOf(caller, origin, options),
    }),
  } = origin;
  const newDevice = isRenewal ? undefined : devices.isNew(caller.id, options.readClient());
  // The record of a sign-in contains the latest cut-off before it, so a recorded sign-in needs no comparison by time.
  const state =
    !origin.signIn && signIns.ends.isCutOff(caller.id, since)
      ? 'ended'
      : await signIns.record({ caller, refreshToken, replaced, isRepeated }, signIn);
  // `early` means that Auth0's clock has not passed the cut-off yet. A few seconds later it has.
  if (state === 'ended' || (state === 'early' && !isRenewal)) {
    if (refreshToken !== undefined) await identity.revoke(refreshToken);
    return state === 'ended' ? { kind: 'EndedMeanwhile' } : { ...tryAgain, retryAfter: 5 };
  }
  // Another sign-in of the same second has the same token, and may have ended meanwhile.
  if (revocations.isTokenRevoked(caller.tokenId))
    return origin.isSecondTry || isRenewal
      ? revokedAlready
      : renew(tokens, options, { ...origin, signIn });
  return {
    kind: 'Session',
    transport: 'TOKENS',
    signIn: { ...signIn, password: revocations.passwords.renewMark(signIn, caller.claims) },
    accessToken: tokens.accessToken,
    refreshToken,
    idToken: tokens.idToken,
    tokenType: tokens.tokenType,
    expiresIn: tokens.expiresIn,
    scopes: tokens.scopes ?? caller.scopes,
    recoveryCode,
    user,
    newDevice: await newDevice,
  };
}

/**
 * Returns the password mark of a new sign-in. For a refresh without a record, returns undefined: `renewMark` then takes the mark
 * from the tokens.
 */
function passwordOf(
  { claims }: AuthenticatedCaller,
  { since, password, change, replaced }: SessionOrigin,
  { revocations }: SessionsOptions,
): PasswordMark | undefined {
  if (password || replaced) return password;
  return revocations.passwords.markLogin(claims, since, change);
}

/**
 * Checks whether the user's e-mail address is verified. Returns undefined if it is, the refusal if it is not, and {@link tryAgain}
 * if the provider does not tell.
 */
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
    // Another attempt would not help, because the operator must change a setting first.
    identity.reportFault({ missing: 'email_verified' });
    return unusable;
  }
  if (isVerified !== false) return isVerified.kind === 'ServiceUnavailable' ? isVerified : tryAgain;
  const verificationToken = await verification.seal({ user: caller.id }, verificationLifetime);
  return { kind: 'EmailNotVerified', verificationToken, expiresIn: verificationLifetime };
}

/**
 * Waits one second, then refreshes. Auth0's times are whole seconds and its tokens have no `jti`, so a login in the same second
 * as a logout receives the same token that was just revoked. One second later, the token differs.
 */
async function renew(
  { refreshToken, recoveryCode }: TokenSet,
  options: SessionsOptions,
  origin: SessionOrigin,
): Promise<SessionOutcome | EndedMeanwhile> {
  if (refreshToken === undefined) return tryAgain;
  await setTimeout(1000);
  const outcome = await options.identity.refresh(refreshToken, { isKnown: true });
  if (outcome.kind !== 'Tokens') return tryAgain;
  const tokens = { refreshToken, ...outcome.tokens };
  const all = recoveryCode === undefined ? tokens : { ...tokens, recoveryCode };
  return toSession(all, options, { ...origin, isSecondTry: true });
}
