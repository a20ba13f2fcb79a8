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

/** The provider's tokens, for each client that presents the old refresh token. */
export interface HandedOver {
  kind: 'HandedOver';
  /** False when the answer is an earlier one. */
  isNew: boolean;
  handOver: HandOver<TokenSet>;
}

/** `reason` is for the audit trail. */
export type ExchangeRefusal =
  RefreshRefusal | (RefusalOf<'InvalidRefreshToken'> & { reason?: 'answer lost' });

/** Dependencies of {@link Exchanges}. */
export interface ExchangesOptions {
  store: Pick<Store, 'lock' | 'unlock'>;
  refreshTokens: RefreshTokens;
  handOvers: HandOvers<TokenSet>;
  /** The current instant, in milliseconds since the epoch. */
  now: () => number;
  /** Milliseconds that a client waits for an exchange. The exchange itself goes on. */
  patience: number;
}

/** A refresh token to exchange. */
export interface PresentedToken {
  refreshToken: string;
  /** Undefined for an unknown refresh token. */
  record: RefreshTokenRecord | undefined;
  /** The instant at which it came, in milliseconds since the epoch; 0 for an unknown refresh token. */
  since: number;
  /** True when the gateway itself presents a token that no client could use. Default: false, because a client presents it. */
  isOwnUse?: boolean;
}

/**
 * Milliseconds after which the lock of a process that died is free, while a process that lives renews its lock. Shorter than the
 * overlap that connect-auth0.md advises, so that a client which tries again at once still succeeds.
 */
const lease = 6000;
/** Milliseconds between two looks at what another process does. */
const pollInterval = 100;
/** Milliseconds for which an answer is saved that no client has got yet, and an end that may meet such an answer. */
const undeliveredLifetime = 30 * 24 * 60 * 60 * 1000;
/** Milliseconds for which an answer is saved once a client has got it. An older one that no client has got is asked for anew. */
export const deliveredLifetime = 10 * 60 * 1000;
/** Milliseconds for which an answer without a new refresh token is saved: long enough for clients that wait for it. */
const unrotatedLifetime = 2000;
/** Milliseconds for which the logout with an unknown refresh token is saved: longer than an exchange takes. */
const unknownEndLifetime = 120_000;
/** Milliseconds that the stop of a process waits for exchanges. */
const closeTimeLimit = 10_000;

/**
 * Exchanges refresh tokens. Clients that present the same token at the same time share one call to the provider, at one process or
 * at several. The provider's answer is saved for all of these clients before the gateway checks it. A call continues when its
 * client has left.
 */
export class Exchanges {
  readonly #options: ExchangesOptions;
  readonly #inFlight = new Map<string, Promise<Exchange>>();
  #lostAnswers = 0;

  constructor(options: ExchangesOptions) {
    this.#options = options;
  }

  /** Number of sign-ins that ended because the provider's answer was lost on its way, since the process began. */
  get lostAnswers(): number {
    return this.#lostAnswers;
  }

  /** Exchanges a refresh token, or finds the answer of an earlier exchange. */
  async exchange(presented: PresentedToken, identity: IdentityProvider): Promise<Exchange> {
    const name = this.#options.refreshTokens.nameOf(presented.refreshToken);
    let exchange = this.#inFlight.get(name);
    if (!exchange) {
      exchange = this.#exchange(presented, identity).finally(() => this.#inFlight.delete(name));
      this.#inFlight.set(name, exchange);
    }
    return (await within(this.#options.patience, exchange)) ?? this.#reportLateAnswer(identity);
  }

  /** Exchanges the refresh token of an answer that no client can use, and hands over the new answer in place of the old one. */
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

  /** Saves that a client gets a hand-over now. Its time begins. */
  async deliver(refreshToken: string, handOver: HandOver<TokenSet>): Promise<void> {
    const delivered = { ...handOver, isDelivered: true };
    await this.#save(refreshToken, delivered, this.#from(deliveredLifetime));
  }

  /** Ends a refresh token that has no record, with an answer that waits for it or is still on its way. */
  async end(refreshToken: string): Promise<void> {
    const { handOvers, refreshTokens } = this.#options;
    const { value: handOver } = await handOvers.find(refreshToken);
    const lifetime = handOver ? undeliveredLifetime : unknownEndLifetime;
    await refreshTokens.saveEnded(refreshToken, this.#options.now(), this.#from(lifetime));
  }

  /** Waits for the exchanges under way, for 10 seconds at most. */
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
      // Another process may have written it since it was read.
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
    // Before the answer: a process that dies now leaves the doubt behind.
    const presentedAt = isOwnUse ? record?.presentedAt : (record?.presentedAt ?? now());
    const known = record && { ...record, ...(presentedAt !== undefined && { presentedAt }) };
    const saving = this.#saveDoubt(refreshToken, known, true);
    const outcome = await identity.refresh(refreshToken, { isKnown: record !== undefined });
    await saving;
    if (outcome.kind === 'Tokens') {
      // Without rotation the provider sends no new refresh token: the old one stays good (RFC 6749 §6).
      const tokens = { refreshToken, ...outcome.tokens };
      const id = randomUUID();
      const sent = refreshToken;
      const handOver = { id, answeredAt: now(), since, sent, tokens, isDelivered: false };
      await this.#save(refreshToken, handOver, this.#from(undeliveredLifetime));
      return { kind: 'HandedOver', isNew: true, handOver };
    }
    if (outcome.kind === 'InvalidRefreshToken') {
      // A process that was held up may have lost its lock, and its answer come meanwhile.
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

  /** Returns the instant that is so many milliseconds away. */
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

/** The record of a successor that no client has got yet. */
function newRecord(record: RefreshTokenRecord | undefined): RefreshTokenRecord | undefined {
  if (!record) return undefined;
  const { id, user, since, after, name, password } = record;
  return { id, user, since, after, name, password };
}

/** Waits for a result. Returns undefined when it takes more than so many milliseconds. */
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
