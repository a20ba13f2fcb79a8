import { z } from 'zod';
import { invalid } from './validation.ts';

/** Schema of a parameter whose value is `true` or `false`. */
export const flagSchema = z.stringbool({ truthy: ['true'], falsy: ['false'], case: 'sensitive' });

/** Schema of a parameter whose value is a whole number. */
export const integerSchema = z.stringFormat('integer', /^\d+$/).transform(Number);

/** Query parameters of a list by pages. `page` counts from 0. */
export const pageParameters = {
  page: integerSchema.prefault('0'),
  per_page: integerSchema.pipe(z.number().max(100)).prefault('50'),
  include_totals: flagSchema.default(false),
};

/** The page that a query requests. */
export interface PageQuery {
  page: number;
  per_page: number;
  include_totals: boolean;
}

/** Query parameters of a list by checkpoints. `from` is the `next` of the previous page. */
export const checkpointParameters = {
  from: z.string().optional(),
  take: integerSchema.pipe(z.number().min(1).max(100)).optional(),
};

/** The page after a checkpoint that a query requests, and its size. */
export interface CheckpointQuery {
  from?: string | undefined;
  take?: number | undefined;
}

/** Tells whether a query uses checkpoints. Such a query ignores `page` and `include_totals`. */
export function isCheckpoint({ from, take }: CheckpointQuery): boolean {
  return from !== undefined || take !== undefined;
}

const maxRecords = 1_000;

/**
 * Cuts a page from a list. Returns the array, or with `include_totals` an object that has the array in the member `name`.
 *
 * @throws Refusal 400 beyond the first 1,000 records, as at Auth0
 */
export function pageOf(
  items: readonly object[],
  { page, per_page, include_totals }: PageQuery,
  name: 'users' | 'logs' | 'connections' | 'clients' | 'authenticators',
): object {
  const start = page * per_page;
  if (start + per_page > maxRecords) {
    throw invalid('Query', `'You can only page through the first ${maxRecords} records.'`);
  }
  const list = items.slice(start, start + per_page);
  if (!include_totals) return list;
  const length = name === 'users' || name === 'logs' ? { length: list.length } : {};
  return { start, limit: per_page, ...length, total: items.length, [name]: list };
}
