import { createHash } from 'node:crypto';
import type { FastifyRequest } from 'fastify';
import { z } from 'zod';
import { managementError } from '../../errors.ts';
import { findResourceServer, managementAudience } from '../../resource-servers/resource-servers.ts';
import type { ResourceServer } from '../../settings/settings.ts';
import type { Tenant } from '../../tenant-state.ts';
import { fieldsParameters, withFields } from '../fields.ts';
import type { ManagementOperation } from '../operation.ts';
import { checkpointParameters, isCheckpoint, pageAfter, pageOf, pageParameters } from '../page.ts';
import { pathId } from '../path-id.ts';
import { validate } from '../validation.ts';

const listQuery = z.strictObject({
  ...fieldsParameters,
  ...pageParameters,
  ...checkpointParameters,
  identifiers: z.union([z.string(), z.array(z.string()).max(10)]).optional(),
});
const oneQuery = z.strictObject({ include_fields: fieldsParameters.include_fields });

/**
 * Makes the operation `GET /api/v2/resource-servers`: the APIs, by page or by checkpoint, with the Management API among them.
 * `identifiers` selects some of them.
 */
export function getResourceServers(tenant: Tenant): ManagementOperation {
  return {
    scopes: ['read:resource_servers'],
    answer({ query }) {
      const { identifiers, ...page } = validate(listQuery, query, 'Query');
      const wanted = identifiers === undefined ? undefined : [identifiers].flat();
      const found = allApis(tenant).filter(
        ({ identifier }) => wanted?.includes(identifier) ?? true,
      );
      const show = (api: ManagementApi): object => withFields(api, page);
      return isCheckpoint(page)
        ? pageAfter(found, page, 'resource_servers', { idOf: ({ id }) => id, show })
        : pageOf(found.map(show), page, 'resource_servers');
    },
  };
}

/** Makes the operation `GET /api/v2/resource-servers/{id}`. The ID may also be the identifier of the API, which is its audience. */
export function getResourceServer(tenant: Tenant): ManagementOperation {
  return {
    scopes: ['read:resource_servers'],
    answer(request: FastifyRequest) {
      const id = pathId(request);
      validate(oneQuery, request.query, 'Query');
      const found = allApis(tenant).find((api) => api.id === id || api.identifier === id);
      if (!found) {
        throw managementError(
          404,
          'The resource server does not exist',
          'inexistent_resource_server',
        );
      }
      return found;
    },
  };
}

/** An API in an answer of the Management API. */
interface ManagementApi extends ResourceServer {
  /** ID: 24 hexadecimal digits. */
  id: string;
  /** True for the Management API, which Auth0 has made. */
  is_system?: boolean;
}

function allApis(tenant: Tenant): ManagementApi[] {
  const system = findResourceServer(tenant, managementAudience(tenant));
  return [
    ...(system ? [{ ...managementApi(system), is_system: true }] : []),
    ...tenant.settings.resource_servers.map(managementApi),
  ];
}

function managementApi(api: ResourceServer): ManagementApi {
  const id = createHash('sha256').update(api.identifier).digest('hex').slice(0, 24);
  return { id, ...api };
}
