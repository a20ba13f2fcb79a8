import { localTenantTimeLimit } from '../upstream/time-limits.ts';
import type { Upstream } from '../upstream/upstream.ts';

/**
 * Whether an issuer's metadata says that it is the local tenant, which is for development alone.
 *
 * @throws what the request failed with
 */
export async function isLocalTenant(issuer: string, fetch: Upstream['fetch']): Promise<boolean> {
  const response = await fetch(`${issuer}.well-known/openid-configuration`, {
    signal: AbortSignal.timeout(localTenantTimeLimit),
  });
  const metadata: unknown = await response.json();
  return (metadata as Record<string, unknown> | null)?.['gatehouse_local_tenant'] === true;
}

/**
 * The same requests, but none that a local tenant could answer: as long as nobody knows what the issuer is, it is asked before
 * each of them. Rejects once it is known to be a local tenant.
 */
export function refusingLocalTenant(issuer: string, fetch: Upstream['fetch']): Upstream['fetch'] {
  let isLocal: Promise<boolean | undefined> | undefined;
  return async (url, init) => {
    isLocal ??= isLocalTenant(issuer, fetch).catch(() => (isLocal = undefined));
    if (await isLocal) throw new Error('the issuer is a local tenant; production refuses it');
    return fetch(url, init);
  };
}
