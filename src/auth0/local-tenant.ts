import { localTenantTimeLimit } from '../upstream/time-limits.ts';
import type { Upstream } from '../upstream/upstream.ts';

/**
 * Whether an issuer is the local tenant, which is for development only. Reads the issuer's metadata.
 *
 * @throws the error of the request, unchanged
 */
export async function isLocalTenant(issuer: string, fetch: Upstream['fetch']): Promise<boolean> {
  const response = await fetch(`${issuer}.well-known/openid-configuration`, {
    signal: AbortSignal.timeout(localTenantTimeLimit),
  });
  const metadata: unknown = await response.json();
  return (metadata as Record<string, unknown> | null)?.['gatehouse_local_tenant'] === true;
}

/**
 * Wraps `fetch` so that no request reaches a local tenant. The first request checks the issuer's metadata. If the issuer is a
 * local tenant, every request rejects. If the check fails, the next request repeats it.
 */
export function rejectLocalTenant(issuer: string, fetch: Upstream['fetch']): Upstream['fetch'] {
  let isLocal: Promise<boolean | undefined> | undefined;
  return async (url, init) => {
    isLocal ??= isLocalTenant(issuer, fetch).catch(() => (isLocal = undefined));
    if (await isLocal) throw new Error('the issuer is a local tenant; production refuses it');
    return fetch(url, init);
  };
}
