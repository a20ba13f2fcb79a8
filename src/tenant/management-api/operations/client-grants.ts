import { createHash } from 'node:crypto';
import { z } from 'zod';
import { managementError } from '../../errors.ts';
import { absoluteAudience } from '../../resource-servers/resource-servers.ts';
import type { TenantSettings } from '../../settings/settings.ts';
import type { Tenant } from '../../tenant-state.ts';
import type { ManagementOperation } from '../operation.ts';
import { checkpointParameters, isCheckpoint, pageAfter, pageOf, pageParameters } from '../page.ts';
import { pathId } from '../path-id.ts';
import { validate } from '../validation.ts';

const grantsQuery = z.strictObject({
  ...pageParameters,
  ...checkpointParameters,
  audience: z.string().optional(),
  client_id: z.string().optional(),
  subject_type: z.enum(['client', 'user']).optional(),
});

/** Makes the operation `GET /api/v2/client-grants`: what applications may request of APIs, by page or by checkpoint. */
export function getClientGrants(tenant: Tenant): ManagementOperation {
  return {
    scopes: ['read:client_grants'],
    answer({ query }) {
      const { audience, client_id, subject_type, ...page } = validate(grantsQuery, query, 'Query');
      const found = allGrants(tenant)
        .filter((grant) => grant.audience === (audience ?? grant.audience))
        .filter((grant) => grant.client_id === (client_id ?? grant.client_id))
        .filter((grant) => grant.subject_type === (subject_type ?? grant.subject_type));
      return isCheckpoint(page)
        ? pageAfter(found, page, 'client_grants', { idOf: ({ id }) => id, show: (grant) => grant })
        : pageOf(found, page, 'client_grants');
    },
  };
}

/** Makes the operation `GET /api/v2/client-grants/{id}`. */
export function getClientGrant(tenant: Tenant): ManagementOperation {
  return {
    scopes: ['read:client_grants'],
    answer(request) {
      const found = allGrants(tenant).find(({ id }) => id === pathId(request));
      if (!found) {
        throw managementError(404, 'The grant does not exist.', 'inexistent_client_grant');
      }
      return found;
    },
  };
}

type ClientGrant = TenantSettings['client_grants'][number];

function allGrants({ settings, issuer }: Tenant): (ClientGrant & { id: string })[] {
  return settings.client_grants.map((grant) => {
    const audience = absoluteAudience(grant.audience, issuer);
    return { id: grantId(grant), ...grant, audience };
  });
}

/** Derives the ID of a grant, in Auth0's form. It does not depend on the tenant's port. */
function grantId({ client_id, audience, subject_type }: ClientGrant): string {
  const name = JSON.stringify([client_id, audience, subject_type]);
  const hash = createHash('sha256').update(name).digest('base64url');
  return `cgr_${hash.replaceAll(/[^A-Za-z0-9]/g, '').slice(0, 16)}`;
}
