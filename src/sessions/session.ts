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

/** The sign-in or refresh from which a session comes. */
export interface SessionOrigin {
  /** Start of the sign-in, in milliseconds since the epoch. 0 when a refresh continues a sign-in that is not recorded. */
  since: number;
  /** Digest of the account's name. Only for a sign-in that begins. */
  name?: string | undefined;
  /** The password of a sign-in that has waited for its second factor. */
  password?: PasswordMark | undefined;
  /** Only for a sign-in with a password that the user has just changed. */
  change?: PasswordBefore | undefined;
  /** The refresh tokens that were exchanged. Only for a refresh. */
  replaced?: readonly string[];
  /** Whether a client got these tokens before. */
  isRepeated?: boolean;
  /** Id for a new sign-in. Default: a random one. */
  id?: string;
  /** The recorded sign-in that a refresh continues. */
  signIn?: SignIn | undefined;
  /** Whether these tokens replace tokens that turned out to be revoked. */
  isSecondTry?: boolean;
}

/** Outcome of a sign-in during which all sessions of the user were ended. */
export interface EndedMeanwhile {
  kind: 'EndedMeanwhile';
}

/** Lifetime of a `verificationToken`, in seconds. */
const verificationLifetime = 3600;

/** Makes a session from tokens that the provider has issued, and records the tokens. */
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
  // If verification is unknown, a renewed session stays: its old refresh token is spent.
  const isRenewal = origin.replaced !== undefined;
  if (refused && !(refused.kind === 'ServiceUnavailable' && isRenewal)) {
    // A renewed sign-in goes on once the address is verified.
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
  // A recorded sign-in knows by itself whether it came after a cut-off.
  const state =
    !origin.signIn && signIns.ends.isCutOff(caller.id, since)
      ? 'ended'
      : await signIns.record({ caller, refreshToken, replaced, isRepeated }, signIn);
  // `early`: a few seconds later Auth0's clock has passed the cut-off.
  if (state === 'ended' || (state === 'early' && !isRenewal)) {
    if (refreshToken !== undefined) await identity.revoke(refreshToken);
    return state === 'ended' ? { kind: 'EndedMeanwhile' } : { ...tryAgain, retryAfter: 5 };
  }
  // Another sign-in of the same second, with the same token, may have ended meanwhile.
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

/** Returns the password of a sign-in that begins. A refresh without a record takes over the one of which its tokens tell. */
function passwordOf(
  { claims }: AuthenticatedCaller,
  { since, password, change, replaced }: SessionOrigin,
  { revocations }: SessionsOptions,
): PasswordMark | undefined {
  if (password || replaced) return password;
  return revocations.passwords.markLogin(claims, since, change);
}

/**
 * Returns the outcome for a user whose e-mail address is not verified, or {@link tryAgain} when that is unknown; undefined when it
 * is verified.
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
    // Nothing would tell next time either: the operator has to change a setting first.
    identity.reportFault({ missing: 'email_verified' });
    return unusable;
  }
  if (isVerified !== false) return isVerified.kind === 'ServiceUnavailable' ? isVerified : tryAgain;
  const verificationToken = await verification.seal({ user: caller.id }, verificationLifetime);
  return { kind: 'EmailNotVerified', verificationToken, expiresIn: verificationLifetime };
}

/**
 * Waits a second, then refreshes. Auth0's clock has whole seconds and its tokens have no `jti`, so a login in the same second as a
 * logout gets the very token that was just revoked. A second later the token is another one.
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
