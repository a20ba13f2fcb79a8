import type { RefreshRefusal, RefusalOf } from '../identity/outcomes.ts';
import type { SignIn } from '../sign-ins/sign-ins.ts';
import { findInputFault } from './input.ts';
import { askSecondFactor, type SecondFactorAsked } from './mfa-token.ts';
import type { SessionsOptions } from './options.ts';
import { toSession, tryAgain, type SessionOutcome } from './session.ts';

/** Milliseconds for which two tabs may use one refresh token: the overlap that the application should have at the provider. */
const rotationOverlap = 10_000;

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
    await endRefused(outcome, { refreshToken, signIn }, options);
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
  { refreshToken, signIn }: { refreshToken: string; signIn: SignIn | undefined },
  { identity, signIns }: SessionsOptions,
): Promise<void> {
  if (!signIn) return;
  if (refusal.kind === 'InvalidRefreshToken') {
    // Read again: of two refreshes at once, the other one may have exchanged the token meanwhile.
    const { replacedAt } = (await signIns.findByRefreshToken(refreshToken)).value ?? {};
    const isReused = replacedAt !== undefined;
    if (isReused) reportEarlyRefusal(signIns.now() - replacedAt, identity);
    await signIns.end([signIn], isReused ? 'REFRESH_TOKEN_REUSED' : 'REFRESH_TOKEN_REFUSED');
  }
  if (refusal.kind === 'AccountBlocked')
    await signIns.endAll(signIn.user, 'ACCOUNT_BLOCKED').everywhere;
}

/** Two tabs that refresh at once send one token twice. The provider must accept the second use for a few seconds. */
function reportEarlyRefusal(age: number, identity: SessionsOptions['identity']): void {
  if (age < rotationOverlap)
    identity.reportFault({ token: 'refresh', secondsAfterExchange: Math.floor(age / 1000) });
}

async function refuseEnded(
  refreshToken: string,
  { identity }: SessionsOptions,
): Promise<RefusalOf<'InvalidRefreshToken'>> {
  await identity.revoke(refreshToken);
  return { kind: 'InvalidRefreshToken' };
}
