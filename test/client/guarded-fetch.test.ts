import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { cacheExchange, Client, fetchExchange } from 'urql';
import { createGatehouse, type Gatehouse } from '../../client/src/index.ts';
import { seededPassword, startLocal, type Local } from '../support/local.ts';
import { startOrders, type Orders } from './orders.ts';
import { recordedFetch, type RecordedFetch } from './recorded-fetch.ts';

let later = 0;
let local: Local;
let orders: Orders;
let gatehouse: Gatehouse;
let recorded: RecordedFetch;

beforeAll(async () => {
  local = await startLocal({ now: () => new Date(Date.now() + later) });
  orders = await startOrders(local.gateway.url);
});

afterAll(async () => {
  orders.close();
  await local.close();
});

beforeEach(async () => {
  recorded = recordedFetch();
  gatehouse = createGatehouse({ url: orders.url, transport: 'tokens', fetch: recorded.fetch });
  await gatehouse.signIn({ username: 'editor@example.com', password: seededPassword });
  later += 25 * 60 * 60 * 1000; // The access token expires, and this page's clock does not show it.
  recorded.sent.length = 0;
});

async function ask(query: string): Promise<{ data?: unknown; errors?: unknown[] }> {
  const headers = { 'content-type': 'application/json' };
  const body = JSON.stringify({ query });
  const answer = await gatehouse.fetch(orders.url, { method: 'POST', headers, body });
  return (await answer.json()) as { data?: unknown; errors?: unknown[] };
}

describe('an operation whose token has expired', () => {
  it.each([
    ['a query', 'query Q { mine }'],
    ['a query with a public field', 'query Q { orders mine }'],
    ['a query that speaks of a mutation', 'query Q { mine } # no mutation'],
  ])('goes out once more: %s', async (_kind, query) => {
    expect((await ask(query)).errors).toBeUndefined();
    expect(recorded.sent).toEqual(['Q', 'Refresh', 'Q']);
  });

  it.each([
    ['of one field', 'mutation M { placeMine }', 1],
    ['of two fields, both refused', 'mutation M { placeMine again: placeMine }', 2],
    ['of a fragment', 'mutation M { ...F } fragment F on Mutation { placeMine }', 1],
  ])('goes out once more: a mutation %s', async (_kind, query, places) => {
    const before = orders.placed();
    expect((await ask(query)).errors).toBeUndefined();
    expect(recorded.sent).toEqual(['M', 'Refresh', 'M']);
    expect(orders.placed() - before).toBe(places);
  });

  it.each([
    ['an order beside a refused field', 'mutation M { placeOrder placeMine }', 1],
    ['an order under an alias', 'mutation M { placeMine placeMine2: placeOrder }', 1],
    ['an order before a field that is never null', 'mutation M { placeOrder placeStrictly }', 1],
  ])('goes out no more, and is carried out once: %s', async (_kind, query, places) => {
    const before = orders.placed();
    const { errors } = await ask(query);
    expect(errors).toMatchObject([
      { extensions: { code: 'UNAUTHENTICATED', reason: 'TOKEN_EXPIRED' } },
    ]);
    expect(recorded.sent).toEqual(['M']);
    expect(orders.placed() - before).toBe(places);
  });
});

describe('a request to another address', () => {
  it('carries no token', async () => {
    const answer = await gatehouse.fetch(`${local.gateway.url}?elsewhere`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ query: '{ me { id } }' }),
    });
    expect(await answer.json()).toMatchObject({
      errors: [{ extensions: { reason: 'TOKEN_MISSING' } }],
    });
  });
});

describe('a Request object', () => {
  it('keeps its own headers, and gets the token', async () => {
    const request = new Request(orders.url, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ query: '{ me { email } }' }),
    });
    const plain = createGatehouse({ url: orders.url, transport: 'tokens' });
    await plain.signIn({ username: 'editor@example.com', password: seededPassword });
    const answer = await plain.fetch(request);
    expect(await answer.json()).toEqual({ data: { me: { email: 'editor@example.com' } } });
  });
});

describe('a Request object whose token has expired', () => {
  it.each([
    ['a query with a public field goes out once more', 'query Q { orders mine }', undefined, 0],
    ['a mutation is carried out once', 'mutation M { placeOrder placeMine }', expect.anything(), 1],
  ])('%s', async (_what, query, errors, places) => {
    const before = orders.placed();
    const plain = createGatehouse({ url: orders.url, transport: 'tokens' });
    await plain.signIn({ username: 'editor@example.com', password: seededPassword });
    later += 25 * 60 * 60 * 1000;
    const request = new Request(orders.url, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ query }),
    });
    const answer = (await (await plain.fetch(request)).json()) as { errors?: unknown };
    expect(answer.errors).toEqual(errors);
    expect(orders.placed() - before).toBe(places);
  });
});

describe('urql', () => {
  let client: Client;
  beforeEach(() => {
    client = new Client({
      url: gatehouse.url,
      fetch: gatehouse.fetch,
      preferGetMethod: false,
      exchanges: [cacheExchange, fetchExchange],
    });
  });

  it('sends a query whose token has expired once more', async () => {
    const answer = await client.query('query Q { me { email } }', {}).toPromise();
    expect(answer).toMatchObject({ data: { me: { email: 'editor@example.com' } } });
    expect(recorded.sent).toEqual(['Q', 'Refresh', 'Q']);
  });

  it.each([
    ['refused as a whole once more', 'mutation M { placeMine }', ['M', 'Refresh', 'M'], 1],
    ['carried out in part no more', 'mutation M { placeOrder placeMine }', ['M'], 1],
  ])('sends a mutation that was %s', async (_kind, mutation, sent, places) => {
    const before = orders.placed();
    const { error } = await client.mutation(mutation, {}).toPromise();
    expect(error === undefined).toBe(sent.length > 1);
    expect(recorded.sent).toEqual(sent);
    expect(orders.placed() - before).toBe(places);
  });

  it('gets no answer that was for the last user', async () => {
    recorded.onNext('Q', async (send) => {
      const answer = await send();
      await gatehouse.signIn({ username: 'user@example.com', password: seededPassword });
      return answer;
    });
    expect(await client.query('query Q { me { email } }', {}).toPromise()).toMatchObject({
      data: undefined,
      error: { networkError: { code: 'USER_CHANGED' } },
    });
  });
});
