import { z } from 'zod';
import { invalid } from './validation.ts';

/** Parameters that take `true` or `false`. */
export const flagSchema = z.stringbool({ truthy: ['true'], falsy: ['false'], case: 'sensitive' });

/** Parameters that take a whole number. */
export const integerSchema = z.stringFormat('integer', /^\d+$/).transform(Number);

/** Query parameters of a list read page by page; `page` counts from 0. */
export const pageParameters = {
  page: integerSchema.prefault('0'),
  per_page: integerSchema.pipe(z.number().max(100)).prefault('50'),
  include_totals: flagSchema.default(false),
};

/** A page as asked for. */
export interface PageQuery {
  page: number;
  per_page: number;
  include_totals: boolean;
}

/** Query parameters of a list read on from a checkpoint: the `next` of the page before. */
export const checkpointParameters = {
  from: z.string().optional(),
  take: integerSchema.pipe(z.number().min(1).max(100)).optional(),
};

/** A page from a checkpoint as asked for. */
export interface CheckpointQuery {
  from?: string | undefined;
  take?: number | undefined;
}

/** Whether a query asks for checkpoints; `page` and `include_totals` do not count then. */
export function isCheckpoint({ from, take }: CheckpointQuery): boolean {
  return from !== undefined || take !== undefined;
}

const maxRecords = 1_000;

/**
 * A page of a list: a bare array, or with `include_totals` an object around it, the list under its own name.
 *
 * @throws Refusal 400 beyond the first 1000 records, as at Auth0
 */
export function pageOf(
  items: readonly object[],
  { page, per_page, include_totals }: PageQuery,
  name: 'users' | 'logs' | 'connections',
): object {
  const start = page * per_page;
  if (start + per_page > maxRecords) {
    throw invalid('Query', `'You can only page through the first ${maxRecords} records.'`);
  }
  const list = items.slice(start, start + per_page);
  if (!include_totals) return list;
  const length = name === 'connections' ? {} : { length: list.length };
  return { start, limit: per_page, ...length, total: items.length, [name]: list };
}
