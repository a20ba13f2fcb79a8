// The server that bench/start-up.ts compares with: Apollo Server on Fastify with the gateway's schema, and nothing else.
import { readFileSync } from 'node:fs';
import process from 'node:process';
import { ApolloServer, HeaderMap } from '@apollo/server';
import Fastify from 'fastify';

const server = new ApolloServer({ typeDefs: readFileSync('schema.graphql', 'utf8') });
await server.start();

const app = Fastify();
app.post('/graphql', async ({ body }, reply) => {
  const response = await server.executeHTTPGraphQLRequest({
    httpGraphQLRequest: {
      method: 'POST',
      headers: new HeaderMap([['content-type', 'application/json']]),
      search: '',
      body,
    },
    context: async () => ({}),
  });
  reply.type('application/json');
  return response.body.kind === 'complete' ? response.body.string : '';
});
await app.listen({ host: '127.0.0.1', port: 0 });
process.send?.('ready');
