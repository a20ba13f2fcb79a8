import { z } from 'zod';
import { managementError } from '../../errors.ts';
import type { Tenant } from '../../tenant-state.ts';
import type { ManagementOperation } from '../operation.ts';
import { checkpointParameters, pageParameters } from '../page.ts';
import { pathUser } from '../path-id.ts';
import { validate } from '../validation.ts';

const sessionsQuery = z.strictObject({ ...checkpointParameters, ...pageParameters });

/**
 * Makes the operation `GET /api/v2/users/{id}/sessions`. The list is always empty: neither the password grant nor a refresh makes a
 * session at Auth0, and this tenant has no login page.
 */
export function getUserSessions(tenant: Tenant): ManagementOperation {
  return {
    scopes: ['read:sessions'],
    answer(request) {
      const { include_totals } = validate(sessionsQuery, request.query, 'Query');
      pathUser(tenant, request);
      return { sessions: [], ...(include_totals && { total: 0 }) };
    },
  };
}

/** Makes the operation `DELETE /api/v2/users/{id}/sessions`, which finds nothing to do. */
export function deleteUserSessions(tenant: Tenant): ManagementOperation {
  return {
    scopes: ['delete:sessions'],
    name: 'Delete sessions for a user',
    status: 202,
    answer(request) {
      pathUser(tenant, request);
      return {};
    },
  };
}

/** Makes the operation `GET /api/v2/sessions/{id}`, which finds no session. */
export function getSession(): ManagementOperation {
  return {
    scopes: ['read:sessions'],
    answer() {
      throw managementError(404, 'The session does not exist.');
    },
  };
}

/** Makes the operation `DELETE /api/v2/sessions/{id}`. An unknown session is no error. */
export function deleteSession(): ManagementOperation {
  return {
    scopes: ['delete:sessions'],
    name: 'Delete a session',
    status: 202,
    answer: () => ({}),
  };
}

/** Makes the operation `POST /api/v2/sessions/{id}/revoke`. An unknown session is no error. */
export function revokeSession(): ManagementOperation {
  return {
    scopes: ['delete:sessions delete:refresh_tokens'],
    name: 'Revoke a session',
    status: 202,
    answer: () => ({}),
  };
}

const accessSchema = z.strictObject({
  session_id: z.string().exactOptional(),
  preserve_refresh_tokens: z.boolean().default(false),
});

/**
 * Makes the operation `POST /api/v2/users/{id}/revoke-access`, which revokes a user's refresh tokens. Those of one session are none.
 */
export function revokeUserAccess(tenant: Tenant): ManagementOperation {
  return {
    scopes: ['delete:sessions delete:refresh_tokens'],
    name: 'Revoke access of a user',
    status: 202,
    answer(request) {
      const { user_id } = pathUser(tenant, request);
      const { session_id, preserve_refresh_tokens } = validate(
        accessSchema,
        request.body ?? {},
        'Payload',
      );
      const isAll = session_id === undefined && !preserve_refresh_tokens;
      if (isAll) tenant.refreshTokens.revokeUser(user_id);
      return {};
    },
  };
}
