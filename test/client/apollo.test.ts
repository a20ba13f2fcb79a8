import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { ApolloClient, gql } from '@apollo/client';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { gatehouseCache, gatehouseLink } from '../../client/src/apollo.ts';
import { createGatehouse, type Gatehouse } from '../../client/src/index.ts';
import { MeDocument } from '../../src/operations/__generated__/operations.ts';
import { seededPassword, startLocal, type Local } from '../support/local.ts';
import { startOrders } from './orders.ts';
import { recordedFetch, type RecordedFetch } from './recorded-fetch.ts';

const editor = { username: 'editor@example.com', password: seededPassword };

let local: Local;
let gatehouse: Gatehouse;
let client: ApolloClient;
let recorded: RecordedFetch;

beforeAll(async () => {
  local = await startLocal();
});

afterAll(() => local.close());

beforeEach(() => {
  recorded = recordedFetch();
  gatehouse = createGatehouse({
    url: local.gateway.url,
    transport: 'tokens',
    fetch: recorded.fetch,
  });
  client = new ApolloClient({ link: gatehouseLink(gatehouse), cache: gatehouseCache() });
});

describe('gatehouseLink', () => {
  it('sends queries as the signed-in user', async () => {
    await gatehouse.signIn(editor);
    const { data } = await client.query({ query: MeDocument });
    expect(data?.me?.email).toBe(editor.username);
  });

  it.each([
    ['login', 'mutation { login(input: { username: "", password: "" }) { __typename } }'],
    ['refresh', 'mutation { refresh(input: {}) { __typename } }'],
  ])('refuses %s, whose answer holds tokens, and names what to call', async (field, text) => {
    const { error } = await client.mutate({ mutation: gql(text), errorPolicy: 'all' });
    expect(error?.message).toBe(
      `Call the function of the client kit for \`${field}\`: a cache is no place for tokens.`,
    );
    expect(recorded.sent).toEqual([]);
  });

  it('empties the cache when the user changes, and sends active queries again', async () => {
    await gatehouse.signIn(editor);
    const seen: unknown[] = [];
    const watched = client.watchQuery({ query: MeDocument }).subscribe(({ data, loading }) => {
      if (!loading) seen.push(data?.me?.email);
    });
    await client.query({ query: MeDocument });
    await gatehouse.signIn({ ...editor, username: 'user@example.com' });
    await client.query({ query: MeDocument });
    watched.unsubscribe();
    expect(seen).toEqual(['editor@example.com', 'user@example.com']);
    expect(JSON.stringify(client.cache.extract())).not.toContain('editor@example.com');
  });

  it('keeps no client in memory that a server has made for one request', async () => {
    const askOnce = async () => {
      const ofRequest = new ApolloClient({ link, cache: gatehouseCache() });
      await ofRequest.query({ query: MeDocument, errorPolicy: 'all' });
      ofRequest.stop();
      return new WeakRef(ofRequest);
    };
    const link = gatehouseLink(gatehouse);
    const clients = [await askOnce(), await askOnce(), await askOnce()];
    await collectGarbage();
    expect(clients.filter((each) => each.deref())).toEqual([]);
  });

  it('runs a mutation once when another user signs in meanwhile, and drops its answer', async () => {
    const orders = await startOrders(local.gateway.url);
    gatehouse = createGatehouse({ ...orders, transport: 'tokens', fetch: recorded.fetch });
    client = new ApolloClient({ link: gatehouseLink(gatehouse), cache: gatehouseCache() });
    await gatehouse.signIn(editor);
    const seen: unknown[] = [];
    const watched = client.watchQuery({ query: MeDocument }).subscribe(({ data, loading }) => {
      if (!loading) seen.push(data?.me?.email);
    });
    await client.query({ query: MeDocument });
    recorded.onNext('Place', async (send) => {
      const answer = await send();
      await gatehouse.signIn({ ...editor, username: 'user@example.com' });
      return answer;
    });
    const { error, data } = await client.mutate({
      mutation: gql('mutation Place { placeMine }'),
      errorPolicy: 'all',
    });
    await client.query({ query: MeDocument });
    watched.unsubscribe();
    orders.close();
    expect([error, data]).toMatchObject([{ code: 'USER_CHANGED' }, undefined]);
    expect(orders.placed()).toBe(1);
    expect(seen).toEqual(['editor@example.com', 'user@example.com']);
  });
});

/** Lets the garbage collector run, and the tasks in between that still hold objects. */
async function collectGarbage(): Promise<void> {
  setFlagsFromString('--expose-gc');
  const gc = runInNewContext('gc') as () => void;
  for (let round = 0; round < 5; round += 1) {
    await new Promise((resolve) => setTimeout(resolve, 20));
    gc();
  }
}

describe('gatehouseCache', () => {
  it('matches fragments on an interface with its types', () => {
    const query = gql('{ latest { ... on Problem { code } } }');
    const cache = gatehouseCache();
    cache.writeQuery({ query, data: { latest: { __typename: 'WeakPassword', code: 'X' } } });
    expect(cache.readQuery({ query })).toEqual({
      latest: { __typename: 'WeakPassword', code: 'X' },
    });
  });
});
