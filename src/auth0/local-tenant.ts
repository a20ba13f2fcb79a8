import type { Upstream } from '../upstream/upstream.ts';

/**
 * Whether an issuer's metadata says that it is the local tenant, which is for development alone.
 *
 * @throws what the request failed with
 */
export async function isLocalTenant(issuer: string, fetch: Upstream['fetch']): Promise<boolean> {
  const response = await fetch(`${issuer}.well-known/openid-configuration`, {
    signal: AbortSignal.timeout(5000),
  });
  const metadata: unknown = await response.json();
  return (metadata as Record<string, unknown> | null)?.['gatehouse_local_tenant'] === true;
}
