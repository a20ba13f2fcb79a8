import { readFileSync } from 'node:fs';
import { ApolloServer, HeaderMap } from '@apollo/server';
import cors from '@fastify/cors';
import helmet from '@fastify/helmet';
import Fastify from 'fastify';
import { GraphQLError } from 'graphql';
import { createRemoteJWKSet, jwtVerify, type JWTPayload } from 'jose';
import { serveBench } from './served.ts';

// Runs the server to compare with: Apollo Server on Fastify with the same plugins, and jose to verify the bearer as in jose's
// README. It has one guarded field with the same shape and answer, but neither directives nor reasons for refusals. If the third
// argument is `log`, Fastify's own log is on.
interface StockContext {
  user: JWTPayload | undefined;
}

const [, , issuer = '', audience = '', log] = process.argv;
const keys = createRemoteJWKSet(new URL(`${issuer}.well-known/jwks.json`));

const server = new ApolloServer<StockContext>({
  typeDefs: readFileSync('schema.graphql', 'utf8'),
  resolvers: {
    Query: {
      me: (_parent: unknown, _args: unknown, { user }: StockContext) => {
        if (!user) throw new GraphQLError('Sign in.', { extensions: { code: 'UNAUTHENTICATED' } });
        return {
          id: user.sub,
          email: user['https://gatehouse.example/email'],
          emailVerified: user['https://gatehouse.example/email_verified'],
          roles: user['https://gatehouse.example/roles'],
          permissions: user['permissions'],
        };
      },
    },
  },
});
await server.start();

async function userOf(authorization = ''): Promise<JWTPayload | undefined> {
  const [, token] = authorization.split(' ');
  if (!token) return undefined;
  const { payload } = await jwtVerify(token, keys, { issuer, audience, algorithms: ['RS256'] });
  return payload;
}

const app = Fastify({ logger: log === 'log' });
await app.register(helmet);
await app.register(cors, { origin: [] });
app.post('/graphql', async ({ headers, body }, reply) => {
  const headerMap = new HeaderMap();
  for (const [name, value] of Object.entries(headers)) headerMap.set(name, String(value));
  const response = await server.executeHTTPGraphQLRequest({
    httpGraphQLRequest: { method: 'POST', headers: headerMap, search: '', body },
    context: async () => ({ user: await userOf(headers.authorization) }),
  });
  for (const [name, value] of response.headers) reply.header(name, value);
  reply.code(response.status ?? 200);
  return response.body.kind === 'complete' ? response.body.string : '';
});
serveBench(`${await app.listen({ host: '127.0.0.1', port: 0 })}/graphql`);
