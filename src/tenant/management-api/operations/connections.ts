import { z } from 'zod';
import { managementError } from '../../errors.ts';
import type { Tenant } from '../../tenant-state.ts';
import { managementConnection } from '../connection.ts';
import type { ManagementConnection } from '../connection.ts';
import { fieldsParameters, withFields } from '../fields.ts';
import type { ManagementOperation } from '../operation.ts';
import { checkpointParameters, isCheckpoint, pageAfter, pageOf, pageParameters } from '../page.ts';
import { pathId } from '../path-id.ts';
import { validate } from '../validation.ts';

const connectionsQuery = z.strictObject({
  ...fieldsParameters,
  ...pageParameters,
  ...checkpointParameters,
  name: z.string().optional(),
  strategy: z.union([z.string(), z.array(z.string())]).optional(),
});
const connectionQuery = z.strictObject(fieldsParameters);

/**
 * Makes the operation `GET /api/v2/connections`: the connections, by page or by checkpoint. `name` and `strategy` select some of
 * them. The strategy of all connections of this tenant is `auth0`.
 */
export function getConnections({ settings }: Tenant): ManagementOperation {
  return {
    scopes: ['read:connections'],
    answer({ query }) {
      const { name, strategy = 'auth0', ...page } = validate(connectionsQuery, query, 'Query');
      const found = settings.connections
        .map(managementConnection)
        .filter((connection) => connection.name === (name ?? connection.name))
        .filter((connection) => [strategy].flat().includes(connection.strategy));
      const show = (connection: ManagementConnection): object => withFields(connection, page);
      return isCheckpoint(page)
        ? pageAfter(found, page, 'connections', { idOf: ({ id }) => id, show })
        : pageOf(found.map(show), page, 'connections');
    },
  };
}

/** Makes the operation `GET /api/v2/connections/{id}`. */
export function getConnection({ settings }: Tenant): ManagementOperation {
  return {
    scopes: ['read:connections'],
    answer(request) {
      const id = pathId(request);
      const found = settings.connections
        .map(managementConnection)
        .find((connection) => connection.id === id);
      if (!found) {
        throw managementError(404, 'The connection does not exist', 'inexistent_connection');
      }
      return withFields(found, validate(connectionQuery, request.query, 'Query'));
    },
  };
}
