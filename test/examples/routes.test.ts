import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { startInternalIssuer, type InternalIssuer } from '../support/internal-issuer.ts';
import { startOrdersService, type OrdersService, type ServiceRequest } from './orders-service.ts';

const user = 'auth0|6500000000000000000000b1';
const editor = 'auth0|6500000000000000000000e1';
const admin = 'auth0|6500000000000000000000a1';

let issuer: InternalIssuer;
let service: OrdersService;
beforeAll(async () => {
  issuer = await startInternalIssuer();
  service = await startOrdersService({ gateway: issuer.url });
});
afterAll(async () => {
  await service.stop();
  await issuer.close();
});

const send = (path: string, request: ServiceRequest = {}) =>
  service.send(path, { token: issuer.token(), ...request });
const place = (body: unknown, request: ServiceRequest = {}) =>
  send('/orders', { method: 'POST', body, ...request });
const ordersOf = (customer: string, more = '') =>
  send(`/orders?customer=${encodeURIComponent(customer)}${more}`);

interface Page {
  orders: { id: string; placedAt: string }[];
  next: string | null;
}

describe('GET /orders', () => {
  it('answers a customer’s orders, newest first, and no others', async () => {
    const { status, body } = await ordersOf(editor);
    expect(status).toBe(200);
    expect(body).toEqual({
      orders: [
        {
          id: 'order-4',
          customer: editor,
          productId: 'violin',
          quantity: 1,
          placedAt: '2026-10-03T09:30:00.000Z',
        },
      ],
      next: null,
    });
  });

  it('has orders for every seeded account', async () => {
    const pages = await Promise.all([user, editor, admin].map((customer) => ordersOf(customer)));
    expect(pages.map(({ body }) => (body as Page).orders.length)).toEqual([5, 1, 1]);
  });

  it('answers in pages that together hold each order once, in order', async () => {
    const walked: string[] = [];
    let next: string | null = '';
    while (next !== null) {
      const { body } = await ordersOf(user, `&limit=2${next && `&after=${next}`}`);
      const page = body as Page;
      expect(page.orders.length).toBeLessThanOrEqual(2);
      walked.push(...page.orders.map(({ id }) => id));
      next = page.next;
    }
    const { orders } = (await ordersOf(user)).body as Page;
    expect(walked).toEqual(orders.map(({ id }) => id));
    const times = orders.map(({ placedAt }) => placedAt);
    expect(times).toEqual([...times].sort().reverse());
  });

  it('a full last page says that it is the last', async () => {
    expect((await ordersOf(user, '&limit=5')).body).toMatchObject({ next: null });
  });

  it('a customer without orders has an empty page', async () => {
    expect((await ordersOf('auth0|nobody')).body).toEqual({ orders: [], next: null });
  });

  it.each([
    ['no customer', '', 'customer'],
    ['an empty customer', 'customer=', 'customer'],
    ['a customer of 256 characters', `customer=${'c'.repeat(256)}`, 'customer'],
    ['two customers', 'customer=a&customer=b', 'customer'],
    ['a limit of 0', 'customer=a&limit=0', 'limit'],
    ['a limit of 101', 'customer=a&limit=101', 'limit'],
    ['a negative limit', 'customer=a&limit=-1', 'limit'],
    ['an empty limit', 'customer=a&limit=', 'limit'],
    ['a limit with a fraction', 'customer=a&limit=1.5', 'limit'],
    ['a limit in hexadecimal', 'customer=a&limit=0x10', 'limit'],
    ['a limit with an exponent', 'customer=a&limit=1e1', 'limit'],
    ['a limit with a space', 'customer=a&limit=%201', 'limit'],
    ['a limit that is a word', 'customer=a&limit=all', 'limit'],
    ['an empty cursor', 'customer=a&after=', 'after'],
    ['a cursor that never was', 'customer=a&after=nonsense', 'after'],
    ['the cursor of another customer', 'customer=a&after=order-1', 'after'],
    ['a customer in brackets', 'customer[]=a', 'customer'],
  ])('400 for %s', async (_case, query, at) => {
    const { status, body } = await send(`/orders?${query}`);
    expect(status).toBe(400);
    expect(body).toEqual({ error: 'bad_request', at: [at] });
  });
});

describe('GET /orders/:id', () => {
  it('answers one order', async () => {
    const { status, body } = await send('/orders/order-1');
    expect(status).toBe(200);
    expect(body).toMatchObject({ id: 'order-1', customer: user, productId: 'kettle' });
  });

  it.each([
    'order-0',
    '__proto__',
    'constructor',
    '..%2f..%2fetc%2fpasswd',
    '%00',
    '%ff',
    '',
    'o'.repeat(500),
  ])('404 for %j', async (id) => {
    const { status, body } = await send(`/orders/${id}`);
    expect(status).toBe(404);
    expect(body).toEqual({ error: 'not_found' });
  });
});

describe('GET /products', () => {
  it('answers those that exist, each once', async () => {
    const { status, body } = await send('/products?ids=kettle,piano,lamp,kettle');
    expect(status).toBe(200);
    expect(body).toEqual({
      products: [
        { id: 'kettle', name: 'Purple kettle', price: 3900 },
        { id: 'lamp', name: 'Desk lamp', price: 2450 },
      ],
    });
  });

  it.each([
    ['no ids', ''],
    ['empty ids', 'ids='],
    ['an empty id', 'ids=kettle,,lamp'],
    ['101 ids', `ids=${Array.from({ length: 101 }, (_, index) => index).join(',')}`],
    ['ids given twice', 'ids=kettle&ids=lamp'],
  ])('400 for %s', async (_case, query) => {
    const { status, body } = await send(`/products?${query}`);
    expect(status).toBe(400);
    expect(body).toMatchObject({ error: 'bad_request' });
  });
});

describe('POST /orders', () => {
  it('places an order, which is then the customer’s newest', async () => {
    const customer = 'auth0|newcomer';
    const token = issuer.token({ sub: customer });
    const { status, body } = await place({ productId: 'lamp', quantity: 2 }, { token });
    expect(status).toBe(201);
    expect(body).toMatchObject({ customer, productId: 'lamp', quantity: 2 });
    expect((await ordersOf(customer)).body).toEqual({ orders: [body], next: null });
  });

  it('the customer is the token’s sub, whatever body, query and headers say', async () => {
    const token = issuer.token({ sub: editor });
    const body = { productId: 'lamp', quantity: 1, customer: admin, sub: admin, id: 'order-1' };
    const headers = { 'x-user-id': admin, 'x-sub': admin, 'x-forwarded-user': admin };
    const request = { method: 'POST', token, body, headers };
    const reply = await send(`/orders?customer=${encodeURIComponent(admin)}`, request);
    expect(reply.status).toBe(201);
    expect(reply.body).toMatchObject({ customer: editor });
    expect(reply.body).not.toMatchObject({ id: 'order-1' });
  });

  it('403 for a token without sub: the gateway asks for nobody', async () => {
    const token = issuer.token({ sub: undefined });
    const { status, body } = await place({ productId: 'lamp', quantity: 1 }, { token });
    expect(status).toBe(403);
    expect(body).toEqual({ error: 'forbidden' });
  });

  it('422 for a product that does not exist', async () => {
    const { status, body } = await place({ productId: 'piano', quantity: 1 });
    expect(status).toBe(422);
    expect(body).toEqual({ error: 'unknown_product' });
  });

  it.each<[string, unknown]>([
    ['no body', undefined],
    ['an empty body', ''],
    ['half of JSON', '{"productId":"lamp"'],
    ['a body that is no object', '[]'],
    ['null', 'null'],
    ['a string', '"lamp"'],
    ['no product', { quantity: 1 }],
    ['no quantity', { productId: 'lamp' }],
    ['a product that is a number', { productId: 1, quantity: 1 }],
    ['a product that is a list', { productId: ['lamp'], quantity: 1 }],
    ['an empty product', { productId: '', quantity: 1 }],
    ['a quantity of 0', { productId: 'lamp', quantity: 0 }],
    ['a negative quantity', { productId: 'lamp', quantity: -1 }],
    ['a quantity of 101', { productId: 'lamp', quantity: 101 }],
    ['half of one', { productId: 'lamp', quantity: 0.5 }],
    ['a quantity that is a string', { productId: 'lamp', quantity: '1' }],
    ['a quantity of 1e999', '{"productId":"lamp","quantity":1e999}'],
    ['a prototype', '{"__proto__":{"productId":"lamp","quantity":1}}'],
  ])('400 for %s', async (_case, body) => {
    const reply = await place(body);
    expect(reply.status).toBe(400);
    expect(reply.body).toMatchObject({ error: 'bad_request' });
  });

  it('415 for a body that is no JSON by its type, 413 for one of two megabytes', async () => {
    const headers = { 'content-type': 'application/xml' };
    expect(await place('<order/>', { headers })).toMatchObject({ status: 415 });
    expect(await place(`"${'a'.repeat(2_000_000)}"`)).toMatchObject({ status: 413 });
  });
});

describe('whatever else is asked', () => {
  it.each([
    ['GET', '/'],
    ['GET', '/health'],
    ['DELETE', '/orders/order-1'],
    ['PUT', '/orders'],
  ])('404 for %s %s', async (method, path) => {
    const { status, body } = await send(path, { method });
    expect(status).toBe(404);
    expect(body).toEqual({ error: 'not_found' });
  });

  it('G06: no answer has a stack trace or a path of this machine', async () => {
    const replies = await Promise.all(
      ['/orders?limit=x', '/orders/%ff', '/products', '/nowhere'].map((path) => send(path)),
    );
    for (const { body } of replies) {
      expect(JSON.stringify(body)).not.toMatch(/ at |node_modules|\.ts|\.json|Error/);
    }
  });
});
