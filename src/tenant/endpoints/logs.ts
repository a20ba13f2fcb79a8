import { managementError } from '../errors.ts';
import { logPage } from '../management-api/log-page.ts';
import type { ManagementOperation } from '../management-api/management-operation.ts';
import { pathId } from '../management-api/path-id.ts';
import type { Tenant } from '../tenant-state.ts';

/** `GET /api/v2/logs`. */
export function getLogs({ logs }: Tenant): ManagementOperation {
  return {
    scopes: ['read:logs'],
    answer: ({ query }) => logPage(logs.records(), query),
  };
}

/** `GET /api/v2/logs/{id}`. */
export function getLog({ logs }: Tenant): ManagementOperation {
  return {
    scopes: ['read:logs'],
    answer(request) {
      const id = pathId(request);
      const record = logs.records().find(({ log_id }) => log_id === id);
      if (!record) throw managementError(404, 'Not Found');
      return record;
    },
  };
}
