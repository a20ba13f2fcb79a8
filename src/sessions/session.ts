import { setTimeout } from 'node:timers/promises';
import type { RefusalOf, TokenSet } from '../identity/outcomes.ts';
import type { IdentityProvider } from '../identity/provider.ts';
import type { Revocations } from '../sign-ins/revocations.ts';
import type { SealedTokens } from '../secrets/sealed-tokens.ts';
import type { HandedOut, SignIn } from '../sign-ins/sign-ins.ts';
import { holderOf, type Holder, type IssuedTokenRules } from './issued-tokens.ts';
import { profileOf, type ProfileModel, type ProfileSources } from './profile.ts';

/** A sign-in that succeeded, or was renewed. Times are seconds. */
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

/** The e-mail address has to be verified first. The token lets its holder ask for the mail once more. */
export interface EmailNotVerified {
  kind: 'EmailNotVerified';
  verificationToken: string;
  expiresIn: number;
  recoveryCode: string | undefined;
}

/** What a `verificationToken` stands for. */
export interface VerificationState {
  user: string;
}

/** What sessions are made with. */
export interface SessionMaking extends ProfileSources {
  identity: IdentityProvider;
  issued: IssuedTokenRules;
  revocations: Revocations;
  handedOut: HandedOut;
  now: () => Date;
  /** Whether nobody gets a session before their e-mail address is verified. */
  requireVerifiedEmail: boolean;
  verification: SealedTokens<VerificationState>;
}

/** What can come of tokens that the provider has handed out. */
export type SessionOutcome = Session | EmailNotVerified | RefusalOf<'ServiceUnavailable'>;

/** How a session came about. */
export interface Beginning {
  /** When it began, in milliseconds since the epoch; 0 when it goes on with a session of which nobody knows. */
  since: number;
  /** The refresh token that the tokens were exchanged for, when it goes on with a session that there was. */
  replaced?: string;
  /** The sign-in that it goes on with, when that is known. */
  signIn?: SignIn | undefined;
  /** Whether the tokens are in the place of others that had ended already. */
  isSecondTry?: boolean;
}

/** Every session of the person was ended while this one was on its way. */
export interface EndedMeanwhile {
  kind: 'EndedMeanwhile';
}

/** Seconds for which the mail can be asked for once more. */
const verificationLifetime = 3600;

/** Makes a session of tokens that the provider has handed out, and remembers that it did. */
export async function toSession(
  tokens: TokenSet,
  making: SessionMaking,
  beginning: Beginning,
): Promise<SessionOutcome | EndedMeanwhile> {
  const { identity, issued, revocations, handedOut } = making;
  const holder = await holderOf(tokens, identity, issued);
  if (!holder) return unusable;
  const { caller } = holder;
  if (revocations.isEnded(caller.tokenId))
    return beginning.isSecondTry ? tryAgain : renewed(tokens, making, beginning);
  const user = profileOf(caller, making, () => identity, holder.email);
  const refused = making.requireVerifiedEmail && (await unverified(holder, user, making));
  const { refreshToken, recoveryCode } = tokens;
  // What cannot be told just now ends no session that there was: its refresh token is used up, and this is the next.
  const isRenewal = beginning.replaced !== undefined;
  if (refused && !(refused.kind === 'ServiceUnavailable' && isRenewal)) {
    if (refreshToken !== undefined) await identity.revoke(refreshToken);
    return refused.kind === 'EmailNotVerified' ? { ...refused, recoveryCode } : refused;
  }
  const { since, replaced, signIn = handedOut.newSignIn(caller.id, since) } = beginning;
  const state = handedOut.isFromBefore(caller.id, since)
    ? 'over'
    : await handedOut.record({ caller, refreshToken, replaced }, signIn);
  // In a moment Auth0's clock will be far enough.
  if (state === 'over' || (state === 'early' && !isRenewal)) {
    if (refreshToken !== undefined) await identity.revoke(refreshToken);
    return state === 'over' ? { kind: 'EndedMeanwhile' } : { ...tryAgain, retryAfter: 5 };
  }
  // Another sign-in of the same second, which gave the same token, may have ended meanwhile.
  if (revocations.isEnded(caller.tokenId))
    return beginning.isSecondTry ? tryAgain : renewed(tokens, making, { ...beginning, signIn });
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

/** Why a person whose address has to be verified gets no session; undefined when it is. */
async function unverified(
  { caller }: Holder,
  user: ProfileModel,
  { identity, verification }: SessionMaking,
): Promise<Omit<EmailNotVerified, 'recoveryCode'> | typeof tryAgain | undefined> {
  const isVerified =
    (await Promise.resolve(user.emailVerified).catch(() => undefined)) ??
    (await identity.accounts.isEmailVerified(caller.id));
  if (isVerified === undefined) return tryAgain;
  if (isVerified) return undefined;
  const verificationToken = await verification.seal({ user: caller.id }, verificationLifetime);
  return { kind: 'EmailNotVerified', verificationToken, expiresIn: verificationLifetime };
}

/**
 * Auth0's clock has whole seconds, and its tokens no `jti`: a login in the very second of a logout brings the token that
 * has just been ended. The next second's is another.
 */
async function renewed(
  { refreshToken, recoveryCode }: TokenSet,
  making: SessionMaking,
  beginning: Beginning,
): Promise<SessionOutcome | EndedMeanwhile> {
  if (refreshToken === undefined) return tryAgain;
  await setTimeout(1000);
  const outcome = await making.identity.refresh(refreshToken);
  if (outcome.kind !== 'Tokens') return tryAgain;
  const tokens = { refreshToken, ...outcome.tokens };
  const all = recoveryCode === undefined ? tokens : { ...tokens, recoveryCode };
  return toSession(all, making, { ...beginning, isSecondTry: true });
}

/** The provider handed out tokens that we would refuse: somebody has to change its settings first. */
export const unusable = { kind: 'ServiceUnavailable', retryAfter: 60 } as const;

/** It will be another second. */
export const tryAgain = { kind: 'ServiceUnavailable', retryAfter: 1 } as const;
