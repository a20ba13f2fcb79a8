import {
  ApolloLink,
  HttpLink,
  InMemoryCache,
  Observable,
  type ApolloClient,
  type InMemoryCacheConfig,
} from '@apollo/client';
import { credentialFields, possibleTypes } from './__generated__/schema.ts';
import type { Gatehouse } from './gatehouse.ts';
import { GatehouseError } from './gatehouse-error.ts';

/**
 * Returns the last link of an Apollo Client: it sends operations to the gateway, as the signed-in user. When the user changes, it empties
 * the client's cache before any component renders, and active queries are sent again.
 *
 * It refuses operations that take a password, a code or a token: their answers belong into no cache. The kit has a function for each.
 */
export function gatehouseLink(gatehouse: Gatehouse): ApolloLink {
  const clients = new Set<ApolloClient>();
  gatehouse.session.onUserChange(() => {
    // A query that fails says so where it is used.
    for (const client of clients) client.resetStore().catch(() => undefined);
  });
  const watched = new ApolloLink((operation, forward) => {
    const { client } = operation;
    if (!clients.has(client)) client.onResetStore(afterRender);
    clients.add(client);
    const field = credentialFieldOf(operation);
    if (field === undefined) return forward(operation);
    return new Observable((observer) => {
      const message = `Call the function of the client kit for \`${field}\`: a cache is no place for tokens.`;
      observer.error(new GatehouseError('BAD_USER_INPUT', message));
    });
  });
  return watched.concat(new HttpLink({ uri: gatehouse.url, fetch: gatehouse.fetch }));
}

/** Gives components of the last user the time to go, so that their queries are not sent again. */
async function afterRender(): Promise<void> {
  await new Promise((resolve) => setTimeout(resolve));
}

/** Returns a cache that knows the schema's interfaces and unions, so that `... on Problem` matches. Takes all other settings. */
export function gatehouseCache(config: InMemoryCacheConfig = {}): InMemoryCache {
  return new InMemoryCache({ ...config, possibleTypes });
}

/** Returns the first root field with `@credential`, outside of fragments. */
function credentialFieldOf({ query }: ApolloLink.Operation): string | undefined {
  const selections = query.definitions.flatMap((definition) =>
    'operation' in definition ? definition.selectionSet.selections : [],
  );
  const names = selections.map((field) => ('name' in field ? field.name.value : ''));
  return names.find((name) => credentialFields.includes(name));
}
