import { afterEach, beforeEach, expect, it } from '@jest/globals';
import { makeExecutableSchema } from '@graphql-tools/schema';
import type { FastifyInstance } from 'fastify';
import { createApolloServer } from '../../src/http/apollo-server.ts';
import { createHttpApp } from '../../src/http/app.ts';
import { mountApollo } from '../../src/http/mount-apollo.ts';
import { createLogger } from '../../src/telemetry/log.ts';
import { patience } from '../support/patience.ts';
import { startServicesScene, type ServicesScene } from './scene.ts';

const timeoutMs = 3000;
const order = { id: '1', quantity: 2 };
const typeDefs = `
  type Query { order(id: ID!): Order  stock: Order  astray: Order }
  type Order { id: ID  quantity: Int  product(id: ID!): Product }
  type Product { id: ID  name: String }
`;

interface Context {
  services: ReturnType<ServicesScene['request']>;
  requestId: string;
  clientIp: string;
}

let scene: ServicesScene;
let app: FastifyInstance;

beforeEach(async () => {
  scene = await startServicesScene({ timeoutMs });
  const log = createLogger('silent');
  const schema = makeExecutableSchema<Context>({
    typeDefs,
    resolvers: {
      Query: {
        order: (_parent: unknown, { id }: { id: string }, { services }: Context) =>
          services.orders.order(id),
        stock: (_parent: unknown, _args: unknown, { services }: Context) =>
          services.stock.order('1'),
        astray: (_parent: unknown, _args: unknown, { services }: Context) =>
          services.orders.anything('//evil.example/'),
      },
      Order: {
        product: (_parent: unknown, { id }: { id: string }, { services }: Context) =>
          services.orders.product(id),
      },
    },
  });
  const server = createApolloServer<Context>({ schema, isDevelopment: false, log });
  await server.start();
  app = await createHttpApp({ isReady: () => true, log });
  mountApollo(app, server, {
    path: '/graphql',
    context: () => ({ services: scene.request(), requestId: 'request-1', clientIp: '127.0.0.1' }),
  });
  await app.listen({ host: '127.0.0.1', port: 0 });
});
afterEach(async () => {
  await app.close();
  await scene.close();
});

async function ask(query: string, variables?: object) {
  const response = await fetch(`${app.listeningOrigin}/graphql`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ query, variables }),
  });
  const { data, errors = [] } = (await response.json()) as {
    data: unknown;
    errors?: { path: unknown; message: string; extensions: { code: string } }[];
  };
  const codes = errors.map(({ path, extensions }) => [path, extensions.code]);
  return { status: response.status, headers: response.headers, data, errors, codes };
}

it('a service that is down nulls its own fields, and the rest of the answer stands', async () => {
  await scene.orders.close();
  scene.stock.answer({ json: order });

  const { status, data, codes } = await ask('{ order(id: "1") { id } stock { id quantity } }');

  expect([status, data]).toEqual([200, { order: null, stock: order }]);
  expect(codes).toEqual([[['order'], 'SERVICE_UNAVAILABLE']]);
});

it('U10: a service that hangs takes its own fields, after its time limit', async () => {
  scene.orders.answer(() => undefined);
  scene.stock.answer({ json: order });
  const startedAt = performance.now();

  const { data, codes } = await ask('{ order(id: "1") { id } stock { id } }');

  expect(performance.now() - startedAt).toBeLessThan(patience);
  expect(data).toEqual({ order: null, stock: { id: '1' } });
  expect(codes).toEqual([[['order'], 'SERVICE_UNAVAILABLE']]);
});

it('a batch that fails nulls each field that waited for it, and nothing above them', async () => {
  scene.stock.answer({ json: order });
  scene.orders.answer({ status: 500 });

  const { data, codes } = await ask(
    '{ stock { a: product(id: "a") { name } b: product(id: "b") { name } id } }',
  );

  expect(data).toEqual({ stock: { a: null, b: null, id: '1' } });
  expect(codes).toEqual([
    [['stock', 'a'], 'SERVICE_UNAVAILABLE'],
    [['stock', 'b'], 'SERVICE_UNAVAILABLE'],
  ]);
  expect(scene.orders.calls).toHaveLength(1);
});

it('ten aliases of a field whose service is not ready cost it three calls, and other callers nothing', async () => {
  scene.orders.answer({ status: 503 });
  const fields = Array.from({ length: 10 }, (_, n) => `f${n}: order(id: "1") { id }`);

  await ask(`{ ${fields.join(' ')} }`);
  scene.orders.answer({ json: order });

  expect((await ask('{ order(id: "1") { id } }')).data).toEqual({ order: { id: '1' } });
  expect(scene.orders.calls).toHaveLength(4);
});

it('U07: a refusal that nobody translated, and a path that leads astray, are masked', async () => {
  scene.orders.answer({ status: 409, json: { error: 'service-only-text' } });

  const { data, codes, errors } = await ask('{ order(id: "1") { id } astray { id } }');

  expect(data).toEqual({ order: null, astray: null });
  expect(codes).toEqual(
    expect.arrayContaining([
      [['order'], 'INTERNAL_SERVER_ERROR'],
      [['astray'], 'INTERNAL_SERVER_ERROR'],
    ]),
  );
  expect(JSON.stringify(errors)).not.toMatch(/service-only-text|409|evil|path leads/);
});

it('T15: what the service forbids is FORBIDDEN at its path, with the challenge, in an answer of 200', async () => {
  scene.orders.answer({ status: 403, json: { error: 'service-only-text' } });

  const { status, headers, codes, errors } = await ask('{ order(id: "1") { id } }');

  expect([status, headers.get('www-authenticate')]).toEqual([
    200,
    'Bearer error="insufficient_scope"',
  ]);
  expect(codes).toEqual([[['order'], 'FORBIDDEN']]);
  expect(JSON.stringify(errors)).not.toContain('service-only-text');
});

it.each(['..', '', '\ud800', 'a'.repeat(501)])(
  'an id like %j is BAD_USER_INPUT, in an answer of 200',
  async (id) => {
    const { status, codes } = await ask('query ($id: ID!) { order(id: $id) { id } }', { id });

    expect([status, codes]).toEqual([200, [[['order'], 'BAD_USER_INPUT']]]);
    expect(scene.orders.calls).toEqual([]);
  },
);
