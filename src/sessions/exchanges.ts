import { randomUUID } from 'node:crypto';
import { setTimeout as wait } from 'node:timers/promises';
import type {
  RefreshRefusal,
  RefusalOf,
  SecondFactorNeeded,
  TokenSet,
} from '../identity/outcomes.ts';
import type { IdentityProvider } from '../identity/provider.ts';
import { digest } from '../secrets/digest.ts';
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

/** A refresh token that a client presents. */
export interface PresentedToken {
  refreshToken: string;
  /** Undefined for an unknown refresh token. */
  record: RefreshTokenRecord | undefined;
  /** The instant at which it came, in milliseconds since the epoch; 0 for an unknown refresh token. */
  since: number;
  /** An earlier hand-over that no client can use. The exchange goes on from its refresh token. */
  unusable?: HandOver<TokenSet>;
}

/**
 * Milliseconds after which the lock of a process that died is free. Shorter than the overlap that connect-auth0.md advises: the next
 * exchange then still succeeds. A process that lives renews its lock.
 */
const lease = 6000;
/** Milliseconds between two looks at what another process does. */
const pollInterval = 100;
/** Milliseconds for which an answer is saved that no client has got yet. */
const undeliveredLifetime = 30 * 24 * 60 * 60 * 1000;
/** Longest time in milliseconds for which an answer is saved that a client has got. */
const deliveredLifetime = 10 * 60 * 1000;
/** Milliseconds for which an answer without a new refresh token is saved: long enough for clients that wait for it. */
const unrotatedLifetime = 2000;

/**
 * Exchanges refresh tokens. However many clients present one token at one time, at one process or at several, the provider sees one
 * call. Its answer is saved before it is judged, for all of them. A call goes on when its client has left.
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
    const { refreshToken, unusable } = presented;
    const name = digest(`${refreshToken} ${unusable?.id ?? ''}`);
    let exchange = this.#inFlight.get(name);
    if (!exchange) {
      exchange = this.#exchange(presented, identity).finally(() => this.#inFlight.delete(name));
      this.#inFlight.set(name, exchange);
    }
    return (await this.#withPatience(exchange)) ?? this.#reportLateAnswer(identity);
  }

  /** Waits for each exchange under way. */
  async close(): Promise<void> {
    await Promise.allSettled(this.#inFlight.values());
  }

  /** Waits for an exchange. Returns undefined when it takes too long. */
  async #withPatience(exchange: Promise<Exchange>): Promise<Exchange | undefined> {
    let timer: NodeJS.Timeout | undefined;
    const late = new Promise<undefined>((resolve) => {
      timer = setTimeout(resolve, this.#options.patience, undefined);
    });
    try {
      return await Promise.race([exchange, late]);
    } finally {
      clearTimeout(timer);
    }
  }

  #reportLateAnswer(identity: IdentityProvider): typeof tryAgain {
    identity.reportFault({ late: 'answer to a refresh' });
    return tryAgain;
  }

  async #exchange(presented: PresentedToken, identity: IdentityProvider): Promise<Exchange> {
    const { store, patience, handOvers } = this.#options;
    const { refreshToken, record, unusable } = presented;
    const name = `exchange:${digest(refreshToken)}`;
    const owner = randomUUID();
    const deadline = performance.now() + patience;
    for (;;) {
      const lock = await store.lock(name, owner, lease);
      if (lock === 'unknown') return tryAgain;
      const { value: handOver, isCertain } = await handOvers.find(refreshToken, record?.id ?? '');
      const isUsable = handOver && handOver.id !== unusable?.id;
      if (isUsable || (lock === 'held' && !isCertain)) {
        if (lock === 'held') await store.unlock(name, owner);
        return isUsable ? { kind: 'HandedOver', isNew: false, handOver } : tryAgain;
      }
      if (lock === 'held') break;
      if (performance.now() > deadline) return tryAgain;
      await wait(pollInterval);
    }
    const renewal = setInterval(() => void store.lock(name, owner, lease), lease / 4);
    try {
      return await this.#ask(presented, identity);
    } finally {
      clearInterval(renewal);
      await store.unlock(name, owner);
    }
  }

  async #ask(
    { refreshToken, record, since, unusable }: PresentedToken,
    identity: IdentityProvider,
  ): Promise<Exchange> {
    const { now } = this.#options;
    const sent = unusable?.tokens.refreshToken ?? refreshToken;
    // Before the answer: a process that dies now leaves the doubt behind.
    const saving = this.#saveDoubt(refreshToken, record, true);
    const outcome = await identity.refresh(sent);
    await saving;
    if (outcome.kind === 'Tokens') {
      // Without rotation the provider sends no new refresh token: the old one stays good (RFC 6749 §6).
      const tokens = { refreshToken: sent, ...outcome.tokens };
      const handOver = { id: randomUUID(), answeredAt: now(), since, tokens };
      await this.#save(refreshToken, record?.id ?? '', handOver, undeliveredLifetime);
      return { kind: 'HandedOver', isNew: true, handOver };
    }
    if (outcome.kind === 'InvalidRefreshToken' && record?.isInDoubt)
      return this.#reportLostAnswer(outcome, identity);
    if (!('isInDoubt' in outcome)) await this.#saveDoubt(refreshToken, record, record?.isInDoubt);
    return outcome;
  }

  /** Shortens the life of a hand-over that a client gets now. */
  async deliver(
    { refreshToken, record }: PresentedToken,
    handOver: HandOver<TokenSet>,
  ): Promise<void> {
    // A refresh token without a record has one now, of a sign-in that is named after the hand-over.
    await this.#save(refreshToken, record?.id ?? handOver.id, handOver, deliveredLifetime);
  }

  async #save(
    refreshToken: string,
    signIn: string,
    handOver: HandOver<TokenSet>,
    lifetime: number,
  ): Promise<void> {
    const isRotated = handOver.tokens.refreshToken !== refreshToken;
    const until = handOver.answeredAt + (isRotated ? lifetime : unrotatedLifetime);
    await this.#options.handOvers.save(refreshToken, signIn, handOver, until);
  }

  async #saveDoubt(
    refreshToken: string,
    record: RefreshTokenRecord | undefined,
    isInDoubt = false,
  ): Promise<void> {
    if (!record) return;
    const { refreshTokens, now } = this.#options;
    const presentedAt = record.presentedAt ?? now();
    await refreshTokens.save(refreshToken, { ...record, presentedAt, isInDoubt }, now());
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
