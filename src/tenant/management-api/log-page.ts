import { z } from 'zod';
import type { LogRecord } from '../logs/tenant-logs.ts';
import { fieldsParameters, withFields } from './fields.ts';
import { parseSearch, type SearchMembers } from './search.ts';
import { integerSchema, pageParameters, searchPageOf } from './page.ts';
import { sortedBy, sortSchema } from './sort.ts';
import { validate } from './validation.ts';

const querySchema = z.strictObject({
  ...fieldsParameters,
  ...pageParameters,
  q: z.string().optional(),
  /** The same search under its former name. */
  search: z.string().optional(),
  sort: sortSchema(['date', 'type', 'user_id', 'log_id']).optional(),
  from: z.string().optional(),
  take: integerSchema.pipe(z.number().min(1).max(100)).prefault('50'),
});

const userQuerySchema = z.strictObject({
  ...pageParameters,
  per_page: integerSchema.pipe(z.number().min(1).max(100)).prefault('100'),
  sort: querySchema.shape.sort,
});

const names = [
  'type',
  'client_id',
  'client_name',
  'connection',
  'date',
  'description',
  'ip',
  'log_id',
  'user_id',
  'user_name',
] as const;
const members: SearchMembers<LogRecord> = {
  names,
  valuesOf: (record, name) => record[name as (typeof names)[number]],
};

/**
 * Selects the log records that a query asks for: those that match `q`, by `page`, newest first; or those after the record `from`,
 * oldest first.
 *
 * @param records - all records, oldest first
 * @throws Refusal 400 for an unknown parameter, or a search that the tenant does not support
 */
export function logPage(records: readonly LogRecord[], query: unknown): object {
  const {
    from,
    take,
    search = '*',
    q = search,
    sort,
    ...page
  } = validate(querySchema, query, 'Query');
  const shown = (found: readonly LogRecord[]) =>
    found.map((record) => withFields(record, page, ['_id']));
  if (from !== undefined) {
    return shown(records.filter(({ log_id }) => log_id > from).slice(0, take));
  }
  const found = records.filter(parseSearch(q, members)).toReversed();
  const sorted = sort ? sortedBy(found, sort) : found;
  return searchPageOf(shown(sorted), page, 'logs');
}

/**
 * Selects a page of the log records about one user, newest first, or by `sort`.
 *
 * @param records - the user's records, oldest first
 * @throws Refusal 400 for an unknown parameter
 */
export function userLogPage(records: readonly LogRecord[], query: unknown): object {
  const { sort, ...page } = validate(userQuerySchema, query, 'Query');
  const found = records.toReversed();
  return searchPageOf(sort ? sortedBy(found, sort) : found, page, 'logs');
}
