import { z } from 'zod';
import { managementError } from '../../errors.ts';
import type { Client } from '../../settings/settings.ts';
import type { Tenant } from '../../tenant-state.ts';
import { fieldsParameters, withFields } from '../fields.ts';
import type { ManagementOperation } from '../operation.ts';
import {
  checkpointParameters,
  flagSchema,
  isCheckpoint,
  pageAfter,
  pageOf,
  pageParameters,
} from '../page.ts';
import { pathId } from '../path-id.ts';
import { validate } from '../validation.ts';

const clientsQuery = z.strictObject({
  ...fieldsParameters,
  ...pageParameters,
  ...checkpointParameters,
  is_global: flagSchema.optional(),
  is_first_party: flagSchema.optional(),
  app_type: z.string().optional(),
});
const clientQuery = z.strictObject(fieldsParameters);

/** Scopes of both operations. Only the second shows secrets. */
const scopes = ['read:clients', 'read:client_keys'];

/**
 * Makes the operation `GET /api/v2/clients`: the applications, by page or by checkpoint. `app_type`, a list with commas, and
 * `is_first_party` select some of them. This tenant has no global client.
 */
export function getClients({ settings }: Tenant): ManagementOperation {
  return {
    scopes,
    answer({ query }, granted) {
      const { app_type, is_first_party, is_global, ...page } = validate(
        clientsQuery,
        query,
        'Query',
      );
      const found = settings.clients
        .filter((client) => app_type?.split(',').includes(client.app_type ?? '') ?? true)
        .filter((client) => client.is_first_party === (is_first_party ?? client.is_first_party))
        .filter(() => is_global !== true)
        .map((client) => managementClient(client, granted));
      const show = (client: (typeof found)[number]): object => withFields(client, page);
      return isCheckpoint(page)
        ? pageAfter(found, page, 'clients', { idOf: ({ client_id }) => client_id, show })
        : pageOf(found.map(show), page, 'clients');
    },
  };
}

/** Makes the operation `GET /api/v2/clients/{id}`. */
export function getClient({ settings }: Tenant): ManagementOperation {
  return {
    scopes,
    answer(request, granted) {
      const id = pathId(request);
      const found = settings.clients.find(({ client_id }) => client_id === id);
      if (!found) throw managementError(404, 'The client does not exist', 'inexistent_client');
      const query = validate(clientQuery, request.query, 'Query');
      return withFields(managementClient(found, granted), query);
    },
  };
}

/** Formats an application for the Management API. Its secret is for tokens with `read:client_keys` alone. */
function managementClient({ client_secret, ...client }: Client, granted: readonly string[]) {
  const showsSecret = client_secret !== undefined && granted.includes('read:client_keys');
  return {
    ...{ tenant: 'local', global: false, ...client },
    ...(showsSecret && { client_secret }),
  };
}
