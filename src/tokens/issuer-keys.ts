import { createLocalJWKSet, errors, type JWTVerifyGetKey } from 'jose';
import type { Upstream } from '../upstream/upstream.ts';
import { fetchKeySet } from './key-set.ts';

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
};

/** Where keys come from, and what is told of it. */
export interface IssuerKeysOptions {
  /** Ends with a slash. */
  issuer: string;
  fetch: Upstream['fetch'];
  now: () => Date;
  log: { warn: (details: object, message: string) => void };
}

/** All in milliseconds. */
const timing = {
  /** Keys older than this are refreshed in the background; nobody waits. */
  softAge: 10 * 60 * 1000,
  /** Keys older than this verify nothing any more. */
  hardAge: 24 * 60 * 60 * 1000,
  /** After a fetch that succeeded, an unknown `kid` causes no other for this time. */
  cooldown: 5000,
  /** The same after one that failed: what heals is noticed soon. */
  failureCooldown: 1000,
};

/**
 * The issuer's signing keys, as jose asks for them: `<issuer>.well-known/jwks.json`, fetched once for any number of
 * waiting requests, kept through an outage of the issuer's.
 *
 * The look-up fails with {@link KeysUnavailableError} when no key could be had, and with jose's `JWKSNoMatchingKey` when
 * the issuer has no such key.
 *
 * @see https://auth0.com/docs/secure/tokens/json-web-tokens/json-web-key-sets
 */
export function issuerKeys({ issuer, fetch, now, log }: IssuerKeysOptions): IssuerKeys {
  let keys: { find: JWTVerifyGetKey; text: string; fetchedAt: number } | undefined;
  let pending: Promise<void> | undefined;
  let lastAttemptAt = -Infinity;

  const ageOf = (instant: number) => now().getTime() - instant;

  async function load(): Promise<void> {
    lastAttemptAt = now().getTime();
    const keySet = await fetchKeySet(issuer, fetch);
    const text = JSON.stringify(keySet);
    const find = keys?.text === text ? keys.find : createLocalJWKSet({ keys: keySet });
    keys = { find, text, fetchedAt: now().getTime() };
  }

  function refresh(): Promise<void> {
    pending ??= load()
      .catch((cause: unknown) => {
        log.warn({ err: cause }, "the issuer's key set cannot be fetched");
        throw new KeysUnavailableError("the issuer's key set cannot be fetched", { cause });
      })
      .finally(() => (pending = undefined));
    return pending;
  }

  /** Whether the last fetch failed, or has not ended yet. */
  const hasFailed = () => !keys || keys.fetchedAt < lastAttemptAt;

  /** Whether a fetch is under way that can be joined, or enough time has passed to start one. */
  function mayRefresh(): boolean {
    const cooldown = hasFailed() ? timing.failureCooldown : timing.cooldown;
    return pending !== undefined || ageOf(lastAttemptAt) >= cooldown;
  }

  /** The key set in hand, if it may be used; an old one is refreshed meanwhile. */
  function inHand(): JWTVerifyGetKey | undefined {
    if (!keys || ageOf(keys.fetchedAt) > timing.hardAge) return undefined;
    if (ageOf(keys.fetchedAt) > timing.softAge && mayRefresh()) refresh().catch(() => undefined);
    return keys.find;
  }

  async function current(): Promise<JWTVerifyGetKey> {
    const usable = inHand();
    if (usable) return usable;
    if (!mayRefresh()) throw new KeysUnavailableError(momentAgo);
    await refresh();
    if (!keys) throw new KeysUnavailableError('the key set is gone');
    return keys.find;
  }

  const find: JWTVerifyGetKey = async (header, token) => {
    const keySet = await current();
    try {
      return await keySet(header, token);
    } catch (error) {
      if (!(error instanceof errors.JWKSNoMatchingKey)) throw error;
      // After a failure nobody knows whether the issuer has such a key by now: the token may be good.
      if (!mayRefresh()) throw hasFailed() ? new KeysUnavailableError(momentAgo) : error;
      await refresh();
      return (await current())(header, token);
    }
  };
  return Object.assign(find, { inHand });
}

const momentAgo = "the issuer's key set could not be fetched a moment ago";
