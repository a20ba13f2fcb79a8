import { z } from 'zod';
import type { LogRecord } from '../logs/tenant-logs.ts';
import { parseSearch, type SearchMembers } from './search.ts';
import { integerSchema, pageOf, pageParameters } from './page.ts';
import { validate } from './validation.ts';

const querySchema = z.strictObject({
  ...pageParameters,
  q: z.string().optional(),
  from: z.string().optional(),
  take: integerSchema.pipe(z.number().min(1).max(100)).prefault('50'),
});

const members: SearchMembers<LogRecord> = new Map([
  ['type', ({ type }: LogRecord) => type],
  ['client_id', ({ client_id }: LogRecord) => client_id],
  ['connection', ({ connection }: LogRecord) => connection],
  ['ip', ({ ip }: LogRecord) => ip],
  ['user_id', ({ user_id }: LogRecord) => user_id],
  ['user_name', ({ user_name }: LogRecord) => user_name],
]);

/**
 * Selects the log records that a query asks for: those that match `q`, by `page`, newest first; or those after the record `from`,
 * oldest first.
 *
 * @param records - all records, oldest first
 * @throws Refusal 400 for an unknown parameter, or a search that the tenant does not support
 */
export function logPage(records: readonly LogRecord[], query: unknown): object {
  const { from, take, q = '*', ...page } = validate(querySchema, query, 'Query');
  if (from !== undefined) {
    return records.filter(({ log_id }) => log_id > from).slice(0, take);
  }
  return pageOf(records.filter(parseSearch(q, members)).toReversed(), page, 'logs');
}
