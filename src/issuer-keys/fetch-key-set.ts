import type { JWK } from 'jose';
import { issuerKeysTimeLimit } from '../upstream/time-limits.ts';
import type { Upstream } from '../upstream/upstream.ts';
import { usableKeys } from './usable-keys.ts';

/**
 * Fetches an issuer's key set from where its metadata says that it is, leaving out keys that nothing may be verified with.
 *
 * @param issuer - ends with a slash
 * @returns at least one key
 * @throws what the connection failed with, or `Error`: metadata of another issuer, a key set elsewhere than at the issuer,
 *   another status than 2xx, not JSON, no usable key, no end in time
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
  return usableKeys(await ask(keySetLocation(metadata, issuer), 'the key set'));
}

/**
 * Where the metadata (OIDC Discovery §3) says that the keys are. Its `issuer` must be the very one that was asked (§4.3).
 * Auth0 has its keys at the issuer's own origin; elsewhere they are not looked for: whoever can put a document there could
 * otherwise send the gateway to any host, or to keys of their own.
 */
function keySetLocation(metadata: unknown, issuer: string): string {
  const { issuer: named, jwks_uri: location } = (metadata ?? {}) as Record<string, unknown>;
  if (named !== issuer) {
    throw new Error(
      `the metadata of ${issuer} names another issuer, ${quoted(named)}: set AUTH0_DOMAIN to the domain that the tokens' iss names`,
    );
  }
  if (typeof location === 'string' && URL.canParse(location)) {
    const { origin, href } = new URL(location);
    if (origin === new URL(issuer).origin) return href;
  }
  throw new Error(
    `the metadata of ${issuer} has its key set at ${quoted(location)}, which is not at the issuer: look for what changes its answers on the way, or set JWKS_FILE_ONLY`,
  );
}

/** What somebody else has written, in a log line. */
function quoted(value: unknown): string {
  return typeof value === 'string' ? JSON.stringify(value.slice(0, 200)) : 'nothing';
}
