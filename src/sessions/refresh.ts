import type { RefreshRefusal, RefusalOf } from '../identity/outcomes.ts';
import type { SignIn, SignIns } from '../sign-ins/sign-ins.ts';
import { findInputFault } from './input.ts';
import { askSecondFactor, type SecondFactorAsked } from './mfa-token.ts';
import type { SessionsOptions } from './options.ts';
import { endIfBlocked } from './own-account.ts';
import { toSession, tryAgain, type SessionOutcome } from './session.ts';

/** Exchanges a refresh token. A token whose sign-in has ended here is refused, whatever the provider would say. */
export async function refresh(
  refreshToken: string,
  options: SessionsOptions,
): Promise<SessionOutcome | SecondFactorAsked | RefreshRefusal> {
  const { identity, signIns, mfa } = options;
  const fault = findInputFault({ refreshToken });
  if (fault) return fault;
  const { value: signIn, isCertain } = await signIns.findByRefreshToken(refreshToken);
  // With the store out of reach nobody can tell whether the sign-in has ended. The token is not spent, and the user stays signed in.
  if (!isCertain) return tryAgain;
  if (signIn?.hasEnded) return refuseEnded(refreshToken, options);
  // An unrecorded sign-in may be from before a logout everywhere, hence 0.
  const since = signIn ? signIns.now() : 0;
  const outcome = await identity.refresh(refreshToken);
  if (outcome.kind === 'SecondFactorNeeded')
    return askSecondFactor(outcome, { stage: 'signIn', since }, mfa);
  if (outcome.kind !== 'Tokens') {
    await endRefused(outcome, signIn, signIns);
    return outcome;
  }
  // Without rotation Auth0 sends no new refresh token: the old one stays good (RFC 6749 §6).
  const tokens = { refreshToken, ...outcome.tokens };
  const session = await toSession(tokens, options, { since, replaced: refreshToken, signIn });
  return session.kind === 'EndedMeanwhile' ? { kind: 'InvalidRefreshToken' } : session;
}

/**
 * Ends a sign-in whose refresh token the provider refuses: the token was revoked or used twice, or the user is blocked. The access
 * tokens of the sign-in end with it.
 */
async function endRefused(
  refusal: RefreshRefusal,
  signIn: SignIn | undefined,
  signIns: SignIns,
): Promise<void> {
  if (!signIn) return;
  if (refusal.kind === 'InvalidRefreshToken') await signIns.end([signIn]);
  await endIfBlocked(refusal, [signIn.user], signIns);
}

async function refuseEnded(
  refreshToken: string,
  { identity }: SessionsOptions,
): Promise<RefusalOf<'InvalidRefreshToken'>> {
  await identity.revoke(refreshToken);
  return { kind: 'InvalidRefreshToken' };
}
