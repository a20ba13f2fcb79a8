import { createPublicKey, type JsonWebKey } from 'node:crypto';
import { createLocalJWKSet, errors, type JWK, type JWTVerifyGetKey } from 'jose';
import type { Upstream } from '../upstream.ts';

/** The issuer's keys cannot be had just now. Nobody is signed out by it. */
export class KeysUnavailableError extends Error {
  override name = 'KeysUnavailableError';
}

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
  /** One fetch, its body included. */
  timeout: 5000,
  /** Keys older than this are refreshed in the background; nobody waits. */
  softAge: 10 * 60 * 1000,
  /** Keys older than this verify nothing any more. */
  hardAge: 24 * 60 * 60 * 1000,
  /** An unknown `kid` causes at most one fetch in this time. */
  unknownKeyCooldown: 5000,
  /** After a failed fetch with no keys in hand, the next may start this much later. */
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
export function issuerKeys({ issuer, fetch, now, log }: IssuerKeysOptions): JWTVerifyGetKey {
  let keys: { find: JWTVerifyGetKey; fetchedAt: number } | undefined;
  let pending: Promise<void> | undefined;
  let lastAttemptAt = -Infinity;

  const ageOf = (instant: number) => now().getTime() - instant;

  async function load(): Promise<void> {
    lastAttemptAt = now().getTime();
    const find = createLocalJWKSet({ keys: await fetchKeySet(issuer, fetch) });
    keys = { find, fetchedAt: now().getTime() };
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

  async function current(): Promise<JWTVerifyGetKey> {
    if (!keys || ageOf(keys.fetchedAt) > timing.hardAge) {
      if (!pending && ageOf(lastAttemptAt) < timing.failureCooldown) {
        throw new KeysUnavailableError("the issuer's key set could not be fetched a moment ago");
      }
      await refresh();
    } else if (
      ageOf(keys.fetchedAt) > timing.softAge &&
      ageOf(lastAttemptAt) > timing.unknownKeyCooldown
    ) {
      refresh().catch(() => undefined);
    }
    if (!keys) throw new KeysUnavailableError('the key set is gone');
    return keys.find;
  }

  return async (header, token) => {
    const find = await current();
    try {
      return await find(header, token);
    } catch (error) {
      if (!(error instanceof errors.JWKSNoMatchingKey)) throw error;
      if (!pending && ageOf(lastAttemptAt) < timing.unknownKeyCooldown) throw error;
      await refresh();
      return (await current())(header, token);
    }
  };
}

async function fetchKeySet(issuer: string, fetch: Upstream['fetch']): Promise<JWK[]> {
  const response = await fetch(`${issuer}.well-known/jwks.json`, {
    headers: { accept: 'application/json' },
    signal: AbortSignal.timeout(timing.timeout),
  });
  const body: unknown = await response.json();
  if (!response.ok) throw new Error(`the key set was answered with status ${response.status}`);
  const keys = (body as { keys?: unknown } | null)?.keys;
  const usable = Array.isArray(keys) ? keys.filter(isUsable) : [];
  if (usable.length === 0) throw new Error('the key set holds no usable key');
  return usable;
}

/** Public signing keys only; RSA of at least 2048 bits with a real exponent (RFC 8725 §3.2, NIST SP 800-131A). */
function isUsable(jwk: unknown): jwk is JWK {
  try {
    const key = createPublicKey({ key: jwk as JsonWebKey, format: 'jwk' });
    const { modulusLength, publicExponent } = key.asymmetricKeyDetails ?? {};
    if (key.asymmetricKeyType !== 'rsa') return true;
    return (modulusLength ?? 0) >= 2048 && (publicExponent ?? 0n) > 1n;
  } catch {
    return false;
  }
}
