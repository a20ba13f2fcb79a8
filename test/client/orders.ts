import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { json } from 'node:stream/consumers';
import { buildSchema, graphql, GraphQLError } from 'graphql';

const schema = buildSchema(`
  type Query { orders: Int, mine: Int }
  type Mutation { placeOrder: Int, placeMine: Int, placeStrictly: Int! }
`);

/** A gateway with orders. Fields with `mine` need a token, which the gateway behind it judges. */
export interface Orders {
  url: string;
  /** Number of orders that have been placed. */
  placed: () => number;
  close: () => void;
}

interface Sent {
  query: string;
}

/** Starts a server that carries out operations on orders itself, and passes all others to the gateway. */
export async function startOrders(gatewayUrl: string): Promise<Orders> {
  let placed = 0;
  const place = () => (placed += 1);
  const asUser = async (request: IncomingMessage, work: () => number) => {
    const refusal = await refusalOf(request.headers.authorization ?? '', gatewayUrl);
    if (refusal) throw refusal;
    return work();
  };
  const server = createServer((request, response) => {
    const answer = async (): Promise<string> => {
      const sent = (await json(request)) as Sent;
      if (!/orders|mine|place/i.test(sent.query)) {
        return (await post(gatewayUrl, request.headers.authorization ?? '', sent)).text();
      }
      const rootValue = {
        orders: () => placed,
        mine: () => asUser(request, () => placed),
        placeOrder: place,
        placeMine: () => asUser(request, place),
        placeStrictly: () => asUser(request, place),
      };
      return JSON.stringify(await graphql({ schema, source: sent.query, rootValue }));
    };
    void answer().then((text) => {
      response.writeHead(200, { 'content-type': 'application/json' }).end(text);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}/graphql`,
    placed: () => placed,
    close: () => server.close(),
  };
}

/** Asks the gateway about a token. Returns its refusal, word for word. */
async function refusalOf(authorization: string, url: string): Promise<GraphQLError | undefined> {
  const answer = await post(url, authorization, { query: '{ me { id } }' });
  const { errors } = (await answer.json()) as { errors?: GraphQLError[] };
  return errors?.[0] && new GraphQLError(errors[0].message, { extensions: errors[0].extensions });
}

function post(url: string, authorization: string, body: Sent): Promise<Response> {
  const headers = { 'content-type': 'application/json', ...(authorization && { authorization }) };
  return fetch(url, { method: 'POST', headers, body: JSON.stringify(body) });
}
