import type { SettingsMistake } from './references.ts';
import type { TenantSettings } from './settings.ts';

/** Finds duplicates that Auth0 would refuse: names, identifiers, and users with one e-mail address in one connection. */
export function duplicates(settings: TenantSettings): SettingsMistake[] {
  const { clients, connections, resource_servers, roles, users } = settings;
  return [
    ...repeated(clients, 'clients', 'client_id', ({ client_id }) => client_id),
    ...repeated(connections, 'connections', 'name', ({ name }) => name),
    ...repeated(resource_servers, 'resource_servers', 'identifier', ({ identifier }) => identifier),
    ...repeated(roles, 'roles', 'name', ({ name }) => name),
    ...repeated(users, 'users', 'user_id', ({ user_id }) => user_id),
    ...repeated(users, 'users', 'email', ({ connection, email }) =>
      JSON.stringify([connection, email.toLowerCase()]),
    ),
  ];
}

function repeated<Item>(
  items: Item[],
  list: string,
  member: string,
  nameOf: (item: Item) => string,
): SettingsMistake[] {
  const names = items.map(nameOf);
  return names.flatMap((name, index) =>
    names.indexOf(name) < index ? [{ path: [list, index, member], message: 'is there twice' }] : [],
  );
}
