import type { FastifyInstance } from 'fastify';
import { z } from 'zod';
import type { Identity } from './identity.ts';
import type { Store } from './store.ts';

const id = z.string().min(1).max(255);
const limit = z
  .string()
  .regex(/^\d{1,3}$/)
  .transform(Number)
  .pipe(z.number().min(1).max(100));
const ordersQuery = z.object({ customer: id, limit: limit.default(20), after: id.optional() });
const productsQuery = z.object({
  ids: z
    .string()
    .transform((ids) => ids.split(','))
    .pipe(z.array(id).max(100)),
});
const newOrder = z.object({ productId: id, quantity: z.int().min(1).max(100) });

/**
 * Adds the service's routes. The gateway's guards decide about reading, so reading has no further check here. The customer of a new
 * order comes from the token, never from the body.
 */
export function registerRoutes(app: FastifyInstance, store: Store): void {
  app.get('/orders', (request, reply) => {
    const { customer, limit, after } = ordersQuery.parse(request.query);
    const page = store.orders(customer, limit, after);
    return page ?? reply.code(400).send({ error: 'bad_request', at: ['after'] });
  });

  app.get<{ Params: { id: string } }>('/orders/:id', ({ params }, reply) => {
    const order = store.order(params.id);
    return order ?? reply.code(404).send({ error: 'not_found' });
  });

  app.get('/products', ({ query }) => ({
    products: store.products(productsQuery.parse(query).ids),
  }));

  app.post('/orders', (request, reply) => {
    const { sub } = request.getDecorator<Identity>('identity');
    if (sub === undefined) return reply.code(403).send({ error: 'forbidden' });
    const { productId, quantity } = newOrder.parse(request.body);
    const [product] = store.products([productId]);
    if (!product) return reply.code(422).send({ error: 'unknown_product' });
    return reply.code(201).send(store.place({ customer: sub, productId, quantity }));
  });
}
