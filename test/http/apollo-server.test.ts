import { PassThrough } from 'node:stream';
import type { ApolloServer } from '@apollo/server';
import { makeExecutableSchema } from '@graphql-tools/schema';
import { afterEach, describe, expect, it } from '@jest/globals';
import type { GatewayContext } from '../../src/context.ts';
import { createApolloServer } from '../../src/http/apollo-server.ts';
import { createLogger } from '../../src/telemetry/log.ts';

const schema = makeExecutableSchema({
  typeDefs: 'type Query { broken: ID, empty: Strict, fine: ID } type Strict { id: ID! }',
  resolvers: {
    Query: {
      broken: () => {
        throw new TypeError('no column salt in /srv/users.db');
      },
      empty: () => ({ id: null }),
      fine: () => 'fine',
    },
  },
});
const contextValue = { requestId: 'request-1', clientIp: '192.0.2.1' } as GatewayContext;

let server: ApolloServer<GatewayContext>;
afterEach(() => server.stop());

/** Executes a query. Returns the answer, and the log lines that were written meanwhile. */
async function execute(query: string, isDevelopment = false) {
  const log = new PassThrough();
  server = createApolloServer({ schema, isDevelopment, log: createLogger('info', log) });
  const { body } = await server.executeOperation({ query }, { contextValue });
  const lines = String(log.read()).trim().split('\n');
  return {
    answer: body.kind === 'single' ? body.singleResult : undefined,
    log: lines.map((line) => JSON.parse(line) as unknown),
  };
}

describe('createApolloServer', () => {
  it.each([true, false])(
    'G06: masks what a resolver throws (development: %s), and logs it with the id of the request',
    async (isDevelopment) => {
      const { answer, log } = await execute('{ broken fine }', isDevelopment);
      expect(answer).toEqual({
        data: expect.objectContaining({ broken: null, fine: 'fine' }),
        errors: [
          {
            message: 'Something went wrong on our side.',
            path: ['broken'],
            locations: [{ line: 1, column: 3 }],
            extensions: { code: 'INTERNAL_SERVER_ERROR' },
          },
        ],
      });
      expect(log).toMatchObject([
        {
          level: 50,
          requestId: 'request-1',
          err: { name: 'TypeError', message: 'no column salt in /srv/users.db' },
        },
        { level: 30, requestId: 'request-1', outcome: ['INTERNAL_SERVER_ERROR'] },
      ]);
    },
  );

  it('G06: takes a null where the schema allows none for a failure of ours', async () => {
    const { answer, log } = await execute('{ empty { id } }');
    expect(answer?.errors).toMatchObject([
      { message: 'Something went wrong on our side.', path: ['empty', 'id'] },
    ]);
    expect(log).toMatchObject([{ level: 50, requestId: 'request-1' }, { level: 30 }]);
  });

  it('logs one line for an operation: its name and outcome, and nothing of its text', async () => {
    const { log } = await execute('query Mine { fine }');
    expect(log).toEqual([
      {
        level: 30,
        time: expect.any(Number),
        requestId: 'request-1',
        clientIp: '192.0.2.1',
        operation: 'query',
        operationName: 'Mine',
        outcome: 'ok',
        ms: expect.any(Number),
        msg: 'request',
      },
    ]);
  });

  it('L02: cuts a name that is too long to be one', async () => {
    const { log } = await execute(`query ${'a'.repeat(1000)} { fine }`);
    expect(log).toMatchObject([{ operationName: 'a'.repeat(100) }]);
  });
});
