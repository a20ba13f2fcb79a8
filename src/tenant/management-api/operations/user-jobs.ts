import { randomBytes } from 'node:crypto';
import { z } from 'zod';
import { managementError } from '../../errors.ts';
import type { DoneJob, JobResult } from '../../jobs/jobs.ts';
import { connectionId } from '../../logs/tenant-logs.ts';
import type { Connection } from '../../settings/settings.ts';
import type { Tenant } from '../../tenant-state.ts';
import { importUsers } from '../../users/import-users.ts';
import { readArray, UserFileMistake } from '../../users/read-user-file.ts';
import type { ManagementOperation } from '../operation.ts';
import { flagSchema } from '../page.ts';
import { validate } from '../validation.ts';

const connectionIdSchema = z.stringFormat('connection-id', /^con_[A-Za-z0-9]{16}$/);

const importSchema = z.object({
  users: z.instanceof(Blob, { error: 'Missing required property: users' }),
  connection_id: connectionIdSchema,
  upsert: flagSchema.default(false),
  external_id: z.string().optional(),
  send_completion_email: flagSchema.default(true),
});

/**
 * Makes the operation `POST /api/v2/jobs/users-imports`, which adds the users of a file to a connection. A user with a mistake is
 * left out, and `GET /api/v2/jobs/{id}/errors` names it. A file that is not a JSON array makes the job fail.
 */
export function createUsersImport(tenant: Tenant): ManagementOperation {
  return {
    scopes: ['create:users'],
    name: 'Create import users job',
    status: 202,
    async answer(request) {
      const { users, ...members } = validate(importSchema, request.body ?? {}, 'Payload');
      const connection = connectionOfId(tenant, members.connection_id);
      const result = importFile(tenant, await users.text(), connection, members.upsert);
      return tenant.jobs.add('users_import', members, result);
    },
  };
}

function importFile(
  { users }: Tenant,
  text: string,
  connection: Connection,
  upsert: boolean,
): JobResult {
  try {
    const { summary, failed } = importUsers(users, readArray(text), { connection, upsert });
    return { summary, failed_users: failed.map(({ user, errors }) => ({ user, errors })) };
  } catch (error) {
    if (!(error instanceof UserFileMistake)) throw error;
    return {
      status: 'failed',
      status_details:
        'Failed to parse users file JSON when importing users. Make sure it is valid JSON.',
    };
  }
}

const fieldName = z.string().min(1).max(100);
const exportSchema = z.strictObject({
  connection_id: connectionIdSchema.optional(),
  format: z.enum(['json', 'csv']).default('csv'),
  limit: z.number().int().min(1).optional(),
  fields: z
    .array(z.strictObject({ name: fieldName, export_as: fieldName.optional() }))
    .max(30)
    .optional(),
});

/**
 * Makes the operation `POST /api/v2/jobs/users-exports`. The job's `location` is the URL of a file with the users of a connection,
 * or of all.
 */
export function createUsersExport(tenant: Tenant): ManagementOperation {
  return {
    scopes: ['read:users'],
    name: 'Create export users job',
    answer(request) {
      const members = validate(exportSchema, request.body ?? {}, 'Payload');
      if (members.connection_id !== undefined) connectionOfId(tenant, members.connection_id);
      return tenant.jobs.add('users_export', members, {
        download_key: randomBytes(16).toString('hex'),
      });
    },
  };
}

/** @throws Refusal 400 for an ID that no connection has */
function connectionOfId({ settings }: Tenant, id: string): Connection {
  const found = settings.connections.find(({ name }) => connectionId(name) === id);
  if (!found) throw managementError(400, 'The connection does not exist.', 'inexistent_connection');
  return found;
}

/** Formats a job for the Management API, without the users whom an import has left out. */
export function managementJob({ issuer }: Tenant, done: DoneJob): object {
  const { failed_users: _failed, download_key, ...job } = done;
  if (download_key === undefined) return job;
  const file = `gatehouse.${job.format ?? 'csv'}.gz`;
  const location = `${issuer}user-exports/${download_key}/${file}`;
  return { ...job, location, percentage_done: 100 };
}
