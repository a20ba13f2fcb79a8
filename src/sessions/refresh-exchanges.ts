import { randomUUID } from 'node:crypto';
import { setTimeout as wait } from 'node:timers/promises';
import type {
  RefreshRefusal,
  RefusalOf,
  SecondFactorNeeded,
  TokenSet,
} from '../identity/outcomes.ts';
import type { IdentityProvider } from '../identity/provider.ts';
import type { HandOver, HandOvers } from '../sign-ins/hand-overs.ts';
import type { RefreshTokenRecord, RefreshTokens } from '../sign-ins/refresh-tokens.ts';
import type { Store } from '../store/store.ts';
import { tryAgain } from './unavailable.ts';

/** Result of the exchange of a refresh token. */
export type Exchange = HandedOver | SecondFactorNeeded | ExchangeRefusal;

/** The provider's answer to an exchange, for every client that presents the same old refresh token. */
export interface HandedOver {
  kind: 'HandedOver';
  /** False if the answer comes from an earlier exchange. */
  isNew: boolean;
  handOver: HandOver<TokenSet>;
}

/** Refusal of an exchange. `reason` is for the audit log. */
export type ExchangeRefusal =
  RefreshRefusal | (RefusalOf<'InvalidRefreshToken'> & { reason?: 'answer lost' });

/** Dependencies of {@link Exchanges}. */
export interface ExchangesOptions {
  store: Pick<Store, 'lock' | 'unlock'>;
  refreshTokens: RefreshTokens;
  handOvers: HandOvers<TokenSet>;
  /** Returns the current time (milliseconds since the epoch). */
  now: () => number;
  /** Milliseconds that a client waits for an exchange. A slower exchange continues without the client. */
  patience: number;
}

/** A refresh token to exchange. */
export interface PresentedToken {
  refreshToken: string;
  /** Record of the refresh token. Undefined for an unknown refresh token. */
  record: RefreshTokenRecord | undefined;
  /** Time at which the refresh token arrived (milliseconds since the epoch). 0 for an unknown refresh token. */
  since: number;
  /** Whether the gateway itself presents the token, because its tokens never reached a client. Default: false. */
  isOwnUse?: boolean;
}

/**
 * Milliseconds after which the lock of a crashed process is free. A running process renews its lock. The lease is shorter than
 * the overlap that connect-auth0.md recommends, so that a client's next attempt still succeeds at Auth0.
 */
const lease = 6000;
/** Milliseconds between two looks for the result of another process. */
const pollInterval = 100;
/**
 * Milliseconds for which the store keeps an answer that no client has received. If a client logs out meanwhile, the logout is
 * saved as long.
 */
const undeliveredLifetime = 30 * 24 * 60 * 60 * 1000;
/**
 * Milliseconds for which the store keeps an answer after a client has received it. An answer that no client received within this
 * time is replaced by a new exchange.
 */
export const deliveredLifetime = 10 * 60 * 1000;
/**
 * Milliseconds for which the store keeps an answer without a new refresh token. The time is long enough for clients that wait for
 * the same exchange.
 */
const unrotatedLifetime = 2000;
/** Milliseconds for which the store keeps the logout of an unknown refresh token. The time is longer than an exchange takes. */
const unknownEndLifetime = 120_000;
/** Maximum milliseconds that a stopping process waits for running exchanges. */
const closeTimeLimit = 10_000;

/**
 * Exchanges refresh tokens. Clients that present the same refresh token at the same time share one call to the provider, even at
 * several replicas. The provider's answer is saved for all of them before the gateway verifies it. The call continues if its
 * client disconnects.
 */
export class Exchanges {
  readonly #options: ExchangesOptions;
  readonly #inFlight = new Map<string, Promise<Exchange>>();
  #lostAnswers = 0;

  constructor(options: ExchangesOptions) {
    this.#options = options;
  }

  /** Number of sign-ins that this process ended because the provider's answer was lost. */
  get lostAnswers(): number {
    return this.#lostAnswers;
  }

  /** Exchanges a refresh token, or returns the answer of an earlier exchange of the same token. */
  async exchange(presented: PresentedToken, identity: IdentityProvider): Promise<Exchange> {
    const name = this.#options.refreshTokens.nameOf(presented.refreshToken);
    let exchange = this.#inFlight.get(name);
    if (!exchange) {
      exchange = this.#exchange(presented, identity).finally(() => this.#inFlight.delete(name));
      this.#inFlight.set(name, exchange);
    }
    return (await within(this.#options.patience, exchange)) ?? this.#reportLateAnswer(identity);
  }

  /** Exchanges the refresh token of an answer whose access token is unusable. The new answer replaces the unusable one. */
  async goOn(
    unusable: HandOver<TokenSet>,
    { refreshToken, record, since }: PresentedToken,
    identity: IdentityProvider,
  ): Promise<Exchange> {
    const { refreshTokens } = this.#options;
    const { refreshToken: successor } = unusable.tokens;
    if (successor === undefined || successor === refreshToken) return tryAgain;
    const { value: known } = await refreshTokens.find(successor);
    const own = { refreshToken: successor, record: known ?? newRecord(record), since };
    const exchange = await this.exchange({ ...own, isOwnUse: true }, identity);
    if (exchange.kind === 'HandedOver')
      await this.#save(refreshToken, exchange.handOver, this.#from(undeliveredLifetime));
    return exchange;
  }

  /** Saves that a client receives an answer now, which starts the answer's lifetime. */
  async deliver(refreshToken: string, handOver: HandOver<TokenSet>): Promise<void> {
    const delivered = { ...handOver, isDelivered: true };
    await this.#save(refreshToken, delivered, this.#from(deliveredLifetime));
  }

  /**
   * Ends a refresh token without a record. Also refuses the answer of an exchange of this token that is saved or still running.
   */
  async end(refreshToken: string): Promise<void> {
    const { handOvers, refreshTokens } = this.#options;
    const { value: handOver } = await handOvers.find(refreshToken);
    const lifetime = handOver ? undeliveredLifetime : unknownEndLifetime;
    await refreshTokens.saveEnded(refreshToken, this.#options.now(), this.#from(lifetime));
  }

  /** Waits for running exchanges, but at most 10 seconds. */
  async close(): Promise<void> {
    await within(closeTimeLimit, Promise.allSettled(this.#inFlight.values()));
  }

  #reportLateAnswer(identity: IdentityProvider): typeof tryAgain {
    identity.reportFault({ late: 'answer to a refresh' });
    return tryAgain;
  }

  async #exchange(presented: PresentedToken, identity: IdentityProvider): Promise<Exchange> {
    const { store, patience, handOvers, refreshTokens } = this.#options;
    const { refreshToken } = presented;
    const lock = `exchange:${refreshTokens.nameOf(refreshToken)}`;
    const owner = randomUUID();
    const deadline = performance.now() + patience;
    for (;;) {
      const state = await store.lock(lock, owner, lease);
      if (state === 'unknown') return tryAgain;
      const { value: handOver, isCertain } = await handOvers.find(refreshToken);
      if (handOver || (state === 'held' && !isCertain)) {
        if (state === 'held') await store.unlock(lock, owner);
        return handOver ? { kind: 'HandedOver', isNew: false, handOver } : tryAgain;
      }
      if (state === 'held') break;
      if (performance.now() > deadline) return tryAgain;
      await wait(pollInterval);
    }
    const renewal = setInterval(() => void store.lock(lock, owner, lease), lease / 4);
    try {
      // Another process may have written the record after this process read it.
      const { value: record = presented.record } = await refreshTokens.find(refreshToken);
      return await this.#ask({ ...presented, record }, identity);
    } finally {
      clearInterval(renewal);
      await store.unlock(lock, owner);
    }
  }

  async #ask(
    { refreshToken, record, since, isOwnUse = false }: PresentedToken,
    identity: IdentityProvider,
  ): Promise<Exchange> {
    const { handOvers, now } = this.#options;
    // Saved before the call, so that the doubt remains if this process crashes during the call.
    const presentedAt = isOwnUse ? record?.presentedAt : (record?.presentedAt ?? now());
    const known = record && { ...record, ...(presentedAt !== undefined && { presentedAt }) };
    const saving = this.#saveDoubt(refreshToken, known, true);
    const outcome = await identity.refresh(refreshToken, { isKnown: record !== undefined });
    await saving;
    if (outcome.kind === 'Tokens') {
      // Without rotation the provider sends no new refresh token, and the old one remains valid (RFC 6749 §6).
      const tokens = { refreshToken, ...outcome.tokens };
      const id = randomUUID();
      const sent = refreshToken;
      const handOver = { id, answeredAt: now(), since, sent, tokens, isDelivered: false };
      await this.#save(refreshToken, handOver, this.#from(undeliveredLifetime));
      return { kind: 'HandedOver', isNew: true, handOver };
    }
    if (outcome.kind === 'InvalidRefreshToken') {
      // If this process was suspended, it may have lost its lock, and another process may have saved an answer.
      const { value: handOver } = await handOvers.find(refreshToken);
      if (handOver) return { kind: 'HandedOver', isNew: false, handOver };
      if (record?.isInDoubt) return this.#reportLostAnswer(outcome, identity);
    }
    if (!('isInDoubt' in outcome)) await this.#saveDoubt(refreshToken, known, record?.isInDoubt);
    return outcome;
  }

  async #save(refreshToken: string, handOver: HandOver<TokenSet>, until: number): Promise<void> {
    const isRotated = handOver.tokens.refreshToken !== refreshToken;
    const latest = isRotated ? until : this.#from(unrotatedLifetime);
    await this.#options.handOvers.save(refreshToken, handOver, latest);
  }

  async #saveDoubt(
    refreshToken: string,
    record: RefreshTokenRecord | undefined,
    isInDoubt = false,
  ): Promise<void> {
    const { refreshTokens, now } = this.#options;
    if (record) await refreshTokens.save(refreshToken, { ...record, isInDoubt }, now());
  }

  /** Returns the time after the given number of milliseconds. */
  #from(milliseconds: number): number {
    return this.#options.now() + milliseconds;
  }

  #reportLostAnswer(
    refusal: RefusalOf<'InvalidRefreshToken'>,
    identity: IdentityProvider,
  ): ExchangeRefusal {
    this.#lostAnswers += 1;
    identity.reportFault({ lost: 'answer to a refresh' });
    return { ...refusal, reason: 'answer lost' };
  }
}

/** Returns the record of a successor that no client has received. */
function newRecord(record: RefreshTokenRecord | undefined): RefreshTokenRecord | undefined {
  if (!record) return undefined;
  const { id, user, since, after, name, password } = record;
  return { id, user, since, after, name, password };
}

/** Waits for a result. Returns undefined if the result takes longer than `milliseconds`. */
async function within<Result>(
  milliseconds: number,
  pending: Promise<Result>,
): Promise<Result | undefined> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<undefined>((resolve) => {
    timer = setTimeout(resolve, milliseconds, undefined);
  });
  try {
    return await Promise.race([pending, late]);
  } finally {
    clearTimeout(timer);
  }
}
