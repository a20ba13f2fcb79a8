import type { Upstream } from '../upstream/upstream.ts';
import type { KeySetPlace } from './key-set-storage.ts';
import { fetchKeySet } from './fetch-key-set.ts';
import { lastGoodKeys } from './fallback-keys.ts';
import { OutageLog, type OutageLogOptions } from './outage-log.ts';
import { IssuerKeys } from './issuer-keys.ts';

/** Where keys come from, and what is told of it. */
export interface KeysFromIssuerOptions {
  /** Ends with a slash. */
  issuer: string;
  fetch: Upstream['fetch'];
  now: () => Date;
  log: OutageLogOptions['log'];
  /** Seconds, 60 at least; keys older than this verify nothing. Default: a day. */
  maxAge?: number;
  /** Where the last good key set is kept, and the secret from which the key of its seal is derived. */
  kept?: { places: KeySetPlace[]; secret: string };
  /** A key set that the operator downloaded; used when all else fails. */
  file?: string | undefined;
}

/** Seconds. */
export const defaultMaxAge = 24 * 60 * 60;

/** All in milliseconds. */
const timing = {
  softAge: 10 * 60 * 1000,
  cooldown: 5000,
  failureCooldown: 1000,
  retryPeriod: 30_000,
};

/**
 * The issuer's signing keys, as jose asks for them: fetched from where its metadata says, refreshed every ten minutes, kept through
 * an outage of the issuer's and through our own restarts.
 *
 * @see https://auth0.com/docs/secure/tokens/json-web-tokens/json-web-key-sets
 */
export function keysFromIssuer(options: KeysFromIssuerOptions): IssuerKeys {
  const { issuer, fetch, now, log, maxAge = defaultMaxAge } = options;
  const hardAge = maxAge * 1000;
  return new IssuerKeys({
    load: () => fetchKeySet(issuer, fetch),
    fallback: lastGoodKeys({ ...options, maxAge }),
    timing: { ...timing, hardAge, softAge: Math.min(timing.softAge, hardAge / 2) },
    now,
    outage: new OutageLog({ hardAge, now, log }),
  });
}
