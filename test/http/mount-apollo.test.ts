import type { AddressInfo } from 'node:net';
import { ApolloServer, type ApolloServerOptions, type BaseContext } from '@apollo/server';
import type {
  CreateServerForIntegrationTests,
  CreateServerForIntegrationTestsOptions,
} from '@apollo/server-integration-testsuite';
import { describe, expect, it, jest } from '@jest/globals';
import Fastify from 'fastify';
import { mountApollo } from '../../src/http/mount-apollo.ts';

async function createServer(
  serverOptions: ApolloServerOptions<BaseContext>,
  { context = () => Promise.resolve({}) }: CreateServerForIntegrationTestsOptions = {},
) {
  const server = new ApolloServer(serverOptions);
  await server.start();
  const app = Fastify();
  mountApollo(app, server, { path: '/', context });
  await app.listen({ port: 0, host: '127.0.0.1' });
  const { port } = app.server.address() as AddressInfo;
  return { server, url: `http://127.0.0.1:${port}`, extraCleanup: () => app.close() };
}

// The newest test suite depends on an Apollo Server that is one patch older. The mock gives the suite our version instead.
const serverOfTheSuite =
  '@apollo/server-integration-testsuite/node_modules/@apollo/server/dist/esm/index.js';
jest.unstable_mockModule(`../../node_modules/${serverOfTheSuite}`, () => import('@apollo/server'));
const { defineIntegrationTestSuite } = await import('@apollo/server-integration-testsuite');
defineIntegrationTestSuite(createServer as unknown as CreateServerForIntegrationTests);

describe('mountApollo', () => {
  const typeDefs = 'type Query { path: String }';
  const resolvers = {
    Query: { path: (_: unknown, __: unknown, context: { path: string }) => context.path },
  };

  it('refuses a server that has not been started', () => {
    const server = new ApolloServer({ typeDefs });
    expect(() => {
      mountApollo(Fastify(), server, { path: '/', context: () => ({}) });
    }).toThrow('You must `await server.start()` before calling `mountApollo()`');
  });

  it('gives the request and the reply to the context function', async () => {
    const server = new ApolloServer<{ path: string }>({ typeDefs, resolvers });
    await server.start();
    const app = Fastify();
    mountApollo(app, server, {
      path: '/api/graphql',
      context: (request, reply) => {
        reply.header('x-served-by', 'context');
        return { path: request.url };
      },
    });
    const { headers, body } = await app.inject({
      method: 'POST',
      url: '/api/graphql?from=test',
      payload: { query: '{ path }' },
    });
    await server.stop();
    expect(JSON.parse(body)).toEqual({ data: { path: '/api/graphql?from=test' } });
    expect(headers['x-served-by']).toBe('context');
  });
});
