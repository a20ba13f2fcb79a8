import type { SettingsMistake } from './references.ts';
import type { TenantSettings } from './settings.ts';

/** Finds duplicates that Auth0 would refuse: names, identifiers, and e-mail addresses within a connection. */
export function findDuplicates(settings: TenantSettings): SettingsMistake[] {
  const { clients, connections, resource_servers, roles, users } = settings;
  return [
    ...findRepeated(clients, 'clients', 'client_id', ({ client_id }) => client_id),
    ...findRepeated(connections, 'connections', 'name', ({ name }) => name),
    ...findRepeated(
      resource_servers,
      'resource_servers',
      'identifier',
      ({ identifier }) => identifier,
    ),
    ...findRepeated(roles, 'roles', 'name', ({ name }) => name),
    ...findRepeated(users, 'users', 'user_id', ({ user_id }) => user_id),
    ...findRepeated(users, 'users', 'email', ({ connection, email }) =>
      JSON.stringify([connection, email.toLowerCase()]),
    ),
  ];
}

function findRepeated<Item>(
  items: Item[],
  list: string,
  member: string,
  nameOf: (item: Item) => string,
): SettingsMistake[] {
  const names = items.map(nameOf);
  return names.flatMap((name, index) =>
    names.indexOf(name) < index ? [{ path: [list, index, member], message: 'appears twice' }] : [],
  );
}
