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
 * Returns the last link of an Apollo Client, which sends operations to the gateway as the signed-in user. When the user changes,
 * the link empties the client's cache before a component renders, and sends active queries again.
 *
 * The link refuses operations that take a password, a code or a token, because no cache may hold their answers. Call the kit's
 * function for such an operation.
 */
export function gatehouseLink(gatehouse: Gatehouse): ApolloLink {
  const clients = new WeakSet<ApolloClient>();
  const watched = new ApolloLink((operation, forward) => {
    const { client } = operation;
    if (!clients.has(client)) resetWithUser(client, gatehouse);
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

/** Removes the listener of a client that no program uses any more, as on a server with a client for each request. */
const unused = new FinalizationRegistry<() => void>((removeListener) => {
  removeListener();
});

/** Empties the cache of a client whenever the user changes. Does not keep the client in memory. */
function resetWithUser(client: ApolloClient, { session }: Gatehouse): void {
  client.onResetStore(afterRender);
  const reference = new WeakRef(client);
  const removeListener = session.onUserChange(() => {
    // The component that uses a query shows its failure.
    reference
      .deref()
      ?.resetStore()
      .catch(() => undefined);
  });
  unused.register(client, removeListener);
}

/** Waits until the components of the previous user are gone, so that Apollo Client does not send their queries again. */
async function afterRender(): Promise<void> {
  await new Promise((resolve) => setTimeout(resolve));
}

/**
 * Returns an Apollo cache that knows the schema's interfaces and unions, so that `... on Problem` matches. Accepts all options of
 * `InMemoryCache`.
 */
export function gatehouseCache(config: InMemoryCacheConfig = {}): InMemoryCache {
  return new InMemoryCache({ ...config, possibleTypes });
}

/** Returns the name of the first root field with `@credential`. Fields inside fragments are not looked at. */
function credentialFieldOf({ query }: ApolloLink.Operation): string | undefined {
  const selections = query.definitions.flatMap((definition) =>
    'operation' in definition ? definition.selectionSet.selections : [],
  );
  const names = selections.map((field) => ('name' in field ? field.name.value : ''));
  return names.find((name) => credentialFields.includes(name));
}
