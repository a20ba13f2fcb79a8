import { createPublicKey, type JsonWebKey } from 'node:crypto';
import type { JWK } from 'jose';
import type { Upstream } from '../upstream/upstream.ts';

/** Milliseconds for the whole answer. */
const timeout = 5000;

/**
 * Fetches an issuer's key set (RFC 7517 §5), leaving out keys that nothing may be verified with.
 *
 * @param issuer - ends with a slash
 * @returns at least one key
 * @throws what the connection failed with, or `Error`: another status than 2xx, not JSON, no usable key, no end in time
 */
export async function fetchKeySet(issuer: string, fetch: Upstream['fetch']): Promise<JWK[]> {
  const response = await fetch(`${issuer}.well-known/jwks.json`, {
    headers: { accept: 'application/json' },
    signal: AbortSignal.timeout(timeout),
  });
  if (!response.ok) {
    await response.body?.cancel();
    throw new Error(`the key set was answered with status ${response.status}`);
  }
  const body: unknown = await response.json();
  const keys = (body as { keys?: unknown } | null)?.keys;
  const usable = Array.isArray(keys) ? keys.filter(isUsable) : [];
  if (usable.length === 0) throw new Error('the key set holds no usable key');
  return usable;
}

/**
 * Public keys only: a private one that is published protects nothing. RSA of at least 2048 bits with a real exponent
 * (RFC 7518 §3.3).
 */
function isUsable(jwk: unknown): jwk is JWK {
  try {
    const key = createPublicKey({ key: jwk as JsonWebKey, format: 'jwk' });
    if ((jwk as JWK).d !== undefined) return false;
    if (key.asymmetricKeyType !== 'rsa') return true;
    const { modulusLength = 0, publicExponent = 0n } = key.asymmetricKeyDetails ?? {};
    return modulusLength >= 2048 && publicExponent > 1n;
  } catch {
    return false;
  }
}
