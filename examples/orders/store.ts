import { randomUUID } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { z } from 'zod';

const product = z.object({
  id: z.string(),
  name: z.string(),
  /** Cents. */
  price: z.int(),
});
const order = z.object({
  id: z.string(),
  /** `sub` of who placed it. */
  customer: z.string(),
  productId: z.string(),
  quantity: z.int(),
  placedAt: z.iso.datetime(),
});
const contents = z.object({ products: z.array(product), orders: z.array(order) });

/** What can be ordered. */
export type Product = z.infer<typeof product>;
/** As it is kept and as it is answered; `placedAt` is an instant of RFC 3339 in UTC. */
export type Order = z.infer<typeof order>;

/** Some of a customer's orders, newest first. */
export interface OrderPage {
  orders: Order[];
  /** What to give as `after` to get those that follow; null when there are none. */
  next: string | null;
}

/** The service's own data. */
export type Store = ReturnType<typeof openStore>;

const seed = new URL('seed.json', import.meta.url);

/**
 * Opens a store that is one JSON file. Where it is missing, the store has what is in `seed.json`.
 *
 * @throws what the file system fails with; `SyntaxError` or `ZodError` for a file that is no store
 */
export function openStore(file: string) {
  const text = readFileSync(existsSync(file) ? file : seed, 'utf8');
  const { products, orders } = contents.parse(JSON.parse(text));

  return {
    products: (ids: readonly string[]): Product[] => products.filter(({ id }) => ids.includes(id)),

    order: (id: string): Order | undefined => orders.find((one) => one.id === id),

    /** Undefined when `after` is not one of the customer's orders. */
    orders: (customer: string, limit: number, after?: string): OrderPage | undefined => {
      const own = orders.filter((one) => one.customer === customer).reverse();
      const seen = own.findIndex(({ id }) => id === after);
      if (after !== undefined && seen === -1) return undefined;
      const page = own.slice(seen + 1, seen + 1 + limit);
      const isLast = page.at(-1) === own.at(-1);
      return { orders: page, next: isLast ? null : (page.at(-1)?.id ?? null) };
    },

    /** On disk when it returns. Synchronous, so that no other order comes between: a database has transactions instead. */
    place: (placed: Omit<Order, 'id' | 'placedAt'>): Order => {
      const added = { id: randomUUID(), ...placed, placedAt: new Date().toISOString() };
      write(file, { products, orders: [...orders, added] });
      orders.push(added);
      return added;
    },
  };
}

/** Whoever stops in the middle of it leaves the old file or the new one, never half of either. */
function write(file: string, value: z.infer<typeof contents>): void {
  mkdirSync(dirname(file), { recursive: true });
  const unfinished = `${file}.unfinished`;
  writeFileSync(unfinished, JSON.stringify(value, null, 2), { flush: true });
  renameSync(unfinished, file);
}
