import { z } from 'zod';

/** The order that a query requests: a member, and whether the largest value comes first. */
export interface Sort {
  name: string;
  isDescending: boolean;
}

/** Makes the schema of the parameter `sort`: a member and `1` or `-1`, for example `created_at:-1`. */
export function sortSchema(names: readonly string[]) {
  const pattern = new RegExp(`^(${names.join('|').replaceAll('.', String.raw`\.`)}):-?1$`);
  return z.stringFormat('sort', pattern).transform((text): Sort => {
    const [name = '', direction] = text.split(':');
    return { name, isDescending: direction === '-1' };
  });
}

/** Returns the items in another order. Items without the member come first, or last when it descends. */
export function sortedBy<Item extends object>(
  items: readonly Item[],
  { name, isDescending }: Sort,
): Item[] {
  const sign = isDescending ? -1 : 1;
  return items.toSorted((a, b) => sign * compare(valueOf(a, name), valueOf(b, name)));
}

function valueOf(item: object, name: string): string | number {
  const value = (item as Record<string, unknown>)[name];
  if (typeof value === 'number' || typeof value === 'string') return value;
  return value instanceof Date ? value.toISOString() : '';
}

function compare(a: string | number, b: string | number): number {
  if (a === b) return 0;
  return a < b ? -1 : 1;
}
