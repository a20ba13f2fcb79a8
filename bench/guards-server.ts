import { addResolversToSchema } from '@graphql-tools/schema';
import { Source } from 'graphql';
import { z } from 'zod';
import { guardSchema } from '../src/authorization/guarded-resolvers.ts';
import type { CallerContext } from '../src/authorization/access.ts';
import { createApolloServer } from '../src/http/apollo-server.ts';
import { createHttpApp } from '../src/http/app.ts';
import { mountApollo } from '../src/http/mount-apollo.ts';
import { buildSchema, readSchemaFiles } from '../src/schema-files.ts';
import { requestServices } from '../src/services/request-services.ts';
import { serviceCalls } from '../src/services/service-calls.ts';
import { ServiceDataSource } from '../src/services/service-data-source.ts';
import { createLogger } from '../src/telemetry/log.ts';
import type { AuthenticatedCaller } from '../src/tokens/caller.ts';
import { InternalTokens } from '../src/internal-tokens/internal-tokens.ts';
import { createUpstream } from '../src/upstream/upstream.ts';
import { generateKeyPair } from 'jose';
import { serveBench } from './served.ts';

// Serves a schema with three services. If the second argument is `open`, no field is guarded.
const [, , url = '', mode] = process.argv;

const Orders = z.object({
  orders: z.array(z.object({ id: z.string(), customer: z.string(), quantity: z.number() })),
});

class OrdersService extends ServiceDataSource {
  orders() {
    return this.ask(Orders, 'orders');
  }
}
class StockService extends ServiceDataSource {
  items() {
    return this.ask(z.object({ items: z.number() }), 'stock');
  }
}
class PricesService extends ServiceDataSource {
  currency() {
    return this.ask(z.object({ currency: z.string() }), 'prices');
  }
}
const classes = { orders: OrdersService, stock: StockService, prices: PricesService };

const area = `
  extend type Query {
    orders: [Order!] @requiresPermissions(permissions: [["read:orders"]])
    stock: Int @authenticated
    currency: String @authenticated
  }
  type Order {
    id: ID!
    customer: String
    quantity: Int @requiresPermissions(permissions: [["read:quantities"], ["read:orders", "sell"]])
  }
`;

const caller: AuthenticatedCaller = {
  state: 'authenticated',
  id: 'auth0|6500000000000000000000b1',
  scopes: ['openid', 'profile', 'email', 'offline_access'],
  permissions: ['read:users', 'read:orders', 'write:orders', 'sell'],
  roles: ['customer'],
  claims: { iss: 'https://tenant.example/', sub: 'auth0|6500000000000000000000b1', exp: 4e9 },
  tokenId: 'one',
  accessToken: 'header.payload.signature',
};

interface BenchContext extends CallerContext {
  requestId: string;
  clientIp: string;
  services: ReturnType<typeof servicesOf>;
}

const log = createLogger('info');
const { privateKey } = await generateKeyPair('ES256');
const at = { url, auth: 'internal' } as const;
const servicesOf = requestServices(classes, {
  config: { orders: at, stock: at, prices: at },
  fetch: createUpstream().fetch,
  timeoutMs: 5000,
  calls: serviceCalls(Object.keys(classes)),
  internalTokens: new InternalTokens({
    issuer: () => 'http://localhost:4000/',
    keys: { current: () => ({ kid: 'bench', privateKey }) },
    now: () => new Date(),
  }),
  log,
});

const files = await readSchemaFiles(new URL('../', import.meta.url));
const schema = addResolversToSchema({
  schema: buildSchema([...files, new Source(area, 'area.graphql')]),
  resolvers: {
    Query: {
      orders: async (_parent: unknown, _args: unknown, { services }: BenchContext) =>
        (await services.orders.orders()).orders,
      stock: async (_parent: unknown, _args: unknown, { services }: BenchContext) =>
        (await services.stock.items()).items,
      currency: async (_parent: unknown, _args: unknown, { services }: BenchContext) =>
        (await services.prices.currency()).currency,
    },
  },
  resolverValidationOptions: { requireResolversForResolveType: 'ignore' },
});
const server = createApolloServer<BenchContext>({
  schema: mode === 'open' ? schema : guardSchema(schema),
  isDevelopment: false,
  log,
});
await server.start();
const app = await createHttpApp({ isReady: () => true, log });
mountApollo(app, server, {
  path: '/graphql',
  context: () => {
    const request = {
      caller,
      requestId: 'request-1',
      clientIp: '127.0.0.1',
      traceContext: {},
      log,
    };
    return { ...request, services: servicesOf(request) };
  },
});
serveBench(`${await app.listen({ host: '127.0.0.1', port: 0 })}/graphql`);
