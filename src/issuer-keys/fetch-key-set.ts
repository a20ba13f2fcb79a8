import type { JWK } from 'jose';
import { issuerKeysTimeLimit } from '../upstream/time-limits.ts';
import type { Upstream } from '../upstream/upstream.ts';
import { selectUsableKeys } from './usable-keys.ts';

/**
 * Fetches an issuer's metadata, then the key set that the metadata names. Returns the usable keys.
 *
 * @param issuer - URL of the issuer, with its trailing slash
 * @returns at least one key
 * @throws the error of the connection, unchanged; `Error` for metadata of another issuer, a key set outside of the issuer's
 *   origin, a status other than 2xx, invalid JSON, no usable key, or no complete answer within 5 s
 * @see https://openid.net/specs/openid-connect-discovery-1_0.html#ProviderConfig
 */
export async function fetchKeySet(issuer: string, fetch: Upstream['fetch']): Promise<JWK[]> {
  const signal = AbortSignal.timeout(issuerKeysTimeLimit);
  const ask = async (url: string, what: string): Promise<unknown> => {
    const response = await fetch(url, { headers: { accept: 'application/json' }, signal });
    if (response.ok) return response.json();
    await response.body?.cancel();
    throw new Error(`${what} was answered with status ${response.status}`);
  };
  const metadata = await ask(`${issuer}.well-known/openid-configuration`, 'the metadata');
  return selectUsableKeys(await ask(locateKeySet(metadata, issuer), 'the key set'));
}

/**
 * Returns the URL of the key set in the metadata (OIDC Discovery §3). The metadata's `issuer` must be the expected one (§4.3).
 * The key set must be at the issuer's own origin, as at Auth0. Otherwise forged metadata could lead the gateway to any host, or
 * to an attacker's keys.
 */
function locateKeySet(metadata: unknown, issuer: string): string {
  const { issuer: named, jwks_uri: location } = (metadata ?? {}) as Record<string, unknown>;
  if (named !== issuer) {
    throw new Error(
      `the metadata of ${issuer} names another issuer, ${quote(named)}: set AUTH0_DOMAIN to the domain that the tokens' iss names`,
    );
  }
  if (typeof location === 'string' && URL.canParse(location)) {
    const { origin, href } = new URL(location);
    if (origin === new URL(issuer).origin) return href;
  }
  throw new Error(
    `the metadata of ${issuer} has its key set at ${quote(location)}, which is not at the issuer: look for what changes its answers on the way, or set JWKS_FILE_ONLY`,
  );
}

/** Quotes a value from the metadata for a log line, at most 200 characters. */
function quote(value: unknown): string {
  return typeof value === 'string' ? JSON.stringify(value.slice(0, 200)) : 'nothing';
}
