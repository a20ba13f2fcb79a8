import { spawnSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { createServer, type IncomingHttpHeaders } from 'node:http';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { decodeJwt, decodeProtectedHeader } from 'jose';
import { blocksOf } from '../../scripts/follow-page.js';
import { runOrdersService } from '../examples/orders-service.ts';
import { present } from '../support/present.ts';
import { readPage } from './page.ts';
import {
  plainEnv,
  runToEnd,
  startExample,
  type Ended,
  type RunningExample,
} from './running-example.ts';

let example: RunningExample;
let { ask, tokenOf } = {} as RunningExample;
beforeAll(async () => {
  example = await startExample();
  ({ ask, tokenOf } = example);
});
afterAll(() => example.stop());

interface Order {
  id: string;
  customer: string;
}
interface OrderConnection {
  nodes: { id: string; product: object }[];
  pageInfo: { endCursor: string | null; hasNextPage: boolean };
}

const userId = 'auth0|6500000000000000000000b1';
const storeIn = (file: string) => JSON.parse(readFileSync(file, 'utf8')) as { orders: Order[] };
const ownOrders = storeIn('examples/orders/seed.json')
  .orders.filter(({ customer }) => customer === userId)
  .map(({ id }) => id)
  .reverse();
const productCalls = () => example.serviceLog().filter(({ route }) => route === '/products').length;

describe('npm run example', () => {
  it('prints a command that asks for orders', () => {
    const [command = ''] = /^ +curl .*authorization: Bearer .*$/m.exec(example.output()) ?? [];
    const { stdout } = spawnSync('sh', ['-c', command], { encoding: 'utf8', env: plainEnv });
    const { data } = JSON.parse(stdout) as { data: { orders: OrderConnection } };
    expect(data.orders.nodes.map(({ id }) => id)).toEqual(ownOrders);
    expect(data.orders.nodes[0]?.product).toEqual({ name: 'Purple kettle', price: 3900 });
  });
});

describe('orders, as the page has them', () => {
  it('are for nobody who lacks the permission', async () => {
    const query = '{ me { email } orders { nodes { id } } }';
    const { data, errors } = await ask(query, await tokenOf('editor'));
    expect(data).toEqual({ me: { email: 'editor@example.com' }, orders: null });
    const extensions = { code: 'FORBIDDEN', requires: { permissions: [['read:orders']] } };
    expect(errors).toMatchObject([{ path: ['orders'], extensions }]);
    expect((await ask(query)).errors).toMatchObject([
      { path: ['me'], extensions: { code: 'UNAUTHENTICATED' } },
      { path: ['orders'], extensions: { code: 'UNAUTHENTICATED' } },
    ]);
  });

  it('are one’s own, page by page', async () => {
    const token = await tokenOf('user');
    const seen: string[] = [];
    let place = '';
    for (;;) {
      const fields = 'nodes { id } pageInfo { endCursor hasNextPage }';
      const { data } = await ask(`{ orders(first: 2${place}) { ${fields} } }`, token);
      const { nodes, pageInfo } = (data as { orders: OrderConnection }).orders;
      seen.push(...nodes.map(({ id }) => id));
      expect(pageInfo.hasNextPage).toBe(pageInfo.endCursor !== null);
      if (pageInfo.endCursor === null) break;
      place = `, after: "${pageInfo.endCursor}"`;
    }
    expect(seen).toEqual(ownOrders);
  });

  it('have their products fetched in one call', async () => {
    const before = productCalls();
    const query = '{ orders(first: 3) { nodes { product { id } } } }';
    const { data } = await ask(query, await tokenOf('user'));
    expect(data).toEqual({
      orders: {
        nodes: ['kettle', 'lamp', 'violin'].map((id) => ({ product: { id } })),
      },
    });
    while (productCalls() === before) await wait(20); // the log may come after the answer
    expect(productCalls() - before).toBe(1);
  });

  it('are shown one by one to their owner, and to who may read all', async () => {
    const [user, admin] = [await tokenOf('user'), await tokenOf('admin')];
    const query = (id: string) => `{ order(id: "${id}") { id } }`;
    expect(await ask(query('order-1'), user)).toEqual({ data: { order: { id: 'order-1' } } });
    expect(await ask(query('order-1'), admin)).toEqual({ data: { order: { id: 'order-1' } } });
    expect(await ask(query('no-such'), user)).toEqual({ data: { order: null } });
    const { data, errors } = await ask(query('order-2'), user);
    const extensions = { code: 'FORBIDDEN', requires: { permissions: [['read:all-orders']] } };
    expect(data).toEqual({ order: null });
    expect(errors).toMatchObject([{ path: ['order'], extensions }]);
  });

  it.each([
    ['orders', '{ orders(first: 0) { nodes { id } } }'],
    ['orders', '{ orders(first: 101) { nodes { id } } }'],
    ['orders', '{ orders(first: -1) { nodes { id } } }'],
    ['orders', '{ orders(first: null) { nodes { id } } }'],
    ['orders', '{ orders(after: "order-2") { nodes { id } } }'],
    ['orders', '{ orders(after: "") { nodes { id } } }'],
    ['order', '{ order(id: "..") { id } }'],
    ['order', '{ order(id: "") { id } }'],
  ])('bad input to %s is told: %s', async (field, query) => {
    const { data, errors } = await ask(query, await tokenOf('user'));
    expect(data).toEqual({ [field]: null });
    expect(errors).toMatchObject([{ path: [field], extensions: { code: 'BAD_USER_INPUT' } }]);
  });
});

describe('placeOrder', () => {
  const place = (input: string) =>
    `mutation { placeOrder(input: { ${input} }) { __typename ... on OrderPlaced { order { id product { name } } } ... on InvalidInput { code field } } }`;

  it('places an order that is the caller’s', async () => {
    const { data } = await ask(place('productId: "lamp", quantity: 2'), await tokenOf('user'));
    expect(data).toMatchObject({
      placeOrder: { __typename: 'OrderPlaced', order: { product: { name: 'Desk lamp' } } },
    });
    const { order } = (data as { placeOrder: { order: Order } }).placeOrder;
    const { orders } = storeIn(join(example.folder, '.state/orders.json'));
    expect(orders.at(-1)).toMatchObject({ id: order.id, customer: userId, quantity: 2 });
  });

  it('takes nobody’s name', async () => {
    const document = place('productId: "lamp", quantity: 1, customer: "somebody"');
    const { data, errors } = await ask(document, await tokenOf('user'));
    expect(data).toBeUndefined();
    expect(errors).toMatchObject([{ extensions: { code: 'GRAPHQL_VALIDATION_FAILED' } }]);
  });

  it.each([
    ['productId', 'productId: "no-such", quantity: 1'],
    ['productId', 'productId: "", quantity: 1'],
    ['quantity', 'productId: "lamp", quantity: 0'],
    ['quantity', 'productId: "lamp", quantity: 101'],
  ])('names a %s that cannot be right: %s', async (field, input) => {
    expect(await ask(place(input), await tokenOf('user'))).toEqual({
      data: { placeOrder: { __typename: 'InvalidInput', code: 'INVALID_INPUT', field } },
    });
  });
});

describe('the service', () => {
  it('answers nobody but the gateway', async () => {
    for (const authorization of ['', `Bearer ${await tokenOf('admin')}`]) {
      const url = `http://127.0.0.1:${example.ordersPort}/orders/order-1`;
      expect((await fetch(url, { headers: { authorization } })).status).toBe(401);
    }
  });

  it('takes its own fields along when it is down, and nothing else', async () => {
    const token = await tokenOf('user');
    await example.stopService();
    const { data, errors } = await ask('{ me { email } orders { nodes { id } } }', token);
    expect(data).toEqual({ me: { email: 'user@example.com' }, orders: null });
    const extensions = { code: 'SERVICE_UNAVAILABLE' };
    expect(errors).toMatchObject([{ path: ['orders'], extensions }]);
    const document =
      'mutation { placeOrder(input: { productId: "lamp", quantity: 1 }) { __typename ... on Problem { code } } }';
    expect(await ask(document, token)).toEqual({
      data: { placeOrder: { __typename: 'ServiceUnavailable', code: 'SERVICE_UNAVAILABLE' } },
    });
  });

  it('is shown a token for itself, and not what the client sent', async () => {
    const token = await tokenOf('user');
    const { authorization = '' } = await headersOf('{ orders { nodes { id } } }', token);
    const shown = authorization.replace('Bearer ', '');
    expect(shown).not.toBe(token);
    expect(decodeProtectedHeader(shown).typ).toBe('internal+jwt');
    expect(decodeJwt(shown)).toMatchObject({
      iss: example.gatewayUrl,
      aud: 'orders',
      sub: userId,
      permissions: ['read:orders', 'write:orders'],
      roles: ['customer'],
    });
  });

  it('is asked again once it is back', async () => {
    const service = runOrdersService({
      PORT: example.ordersPort,
      GATEWAY_URL: example.gatewayUrl,
      ORDERS_FILE: join(example.folder, '.state/orders.json'),
    });
    while (!service.output().includes('listening at')) await wait(20);
    const query = '{ orders(first: 1, after: "order-3") { nodes { id } } }';
    const answer = await ask(query, await tokenOf('user'));
    service.child.kill('SIGTERM');
    expect(await service.exited).toBe(0);
    expect(answer).toEqual({ data: { orders: { nodes: [{ id: 'order-1' }] } } });
  });

  /** Returns the headers that the gateway sends to the service for a query. A server takes the place of the service. */
  async function headersOf(query: string, token: string): Promise<IncomingHttpHeaders> {
    const seen: IncomingHttpHeaders[] = [];
    const server = createServer((request, response) => {
      seen.push(request.headers);
      response.end('{"orders":[],"next":null}');
    });
    await new Promise<void>((done) => server.listen(Number(example.ordersPort), '127.0.0.1', done));
    await ask(query, token);
    const closed = new Promise((done) => server.close(done));
    server.closeAllConnections();
    await closed;
    return present(seen[0]);
  }
});

describe('the project that the page has made', () => {
  const files = [...new Set(blocksOf(readPage('your-own-schema.md')).map(({ file }) => file))];
  const code = files.filter((file) => file.endsWith('.ts'));

  it('passes compiler, linter, formatter and the test of the page', async () => {
    const wrong = `import type { OrderResolvers, QueryResolvers } from '../__generated__/graphql.ts';
      // @ts-expect-error nodes is a list of orders
      export const wrong: QueryResolvers = { orders: () => ({ nodes: 1, pageInfo: { hasNextPage: true } }) };
      // @ts-expect-error an order of the service's has no such property
      export const wrongField: OrderResolvers = { id: ({ number }) => number };
      `;
    writeFileSync(join(example.folder, 'src/resolvers/wrong.ts'), wrong);
    const inTheCopy = (...args: string[]): Promise<Ended> => runToEnd(args, example.folder);
    // The other files are checked in the original project. To check them here too would double the time.
    const [oxlint, prettier, jest] = await Promise.all([
      inTheCopy('node_modules/oxlint/bin/oxlint', 'src/resolvers', 'src/services', ...code),
      inTheCopy(
        'node_modules/prettier/bin/prettier.cjs',
        '--check',
        ...files.filter((f) => f !== '.env'),
      ),
      inTheCopy('node_modules/jest/bin/jest.js', 'test/orders.test.ts'),
    ]);
    expect(oxlint).toMatchObject({ code: 0, output: expect.stringContaining(' 0 errors') });
    expect(prettier.output).toContain('All matched files use Prettier code style!');
    expect(jest.output).toContain('Tests:       4 passed, 4 total');
  });

  it('shows the new fields with who may ask for them', async () => {
    const { output } = await runToEnd(['scripts/access.js'], example.folder);
    expect(output).toMatch(/^Query\.orders +permissions read:orders$/m);
    expect(output).toMatch(/^Mutation\.placeOrder +permissions write:orders$/m);
    expect(output).toMatch(/^Order\.product +with Query\.orders, Query\.order, /m);
  });

  it('does not start with a root field that has no guard', async () => {
    writeFileSync(join(example.folder, 'schema/open.graphql'), 'extend type Query { open: Int }');
    const started = await runToEnd(['scripts/start.js'], example.folder);
    expect(started.code).toBe(1);
    expect(started.output).toContain('Query.open is open by accident: give it @public or a guard');
  });
});

it('the page quotes the log as it is written', () => {
  const quoted = [...readPage('your-own-schema.md').matchAll(/`(a service [^`]+)`/g)];
  const sources = ['service-data-source', 'resilience'].map((name) =>
    readFileSync(`src/services/${name}.ts`, 'utf8'),
  );
  expect(quoted).not.toHaveLength(0);
  for (const [, line = ''] of quoted) expect(sources.join('')).toContain(`'${line}`);
});

it('npm run example says which port is in use, and exits with 1', async () => {
  const taken = createServer();
  await new Promise<void>((done) => taken.listen(Number(example.ordersPort), '127.0.0.1', done));
  const env = { PORT: '0', TENANT_PORT: '0', ORDERS_PORT: example.ordersPort };
  const { code, output } = await example.runAgain(env);
  expect(code).toBe(1);
  expect(output).toContain(`If port ${example.ordersPort} is in use, set ORDERS_PORT to another.`);
  await new Promise((done) => taken.close(done));
});
