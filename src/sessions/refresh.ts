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
} from './exchanges.ts';
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

/** What a caller adds to an exchange. */
export interface RenewalOptions {
  /** How the session travels that waits for a second factor. Default: its tokens go to the client. */
  transport?: Transport;
  /** The sign-in that the token continues, where its own record is lost. Default: it begins a new one. */
  signIn?: SignIn;
  /** Saves the new session, before the time begins after which the old refresh token is no longer good. Default: nothing. */
  save?: SaveSession;
}

/**
 * Exchanges a client's refresh token for a new session.
 *
 * @param asked - `COOKIE` moves the session into a cookie. Default: its tokens go to the client
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

/** Exchanges a client's refresh token for a new session. A token that comes back after its successor ends its sign-in. */
async function refresh(
  refreshToken: string,
  options: SessionsOptions,
  renewal: RenewalOptions,
): Promise<RefreshResult> {
  const outcome = await renew(refreshToken, options, renewal);
  if (outcome.kind !== 'Superseded') return outcome;
  await options.signIns.ends.end([outcome.record], 'REFRESH_TOKEN_REUSED');
  return refuse(refreshToken, 'used twice', options);
}

/** Exchanges a refresh token for a new session. Refuses a token whose sign-in has ended, even if the provider would still accept it. */
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
  // While the store cannot be reached, the gateway cannot tell whether the sign-in has ended. It does not spend the token, and the
  // user stays signed in.
  if (!isCertain) return tryAgain;
  if (record?.hasEnded) return refuse(refreshToken, 'ended', options);
  if (record && (await isReuse(record, options))) return { kind: 'Superseded', record };

  // An unrecorded sign-in may be from before a logout everywhere, hence 0.
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

  // No client could use that answer.
  if (isRevokedAlready) await wait(1000);
  const next = await exchanges.goOn(exchange.handOver, presented, identity);
  return next.kind === 'HandedOver'
    ? deliver(next.handOver, presented, options, renewal)
    : answerRefused(next, presented, options, renewal);
}

/** Whether an earlier answer can no longer serve: its access token has expired, or the user may have been blocked since. */
function isStale({ handOver, isNew }: HandedOver, options: SessionsOptions): boolean {
  if (isNew) return false;
  const age = options.signIns.now() - handOver.answeredAt;
  return secondsLeft(handOver, options) === 0 || (!handOver.isDelivered && age > deliveredLifetime);
}

/** Whether an exchanged refresh token comes back too late, or after its successor. */
async function isReuse(
  { exchanged }: RefreshTokenRecord,
  { signIns, refreshTokens, refreshWindow }: SessionsOptions,
): Promise<boolean> {
  if (!exchanged) return false;
  const age = signIns.now() - exchanged.at;
  if (age <= refreshWindow * 1000) return false;
  return age > deliveredLifetime || (await refreshTokens.isSuccessorPresented(exchanged));
}

/** Makes the session of a hand-over. The time of the hand-over begins when a client gets it first. */
async function deliver(
  handOver: HandOver<TokenSet>,
  { refreshToken, record: presented }: PresentedToken,
  options: SessionsOptions,
  { save }: RenewalOptions,
): Promise<SessionOutcome | InvalidRefreshToken> {
  const { exchanges, identity, signIns } = options;
  const { id, since, sent, isDelivered } = handOver;
  // A token without a record may have got one meanwhile.
  const { value: latest } = presented ? noRecord : await signIns.findByRefreshToken(refreshToken);
  if (latest?.hasEnded) {
    await identity.revoke(handOver.tokens.refreshToken ?? refreshToken);
    return { kind: 'InvalidRefreshToken', reason: 'ended' };
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

/** A session in a cookie gives its tokens to no client any more, not even for the refresh token from before. */
const inCookie = { kind: 'InvalidRefreshToken', reason: 'moved into a cookie' } as const;

/** Whether a sign-in is older than a session in a cookie may be. */
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

/** Seconds until the access token of a hand-over expires; at least 0. */
function secondsLeft(
  { answeredAt, tokens }: HandOver<TokenSet>,
  { signIns }: SessionsOptions,
): number {
  const age = Math.max(0, Math.round((signIns.now() - answeredAt) / 1000));
  return Math.max(0, tokens.expiresIn - age);
}

/**
 * Answers what the provider refuses. A refused refresh token ends its sign-in: the token was revoked or used twice, or the user is
 * blocked. The access tokens of the sign-in end with it.
 */
async function answerRefused(
  refusal: Exclude<Exchange, HandedOver>,
  { record, since }: PresentedToken,
  { signIns, mfa }: SessionsOptions,
  { transport }: RenewalOptions,
): Promise<SecondFactorAsked | ExchangeRefusal> {
  if (refusal.kind === 'SecondFactorNeeded') {
    const password = record && markOf(record);
    return askSecondFactor(refusal, { stage: 'signIn', since, password, transport }, mfa);
  }
  if (record && refusal.kind === 'InvalidRefreshToken')
    await signIns.ends.end([record], 'REFRESH_TOKEN_REFUSED');
  return endIfBlocked(refusal, [record?.user], signIns);
}

async function refuse(
  refreshToken: string,
  reason: string,
  { identity }: SessionsOptions,
): Promise<InvalidRefreshToken> {
  await identity.revoke(refreshToken);
  return { kind: 'InvalidRefreshToken', reason };
}
