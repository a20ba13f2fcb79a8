import type { FastifyRequest } from 'fastify';
import { z } from 'zod';
import { managementError } from '../../errors.ts';
import { connectionId } from '../../logs/tenant-logs.ts';
import type { Connection } from '../../settings/settings.ts';
import type { Tenant } from '../../tenant-state.ts';
import { managementConnection } from '../connection.ts';
import type { ManagementConnection } from '../connection.ts';
import { fieldsParameters, withFields } from '../fields.ts';
import type { FieldsQuery } from '../fields.ts';
import type { ManagementOperation } from '../operation.ts';
import { checkpointParameters, isCheckpoint, pageAfter, pageOf, pageParameters } from '../page.ts';
import { pathId } from '../path-id.ts';
import { removeUser } from '../remove-user.ts';
import { validate } from '../validation.ts';

const connectionsQuery = z.strictObject({
  ...fieldsParameters,
  ...pageParameters,
  ...checkpointParameters,
  name: z.string().optional(),
  strategy: z.union([z.string(), z.array(z.string())]).optional(),
});
const connectionQuery = z.strictObject(fieldsParameters);
const userQuery = z.strictObject({ email: z.email() });

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
      const show = (connection: ManagementConnection): object => selected(connection, page);
      return isCheckpoint(page)
        ? pageAfter(found, page, 'connections', { idOf: ({ id }) => id, show })
        : pageOf(found.map(show), page, 'connections');
    },
  };
}

/** Makes the operation `GET /api/v2/connections/{id}`. */
export function getConnection(tenant: Tenant): ManagementOperation {
  return {
    scopes: ['read:connections'],
    answer(request) {
      const found = managementConnection(pathConnection(tenant, request));
      return selected(found, validate(connectionQuery, request.query, 'Query'));
    },
  };
}

/** Copies the selected members of a connection. Auth0 always shows three of them. */
function selected(connection: ManagementConnection, query: FieldsQuery): object {
  return withFields(connection, query, ['id', 'name', 'is_domain_connection']);
}

/**
 * Makes the operation `DELETE /api/v2/connections/{id}/users?email=`, which deletes the user with this address. An address that no
 * user has is no error.
 */
export function deleteConnectionUser(tenant: Tenant): ManagementOperation {
  return {
    scopes: ['delete:users'],
    name: 'Delete a connection user',
    answer(request) {
      const { email } = validate(userQuery, request.query, 'Query');
      const user = tenant.users.find(pathConnection(tenant, request).name, email);
      if (user?.email === email.toLowerCase()) removeUser(tenant, request, user);
      return undefined;
    },
  };
}

/** @throws Refusal 404 for an ID that no connection has */
function pathConnection({ settings }: Tenant, request: FastifyRequest): Connection {
  const id = pathId(request);
  const found = settings.connections.find(({ name }) => connectionId(name) === id);
  if (!found) throw managementError(404, 'The connection does not exist', 'inexistent_connection');
  return found;
}
