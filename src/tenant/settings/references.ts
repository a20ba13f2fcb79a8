import { z } from 'zod';

/** A mistake in a settings file: its path and the reason. The value is left out, since it may be secret. */
export interface SettingsMistake {
  path: PropertyKey[];
  message: string;
}

const text = z.string().optional().catch(undefined);
const texts = z.array(text).catch([]);

/**
 * Creates the schema of a list. An unreadable item counts as an empty one. The output is undefined if the list itself is
 * unreadable.
 */
const list = <Shape extends z.ZodRawShape>(shape: Shape) => {
  const item = z.object(shape);
  return z
    .array(item.catch(() => item.parse({})))
    .optional()
    .catch(undefined);
};

const permissions = z
  .array(
    z
      .object({ resource_server_identifier: text, permission_name: text })
      .catch({ resource_server_identifier: undefined, permission_name: undefined }),
  )
  .catch([]);

/**
 * Schema of the names in a settings file, and of the references to them. It accepts every value, so that a mistake elsewhere in
 * the file does not hide a reference without a target.
 */
const namesSchema = z
  .object({
    connections: list({ name: text }),
    resource_servers: list({
      identifier: text,
      scopes: z.array(z.object({ value: text }).catch({ value: undefined })).catch([]),
    }),
    clients: list({ client_id: text }),
    client_grants: list({ client_id: text }),
    roles: list({ name: text, permissions }),
    users: list({ user_id: text, email: text, connection: text, roles: texts, permissions }),
  })
  .catch({
    connections: undefined,
    resource_servers: undefined,
    clients: undefined,
    client_grants: undefined,
    roles: undefined,
    users: undefined,
  });

/** The names in a settings file. A name that is missing or not a text is undefined. */
export type SettingsNames = z.output<typeof namesSchema>;

type Permissions = z.output<typeof permissions>;

/** Reads the names in a settings file, even if the file has other mistakes. */
export function readNames(value: unknown): SettingsNames {
  return namesSchema.parse(value);
}

/**
 * Finds references to names that do not exist, if Auth0 would refuse them. Auth0 accepts an unknown `default_directory`, and
 * connections that are enabled for an unknown client; the tenant accepts these too.
 */
export function findDanglingReferences(names: SettingsNames): SettingsMistake[] {
  const { clients, client_grants = [], connections, roles, users = [] } = names;
  const mistakes: SettingsMistake[] = [];
  const check = (
    reference: string | undefined,
    targets: (string | undefined)[] | undefined,
    message: string,
    ...path: PropertyKey[]
  ): void => {
    if (reference === undefined || targets?.includes(reference) !== false) return;
    mistakes.push({ path, message });
  };
  const checkPermissions = (of: Permissions, ...path: PropertyKey[]): void => {
    of.forEach((permission, index) => {
      if (isPermissionOf(names, permission)) return;
      mistakes.push({ path: [...path, 'permissions', index], message: 'no such permission' });
    });
  };
  const connectionNames = connections?.map(({ name }) => name);
  const roleNames = roles?.map(({ name }) => name);

  users.forEach((user, index) => {
    check(user.connection, connectionNames, 'no such connection', 'users', index, 'connection');
    user.roles.forEach((role, at) => {
      check(role, roleNames, 'no such role', 'users', index, 'roles', at);
    });
    checkPermissions(user.permissions, 'users', index);
  });
  roles?.forEach((role, index) => {
    checkPermissions(role.permissions, 'roles', index);
  });
  client_grants.forEach(({ client_id }, index) => {
    const ids = clients?.map((client) => client.client_id);
    check(client_id, ids, 'no such client', 'client_grants', index, 'client_id');
  });
  return mistakes;
}

/** Whether a permission exists. True if the unreadable part of the file may contain it. */
function isPermissionOf(
  { resource_servers }: SettingsNames,
  { resource_server_identifier, permission_name }: Permissions[number],
): boolean {
  if (!resource_servers || resource_server_identifier === undefined) return true;
  return resource_servers.some(
    ({ identifier, scopes }) =>
      identifier === resource_server_identifier &&
      (permission_name === undefined || scopes.some(({ value }) => value === permission_name)),
  );
}
