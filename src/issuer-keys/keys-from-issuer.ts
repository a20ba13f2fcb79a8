import type { Calls } from '../upstream/calls.ts';
import type { Upstream } from '../upstream/upstream.ts';
import { FallbackKeys, type FallbackKeysOptions } from './fallback-keys.ts';
import { fetchKeySet } from './fetch-key-set.ts';
import { IssuerKeys } from './issuer-keys.ts';
import { defaultMaxAge, timing } from './key-ages.ts';
import { OutageLog, type OutageLogOptions } from './outage-log.ts';

/** Options of {@link keysFromIssuer}. */
export interface KeysFromIssuerOptions extends Pick<FallbackKeysOptions, 'saved' | 'file'> {
  /** URL of the issuer, with its trailing slash. */
  issuer: string;
  fetch: Upstream['fetch'];
  /** Counts and times each fetch of the key set, as `keys`. */
  calls: Pick<Calls, 'measure'>;
  now: () => Date;
  log: OutageLogOptions['log'];
  /** Age from which keys no longer verify tokens (seconds, at least 60). Default: one day. */
  maxAge?: number;
}

/**
 * Creates {@link IssuerKeys} that fetch the key set of the issuer's metadata. Keys are refreshed every ten minutes, or after half
 * of `maxAge` if that is shorter. They survive an outage of the issuer and a restart of the gateway.
 *
 * @see https://auth0.com/docs/secure/tokens/json-web-tokens/json-web-key-sets
 */
export function keysFromIssuer(options: KeysFromIssuerOptions): IssuerKeys {
  const { issuer, fetch, calls, now, log, maxAge = defaultMaxAge } = options;
  const hardAge = maxAge * 1000;
  return new IssuerKeys({
    load: () => calls.measure('keys', () => fetchKeySet(issuer, fetch)),
    fallback: new FallbackKeys({ ...options, maxAge }),
    timing: { ...timing, hardAge, softAge: Math.min(timing.softAge, hardAge / 2) },
    now,
    outage: new OutageLog({ hardAge, now, log }),
  });
}
