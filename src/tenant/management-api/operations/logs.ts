import { managementError } from '../../errors.ts';
import type { Tenant } from '../../tenant-state.ts';
import { logPage, userLogPage } from '../log-page.ts';
import type { ManagementOperation } from '../operation.ts';
import { pathId, pathUserId } from '../path-id.ts';

/** Makes the operation `GET /api/v2/logs`: log records. */
export function getLogs({ logs }: Tenant): ManagementOperation {
  return {
    scopes: ['read:logs'],
    answer: ({ query }) => logPage(logs.records(), query),
  };
}

/** Makes the operation `GET /api/v2/logs/{id}`: one log record. */
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

/** Makes the operation `GET /api/v2/users/{id}/logs`: log records about a user, who may be deleted by now. */
export function getUserLogs({ logs }: Tenant): ManagementOperation {
  return {
    scopes: ['read:logs', 'read:logs_users'],
    answer(request) {
      const id = pathUserId(request);
      const records = logs.records().filter(({ user_id }) => user_id === id);
      return userLogPage(records, request.query);
    },
  };
}
