import { z } from 'zod';
import type { LogRecord } from '../logs/tenant-logs.ts';
import { integerSchema, pageOf, pageParameters } from './page.ts';
import { validate } from './validation.ts';

const querySchema = z.strictObject({
  ...pageParameters,
  from: z.string().optional(),
  take: integerSchema.pipe(z.number().min(1).max(100)).prefault('50'),
});

/**
 * Selects the log records that a query asks for: a `page`, newest first, or those after the record `from`, oldest first.
 *
 * @param records - all records, oldest first
 * @throws Refusal 400 for an unknown parameter
 */
export function logPage(records: readonly LogRecord[], query: unknown): object {
  const { from, take, ...page } = validate(querySchema, query, 'Query');
  if (from !== undefined) {
    return records.filter(({ log_id }) => log_id > from).slice(0, take);
  }
  return pageOf(records.toReversed(), page, 'logs');
}
