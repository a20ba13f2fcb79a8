import type { SettingsMistake, SettingsNames } from './references.ts';

/** Finds duplicates that Auth0 would refuse: names, identifiers, and e-mail addresses within a connection. */
export function findDuplicates(names: SettingsNames): SettingsMistake[] {
  const { clients, connections, resource_servers, roles, users } = names;
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
      email === undefined ? undefined : JSON.stringify([connection, email.toLowerCase()]),
    ),
  ];
}

function findRepeated<Item>(
  items: Item[] | undefined,
  list: string,
  member: string,
  nameOf: (item: Item) => string | undefined,
): SettingsMistake[] {
  const names = (items ?? []).map(nameOf);
  return names.flatMap((name, index) =>
    name !== undefined && names.indexOf(name) < index
      ? [{ path: [list, index, member], message: 'appears twice' }]
      : [],
  );
}
