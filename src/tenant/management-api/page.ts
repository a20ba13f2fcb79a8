import { z } from 'zod';
import { managementError } from '../errors.ts';

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
 * @throws Refusal 400 beyond the first 1,000 items, as at Auth0
 */
export function pageOf(items: readonly object[], query: PageQuery, name: string): object {
  const { page, per_page, include_totals } = query;
  const list = cut(
    items,
    query,
    `Requesting page ${page} exceeds the allowed maximum of ${maxRecords} records. To fetch results beyond ${maxRecords}, use the checkpoint pagination method.`,
  );
  const start = page * per_page;
  return include_totals ? { start, limit: per_page, total: items.length, [name]: list } : list;
}

/**
 * Cuts a page from the result of a search: users or log records. Their totals have one member more, the `length` of the page.
 *
 * @throws Refusal 400 beyond the first 1,000 items, as at Auth0
 */
export function searchPageOf(items: readonly object[], query: PageQuery, name: string): object {
  const { page, per_page, include_totals } = query;
  const list = cut(
    items,
    query,
    `You can only page through the first ${maxRecords} records. See https://auth0.com/docs/users/search/v3/view-search-results-by-page#limitation`,
  );
  const totals = { start: page * per_page, limit: per_page, length: list.length };
  return include_totals ? { ...totals, total: items.length, [name]: list } : list;
}

function cut(
  items: readonly object[],
  { page, per_page }: PageQuery,
  refusal: string,
): readonly object[] {
  const start = page * per_page;
  if (start + per_page > maxRecords) throw managementError(400, refusal, 'invalid_paging');
  return items.slice(start, start + per_page);
}

/** Reads the items of a list by checkpoints. */
export interface CheckpointItems<Item> {
  /** Returns the text that stands for an item in `from` and `next`. */
  idOf: (item: Item) => string;
  /** Formats an item. */
  show: (item: Item) => object;
}

/** Cuts the page after a checkpoint from a list. The answer for the last page has no `next`. */
export function pageAfter<Item extends object>(
  items: readonly Item[],
  { from, take = 50 }: CheckpointQuery,
  name: string,
  { idOf, show }: CheckpointItems<Item>,
): object {
  const start = items.findIndex((item) => idOf(item) === from) + 1;
  const list = items.slice(start, start + take);
  const last = list.at(-1);
  const hasMore = last !== undefined && start + take < items.length;
  return { [name]: list.map(show), ...(hasMore && { next: idOf(last) }) };
}
