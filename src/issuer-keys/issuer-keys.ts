import { setTimeout as wait } from 'node:timers/promises';
import { createLocalJWKSet, errors, type JWK, type JWTVerifyGetKey } from 'jose';
import type { LastGoodKeys } from './fallback-keys.ts';
import type { OutageLog } from './outage-log.ts';
import type { FetchedKeys } from './signed-key-set.ts';

/** The issuer's keys cannot be had just now. Nobody is signed out by it. */
export class KeysUnavailableError extends Error {
  override name = 'KeysUnavailableError';
}

/** jose's look-up of a key, and a look at what it looks into. */
export type IssuerKeys = JWTVerifyGetKey & {
  /**
   * Stands for the key set in hand, another one whenever the keys have changed; undefined when there is none that may be
   * used. What was verified with this very set need not be verified again. Refreshes an old set in the background.
   */
  inHand: () => object | undefined;
  /** Seconds since the keys in hand were known to be the issuer's, be they too old or not; undefined when there are none. */
  age: () => number | undefined;
  /**
   * Loads the keys anew although they are young: the issuer has been seen to use one that they lack. Once a second at most, and it
   * does not fail.
   */
  renew: () => Promise<void>;
  /** Ends what goes on in the background. */
  close: () => Promise<void>;
};

/** Where keys come from, and how long they are good for. */
export interface RefreshedKeysOptions {
  /** The keys as they are now. */
  load: () => Promise<JWK[]>;
  /** What there is instead when that fails. */
  lastGood?: LastGoodKeys;
  timing: KeyTiming;
  now: () => Date;
  outage: OutageLog;
}

/** All in milliseconds. */
export interface KeyTiming {
  /** Keys older than this are refreshed in the background; nobody waits. */
  softAge: number;
  /** Keys older than this verify nothing any more. */
  hardAge: number;
  /** After a load that succeeded, an unknown `kid` causes no other for this time. */
  cooldown: number;
  /** The same after one that failed: what heals is noticed soon. */
  failureCooldown: number;
  /** Between two loads in the background, as long as they fail. */
  retryPeriod: number;
}

/** Milliseconds; keys grow no older than this beyond their soft age where nobody asks for them. */
const lookPeriod = 60_000;
/** Milliseconds that somebody waits for a load, where there are keys from before. */
const patience = 1000;

/**
 * Keys that are loaded once for any number of waiting requests, when they are first needed and when one is asked for that they
 * lack, and in the background; and that are kept while they cannot be loaded.
 *
 * The look-up fails with {@link KeysUnavailableError} when no key could be had, and with jose's `JWKSNoMatchingKey` when
 * the issuer has no such key.
 */
export function refreshedKeys(options: RefreshedKeysOptions): IssuerKeys {
  const { load, lastGood, timing, now, outage } = options;
  let keys: { find: JWTVerifyGetKey; text: string; fetchedAt: number } | undefined;
  let pending: Promise<void> | undefined;
  let impatience: Promise<void> | undefined;
  let hasFailed = false;
  let lastAttemptAt = -Infinity;

  const ageOf = (instant: number) => now().getTime() - instant;
  /** A clock that was set back must not stop everything until it is where it was. */
  const isPast = (instant: number, time: number) => ageOf(instant) >= time || ageOf(instant) < 0;

  function take({ keys: jwks, fetchedAt }: FetchedKeys): void {
    const text = JSON.stringify(jwks);
    const find = keys?.text === text ? keys.find : createLocalJWKSet({ keys: jwks });
    keys = { find, text, fetchedAt };
  }

  /** The key set in hand, if it may be used. */
  const usable = () => (keys && ageOf(keys.fetchedAt) <= timing.hardAge ? keys : undefined);

  async function recall(): Promise<void> {
    const recalled = await lastGood?.recall(usable()?.fetchedAt);
    if (recalled && recalled.fetchedAt > (usable()?.fetchedAt ?? -Infinity)) take(recalled);
  }

  async function attempt(): Promise<void> {
    lastAttemptAt = now().getTime();
    try {
      const fetched = { keys: await load(), fetchedAt: now().getTime() };
      take(fetched);
      hasFailed = false;
      lastGood?.keep(fetched);
      outage.ended();
    } catch (error) {
      hasFailed = true;
      await recall();
      outage.failed(error, keys?.fetchedAt);
    }
  }

  function refresh(): Promise<void> {
    return (pending ??= attempt().finally(() => (pending = undefined)));
  }

  /** A load that hangs is not worth waiting for where there are keys from before. */
  async function recallInstead(): Promise<void> {
    await wait(patience, undefined, { ref: false });
    if (pending && !usable()) await recall();
  }

  /** Whether a load is under way that can be joined, or enough time has passed to start one. */
  function mayRefresh(): boolean {
    const cooldown = hasFailed ? timing.failureCooldown : timing.cooldown;
    return pending !== undefined || isPast(lastAttemptAt, cooldown);
  }

  /** Whether it is time for a load that nobody waits for. */
  function isDue({ fetchedAt }: { fetchedAt: number }): boolean {
    if (pending || !isPast(fetchedAt, timing.softAge)) return false;
    return isPast(lastAttemptAt, hasFailed ? timing.retryPeriod : timing.cooldown);
  }

  function inHand(): JWTVerifyGetKey | undefined {
    if (keys && isDue(keys)) void refresh();
    return usable()?.find;
  }

  async function current(): Promise<JWTVerifyGetKey> {
    if (!usable() && mayRefresh()) {
      impatience ??= recallInstead().finally(() => (impatience = undefined));
      await Promise.race([refresh(), impatience]);
      if (!usable()) await pending;
    }
    const find = inHand();
    if (!find) throw new KeysUnavailableError(unavailable);
    return find;
  }

  const find: JWTVerifyGetKey = async (header, token) => {
    const lookUp = async () => (await current())(header, token);
    try {
      return await lookUp().catch(async (error: unknown) => {
        if (!isUnknownKey(error) || !mayRefresh()) throw error;
        await refresh();
        return lookUp();
      });
    } catch (error) {
      // After a failure nobody knows whether the issuer has such a key by now: the token may be good.
      throw isUnknownKey(error) && hasFailed ? new KeysUnavailableError(unavailable) : error;
    }
  };

  const looking = setInterval(inHand, lookPeriod).unref();
  return Object.assign(find, {
    inHand,
    age: () => (keys ? Math.max(ageOf(keys.fetchedAt), 0) / 1000 : undefined),
    renew: async () => {
      if (!pending && !isPast(lastAttemptAt, timing.failureCooldown))
        await wait(timing.failureCooldown, undefined, { ref: false });
      await refresh();
    },
    close: async () => {
      clearInterval(looking);
      await pending;
      await lastGood?.settled();
    },
  });
}

const isUnknownKey = (error: unknown) => error instanceof errors.JWKSNoMatchingKey;
const unavailable = "the issuer's key set could not be fetched a moment ago";
