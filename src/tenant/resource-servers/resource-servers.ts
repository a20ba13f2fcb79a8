import { resourceServerSchema } from '../settings/resource-servers.ts';
import type { Client, ResourceServer } from '../settings/settings.ts';
import type { Tenant } from '../tenant-state.ts';
import { managementScopes } from './management-scopes.ts';

/** Returns the audience of the tenant's Management API, with its trailing slash. */
export function managementAudience({ issuer }: Tenant): string {
  return `${issuer}api/v2/`;
}

/** Returns the audience of the tenant's MFA API, with its trailing slash. */
export function mfaAudience({ issuer }: Tenant): string {
  return `${issuer}mfa/`;
}

/** Finds an API by its exact identifier, trailing slash included. Also finds the Management API and the MFA API. */
export function findResourceServer(tenant: Tenant, audience: string): ResourceServer | undefined {
  if (audience === managementAudience(tenant)) return managementApi(audience);
  if (audience === mfaAudience(tenant)) return mfaApi(audience);
  return tenant.settings.resource_servers.find(({ identifier }) => identifier === audience);
}

/** Returns the scopes of a client grant; undefined if the client has none for this API. */
export function clientGrantScopes(
  { settings, issuer }: Tenant,
  client: Client,
  audience: string,
  subjectType: 'client' | 'user',
): string[] | undefined {
  return settings.client_grants.find(
    (grant) =>
      grant.client_id === client.client_id &&
      grant.subject_type === subjectType &&
      absoluteAudience(grant.audience, issuer) === audience,
  )?.scope;
}

/** Returns the audience of a client grant. A leading slash stands for the tenant's URL. */
export function absoluteAudience(audience: string, issuer: string): string {
  return audience.startsWith('/') ? new URL(audience, issuer).href : audience;
}

/** Makes the MFA API. Every user may have its scopes. Its tokens are valid for ten minutes and cannot be refreshed. */
function mfaApi(identifier: string): ResourceServer {
  const scopes = ['enroll', 'read:authenticators', 'remove:authenticators'];
  return resourceServerSchema.parse({
    identifier,
    name: 'Auth0 MFA API',
    scopes: scopes.map((value) => ({ value })),
    token_lifetime: 600,
  });
}

function managementApi(identifier: string): ResourceServer {
  return resourceServerSchema.parse({
    identifier,
    name: 'Auth0 Management API',
    scopes: managementScopes.map((value) => ({ value })),
  });
}
