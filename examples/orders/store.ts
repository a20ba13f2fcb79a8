import { randomUUID } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { z } from 'zod';

const product = z.object({
  id: z.string(),
  name: z.string(),
  /** Price in cents. */
  price: z.int(),
});
const order = z.object({
  id: z.string(),
  /** `sub` of the user that placed the order. */
  customer: z.string(),
  productId: z.string(),
  quantity: z.int(),
  placedAt: z.iso.datetime(),
});
const contents = z.object({ products: z.array(product), orders: z.array(order) });

/** A product that customers can order. */
export type Product = z.infer<typeof product>;
/** An order, the same in the file and in answers. `placedAt` is an RFC 3339 instant in UTC. */
export type Order = z.infer<typeof order>;

/** One page of a customer's orders, newest first. */
export interface OrderPage {
  orders: Order[];
  /** Value of `after` for the next page; null on the last page. */
  next: string | null;
}

/** The service's data. */
export type Store = ReturnType<typeof openStore>;

const seed = new URL('seed.json', import.meta.url);

/**
 * Opens a store in one JSON file. Without the file, the store begins with the contents of `seed.json`.
 *
 * @throws the file system's error, unchanged; `SyntaxError` or `ZodError` for a file that is no store
 */
export function openStore(file: string) {
  const text = readFileSync(existsSync(file) ? file : seed, 'utf8');
  const { products, orders } = contents.parse(JSON.parse(text));

  return {
    products: (ids: readonly string[]): Product[] => products.filter(({ id }) => ids.includes(id)),

    order: (id: string): Order | undefined => orders.find((one) => one.id === id),

    /** Returns one page; undefined if `after` is not one of the customer's orders. */
    orders: (customer: string, limit: number, after?: string): OrderPage | undefined => {
      const own = orders.filter((one) => one.customer === customer).reverse();
      const seen = own.findIndex(({ id }) => id === after);
      if (after !== undefined && seen === -1) return undefined;
      const page = own.slice(seen + 1, seen + 1 + limit);
      const isLast = page.at(-1) === own.at(-1);
      return { orders: page, next: isLast ? null : (page.at(-1)?.id ?? null) };
    },

    /** Adds an order and writes it to disk. It is synchronous, so that orders do not overlap; a database uses transactions. */
    place: (placed: Omit<Order, 'id' | 'placedAt'>): Order => {
      const added = { id: randomUUID(), ...placed, placedAt: new Date().toISOString() };
      write(file, { products, orders: [...orders, added] });
      orders.push(added);
      return added;
    },
  };
}

/** Replaces the file atomically: a process that stops midway leaves the old file or the new one. */
function write(file: string, value: z.infer<typeof contents>): void {
  mkdirSync(dirname(file), { recursive: true });
  const unfinished = `${file}.unfinished`;
  writeFileSync(unfinished, JSON.stringify(value, null, 2), { flush: true });
  renameSync(unfinished, file);
}
