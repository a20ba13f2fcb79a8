import { z } from 'zod';
import { managementError } from '../errors.ts';
import type { LogRecord } from '../logs/tenant-logs.ts';

const querySchema = z.strictObject({
  page: z.coerce.number().int().min(0).default(0),
  per_page: z.coerce.number().int().min(0).max(100).default(50),
  include_totals: z.stringbool({ truthy: ['true'], falsy: ['false'] }).default(false),
  from: z.string().optional(),
  take: z.coerce.number().int().min(1).max(100).default(50),
});

/** An answer of `GET /api/v2/logs`: a bare array, or with `include_totals` an object around it. */
export type LogPage =
  LogRecord[] | { start: number; limit: number; length: number; total: number; logs: LogRecord[] };

/**
 * The records a query asks for: newest first by `page`, or oldest first after the record `from`.
 *
 * @param records - oldest first
 * @throws Refusal 400 for a parameter this tenant does not know
 */
export function logPage(records: readonly LogRecord[], query: unknown): LogPage {
  const { page, per_page, include_totals, from, take } = parsedQuery(query);
  if (from !== undefined) {
    return records.filter(({ log_id }) => log_id > from).slice(0, take);
  }
  const start = page * per_page;
  const logs = records.toReversed().slice(start, start + per_page);
  return include_totals
    ? { start, limit: per_page, length: logs.length, total: records.length, logs }
    : logs;
}

function parsedQuery(query: unknown): z.output<typeof querySchema> {
  const { data, error } = querySchema.safeParse(query);
  if (error) {
    const message = `Query validation error: ${z.prettifyError(error)}`;
    throw managementError(400, message, 'invalid_query_string');
  }
  return data;
}
