import { oauthError } from '../errors.ts';
import { optionalParameter } from '../http/parameters.ts';
import type { RequestParameters } from '../http/parameters.ts';
import {
  clientGrantScopes,
  findResourceServer,
  managementAudience,
} from '../resource-servers/resource-servers.ts';
import type { Client, ResourceServer } from '../settings/settings.ts';
import type { Tenant } from '../tenant-state.ts';
import { permissionsOf } from '../users/permissions.ts';
import type { User } from '../users/user.ts';
import type { TokenRequest } from './token-request.ts';

/** Reads the requested audience. Default: the tenant's `default_audience`, or undefined. */
export function readAudience(
  { settings }: Tenant,
  parameters: RequestParameters,
): string | undefined {
  return optionalParameter(parameters, 'audience') ?? settings.tenant.default_audience;
}

/**
 * Finds the API that a login requests. Returns undefined for a login without an API, whose token is for `/userinfo` only.
 *
 * @throws Refusal 400 for an unknown audience, 403 if the API's user policy excludes the client
 */
export function findRequestedApi({
  tenant,
  client,
  parameters,
}: TokenRequest): ResourceServer | undefined {
  const audience = readAudience(tenant, parameters);
  if (audience === undefined || audience === `${tenant.issuer}userinfo`) return undefined;
  const resourceServer = findResourceServer(tenant, audience);
  if (!resourceServer || audience === managementAudience(tenant)) {
    const description = 'invalid audience specified for password grant exchange';
    throw oauthError(400, 'invalid_request', description);
  }
  if (!isUserAccessAllowed(tenant, client, resourceServer)) {
    const description = `Client "${client.client_id}" is not authorized to access resource server "${audience}".`;
    throw oauthError(403, 'access_denied', description);
  }
  return resourceServer;
}

/** Lists the scopes of an API that a user may have through a client. RBAC and the client grant may each exclude some. */
export function listPermittedScopes(
  tenant: Tenant,
  client: Client,
  user: User,
  resourceServer: ResourceServer | undefined,
): string[] {
  if (!resourceServer) return [];
  const { identifier, scopes, enforce_policies, subject_type_authorization } = resourceServer;
  const isGrantNeeded = subject_type_authorization.user.policy === 'require_client_grant';
  const ofGrant = isGrantNeeded ? clientGrantScopes(tenant, client, identifier, 'user') : undefined;
  const ofUser = enforce_policies ? permissionsOf(tenant.roles, user, identifier) : undefined;
  return scopes
    .map(({ value }) => value)
    .filter((scope) => (ofGrant?.includes(scope) ?? true) && (ofUser?.includes(scope) ?? true));
}

function isUserAccessAllowed(
  tenant: Tenant,
  client: Client,
  { identifier, subject_type_authorization }: ResourceServer,
): boolean {
  const { policy } = subject_type_authorization.user;
  return (
    policy === 'allow_all' ||
    (policy === 'require_client_grant' &&
      clientGrantScopes(tenant, client, identifier, 'user') !== undefined)
  );
}
