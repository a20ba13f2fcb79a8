import { ApolloClient, gql } from '@apollo/client';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { gatehouseCache, gatehouseLink } from '../../client/src/apollo.ts';
import { createGatehouse, type Gatehouse } from '../../client/src/index.ts';
import { MeDocument } from '../../src/operations/__generated__/operations.ts';
import { seededPassword, startLocal, type Local } from '../support/local.ts';
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
});

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
