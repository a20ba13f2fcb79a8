import type { DoneJob, ExportField } from '../jobs/jobs.ts';
import { connectionId } from '../logs/tenant-logs.ts';
import type { Tenant } from '../tenant-state.ts';
import { managementUser } from './user.ts';

const defaultFields: readonly ExportField[] = [
  { name: 'user_id', export_as: 'Id' },
  { name: 'given_name', export_as: 'Given Name' },
  { name: 'family_name', export_as: 'Family Name' },
  { name: 'nickname', export_as: 'Nickname' },
  { name: 'name', export_as: 'Name' },
  { name: 'email', export_as: 'Email' },
  { name: 'email_verified', export_as: 'Email Verified' },
  { name: 'picture', export_as: 'Picture' },
  { name: 'identities[0].connection', export_as: 'Connection' },
  { name: 'created_at', export_as: 'Created At' },
  { name: 'updated_at', export_as: 'Updated At' },
];

/**
 * Writes the file of an export of users.
 *
 * @returns lines of JSON, or CSV with a heading
 * @see https://auth0.com/docs/manage-users/user-migration/bulk-user-exports
 */
export function exportFile(
  tenant: Tenant,
  { connection_id, format, limit, fields = [...defaultFields] }: DoneJob,
): string {
  const users = tenant.users
    .all()
    .filter(
      ({ connection }) => connectionId(connection) === (connection_id ?? connectionId(connection)),
    )
    .slice(0, limit)
    .map((user): unknown => JSON.parse(JSON.stringify(managementUser(tenant, user))));
  const headings = fields.map(({ name, export_as = name }) => export_as);
  const rows = users.map((user) => fields.map(({ name }) => memberAt(user, name)));
  const lines =
    format === 'json'
      ? rows.map((row) =>
          JSON.stringify(Object.fromEntries(row.map((value, i) => [headings[i], value]))),
        )
      : [headings.map(quoted), ...rows.map((row) => row.map(csvValue))].map((row) => row.join(','));
  return lines.map((line) => `${line}\n`).join('');
}

/** Reads a member by its path, for example `identities[0].connection`. */
function memberAt(user: unknown, path: string): unknown {
  return path
    .split(/[.[\]]+/)
    .filter((name) => name !== '')
    .reduce<unknown>(
      (value, name) =>
        typeof value === 'object' && value !== null && Object.hasOwn(value, name)
          ? (value as Record<string, unknown>)[name]
          : undefined,
      user,
    );
}

/** Writes a value of a CSV file. As at Auth0, a text begins with `'`, so that no spreadsheet takes it for a formula. */
function csvValue(value: unknown): string {
  if (typeof value === 'string') return quoted(`'${value}`);
  if (typeof value === 'number' || typeof value === 'boolean') return String(value);
  // CSV has no objects: a field names a member of the metadata.
  return '';
}

function quoted(text: string): string {
  return `"${text.replaceAll('"', '""')}"`;
}
