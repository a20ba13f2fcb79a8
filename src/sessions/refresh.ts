import { setTimeout as wait } from 'node:timers/promises';
import type { TokenSet } from '../identity/outcomes.ts';
import type { HandOver } from '../sign-ins/hand-overs.ts';
import { markOf } from '../sign-ins/password-changes.ts';
import type { RefreshTokenRecord } from '../sign-ins/refresh-tokens.ts';
import type { SignIn, Transport } from '../sign-ins/sign-in.ts';
import {
  deliveredLifetime,
  type Exchange,
  type ExchangeRefusal,
  type HandedOver,
  type PresentedToken,
} from './refresh-exchanges.ts';
import { findInputFault } from './input.ts';
import { askSecondFactor, type SecondFactorAsked } from './mfa-token.ts';
import type { SessionsOptions } from './options.ts';
import { endIfBlocked } from './own-account.ts';
import type {
  InvalidRefreshToken,
  RefreshResult,
  SaveSession,
  SessionOutcome,
  Superseded,
} from './outcomes.ts';
import { toSession } from './session.ts';
import { chooseTransport, sendSession } from './transport.ts';
import { tryAgain } from './unavailable.ts';

/** Options of {@link renew}. */
export interface RenewalOptions {
  /** Transport of the session, in case the user must prove a second factor first. Default: `TOKENS`. */
  transport?: Transport;
  /** The sign-in to continue if the refresh token has no record any more. Default: such a token begins a new sign-in. */
  signIn?: SignIn;
  /** Saves the new session. Until it is saved, the gateway repeats its answer to the old refresh token. Default: does nothing. */
  save?: SaveSession;
}

/**
 * Exchanges a client's refresh token for a new session.
 *
 * @param asked - `COOKIE` moves the session into a cookie. Default: `TOKENS`
 */
export async function refreshInto(
  refreshToken: string,
  asked: Transport | undefined,
  options: SessionsOptions,
): Promise<RefreshResult> {
  const transport = chooseTransport(asked ?? 'TOKENS', options);
  if (typeof transport !== 'string') return transport;
  const { value: record } = await options.refreshTokens.find(refreshToken);
  if (record?.isInCookie && transport === 'TOKENS') return inCookie;
  if (transport === 'COOKIE' && record && isTooOld(record, options)) return tooOld;
  const outcome = await refresh(refreshToken, options, { transport });
  if (outcome.kind === 'Session' && transport === 'COOKIE')
    for (const token of new Set([refreshToken, outcome.refreshToken ?? refreshToken]))
      await options.refreshTokens.saveInCookie(token, options.signIns.now());
  return sendSession(outcome, transport, options);
}

/** Exchanges a client's refresh token for a new session. If the token comes back after its successor, ends the sign-in. */
async function refresh(
  refreshToken: string,
  options: SessionsOptions,
  renewal: RenewalOptions,
): Promise<RefreshResult> {
  const outcome = await renew(refreshToken, options, renewal);
  if (outcome.kind !== 'Superseded') return outcome;
  return endReused(refreshToken, outcome.record, options);
}

/** Ends the sign-in of a refresh token that came back after its successor, and refuses the token. */
export async function endReused(
  refreshToken: string,
  record: RefreshTokenRecord,
  options: SessionsOptions,
): Promise<InvalidRefreshToken> {
  await options.signIns.ends.end([record], 'REFRESH_TOKEN_REUSED');
  return refuse(refreshToken, 'used twice', record, options);
}

/**
 * Exchanges a refresh token for a new session. If its sign-in has ended, refuses the token, even though the provider may still
 * accept it.
 */
export async function renew(
  refreshToken: string,
  options: SessionsOptions,
  renewal: RenewalOptions,
): Promise<RefreshResult | Superseded> {
  const { identity, signIns, exchanges } = options;
  const fault = findInputFault({ refreshToken });
  if (fault) return fault;
  const { value: found, isCertain } = await signIns.findByRefreshToken(refreshToken);
  const { signIn } = renewal;
  const record = found ?? (signIn && { ...signIn, hasEnded: !!signIns.ends.find(signIn) });
  // If the store does not answer, the gateway cannot know whether the sign-in has ended. It does not use up the refresh token, so
  // that the user stays signed in.
  if (!isCertain) return tryAgain;
  if (record?.hasEnded) return refuse(refreshToken, 'ended', record, options);
  if (record && (await isReuse(record, options))) return { kind: 'Superseded', record };

  // A sign-in without a record may have begun before a logout everywhere, so its time is 0.
  const since = record ? signIns.now() : 0;
  const presented = { refreshToken, record, since };
  let exchange = await exchanges.exchange(presented, identity);
  if (exchange.kind === 'HandedOver' && isStale(exchange, options))
    exchange = await exchanges.goOn(exchange.handOver, presented, identity);
  if (exchange.kind !== 'HandedOver') return answerRefused(exchange, presented, options, renewal);
  const session = await deliver(exchange.handOver, presented, options, renewal);
  const isUsable = session.kind === 'Session' || session.kind === 'InvalidRefreshToken';
  const isRevokedAlready = 'isRevokedAlready' in session;
  if (isUsable || (exchange.isNew && !isRevokedAlready)) return session;

  // The access token of that answer is unusable, so the gateway exchanges the new refresh token at once.
  if (isRevokedAlready) await wait(1000);
  const next = await exchanges.goOn(exchange.handOver, presented, identity);
  return next.kind === 'HandedOver'
    ? deliver(next.handOver, presented, options, renewal)
    : answerRefused(next, presented, options, renewal);
}

/**
 * Whether the answer of an earlier exchange is too old: its access token has expired, or the user may have been blocked since.
 */
function isStale({ handOver, isNew }: HandedOver, options: SessionsOptions): boolean {
  if (isNew) return false;
  const age = options.signIns.now() - handOver.answeredAt;
  return secondsLeft(handOver, options) === 0 || (!handOver.isDelivered && age > deliveredLifetime);
}

/** Whether a client presents an exchanged refresh token too late, or after its successor. */
async function isReuse(
  { exchanged }: RefreshTokenRecord,
  { signIns, refreshTokens, refreshWindow }: SessionsOptions,
): Promise<boolean> {
  if (!exchanged) return false;
  const age = signIns.now() - exchanged.at;
  if (age <= refreshWindow * 1000) return false;
  return age > deliveredLifetime || (await refreshTokens.isSuccessorPresented(exchanged));
}

/** Creates the session from a hand-over. The first delivery to a client starts the hand-over's lifetime. */
async function deliver(
  handOver: HandOver<TokenSet>,
  { refreshToken, record: presented }: PresentedToken,
  options: SessionsOptions,
  { save }: RenewalOptions,
): Promise<SessionOutcome | InvalidRefreshToken> {
  const { exchanges, identity, signIns } = options;
  const { id, since, sent, isDelivered } = handOver;
  // Another request may have recorded the token meanwhile.
  const { value: latest } = presented ? noRecord : await signIns.findByRefreshToken(refreshToken);
  if (latest?.hasEnded) {
    await identity.revoke(handOver.tokens.refreshToken ?? refreshToken);
    return { kind: 'InvalidRefreshToken', reason: 'ended', user: { id: latest.user } };
  }
  const tokens = { ...handOver.tokens, expiresIn: secondsLeft(handOver, options) };
  const session = await toSession(tokens, options, {
    id,
    since,
    replaced: [...new Set([refreshToken, sent])],
    isRepeated: isDelivered,
    signIn: presented ?? latest,
  });
  if (session.kind === 'EndedMeanwhile') return { kind: 'InvalidRefreshToken', reason: 'ended' };
  if (session.kind !== 'Session') return session;
  await save?.(session);
  if (!isDelivered) await exchanges.deliver(refreshToken, handOver);
  return session;
}

/** Refusal of the old refresh token of a session that has moved into a cookie. Such a session gives its tokens to no client. */
const inCookie = { kind: 'InvalidRefreshToken', reason: 'moved into a cookie' } as const;

/** Whether a sign-in is older than the maximum lifetime of a session in a cookie. */
function isTooOld({ since }: SignIn, { signIns, openSessions }: SessionsOptions): boolean {
  return since > 0 && since + openSessions.lifetime <= signIns.now();
}

const tooOld = {
  kind: 'InvalidInput',
  field: 'transport',
  message:
    'This sign-in is older than a session in a cookie may be: keep its tokens, or sign in again.',
} as const;

const noRecord = { value: undefined };

/** Returns the seconds until the access token of a hand-over expires, at least 0. */
function secondsLeft(
  { answeredAt, tokens }: HandOver<TokenSet>,
  { signIns }: SessionsOptions,
): number {
  const age = Math.max(0, Math.round((signIns.now() - answeredAt) / 1000));
  return Math.max(0, tokens.expiresIn - age);
}

/**
 * Handles the provider's refusal of an exchange. A refused refresh token ends its sign-in and its access tokens: the refresh
 * token was revoked or used twice, or the user is blocked.
 */
async function answerRefused(
  refusal: Exclude<Exchange, HandedOver>,
  { record, since }: PresentedToken,
  { signIns, mfa }: SessionsOptions,
  { transport }: RenewalOptions,
): Promise<(SecondFactorAsked | ExchangeRefusal) & Pick<InvalidRefreshToken, 'user'>> {
  if (refusal.kind === 'SecondFactorNeeded') {
    const password = record && markOf(record);
    return askSecondFactor(refusal, { stage: 'signIn', since, password, transport }, mfa);
  }
  if (record && refusal.kind === 'InvalidRefreshToken')
    await signIns.ends.end([record], 'REFRESH_TOKEN_REFUSED');
  const outcome = await endIfBlocked(refusal, [record?.user], signIns);
  return record ? { ...outcome, user: { id: record.user } } : outcome;
}

async function refuse(
  refreshToken: string,
  reason: string,
  { user: id }: SignIn,
  { identity }: SessionsOptions,
): Promise<InvalidRefreshToken> {
  await identity.revoke(refreshToken);
  return { kind: 'InvalidRefreshToken', reason, user: { id } };
}
