import { nameOf, nicknameOf } from '../users/profile.ts';
import type { User } from '../users/user.ts';
import { parseSearch, type SearchMembers } from './search.ts';

/** Members with which a search can name users, but for metadata. */
const memberOf: Record<string, (user: User) => unknown> = {
  email: ({ email }) => email,
  username: ({ username }) => username,
  user_id: ({ user_id }) => user_id,
  'identities.connection': ({ connection }) => connection,
  'identities.provider': () => 'auth0',
  'identities.user_id': ({ user_id }) => user_id.replace('auth0|', ''),
  name: nameOf,
  nickname: nicknameOf,
  given_name: ({ given_name }) => given_name,
  family_name: ({ family_name }) => family_name,
  email_verified: ({ email_verified }) => email_verified,
  blocked: ({ blocked }) => blocked,
  logins_count: ({ logins_count }) => logins_count,
  last_ip: ({ last_ip }) => last_ip,
  created_at: ({ created_at }) => created_at.toISOString(),
  updated_at: ({ updated_at }) => updated_at.toISOString(),
  last_login: ({ last_login }) => last_login?.toISOString(),
};

const members: SearchMembers<User> = {
  names: [...Object.keys(memberOf), 'user_metadata.*', 'app_metadata.*'],
  valuesOf: (user, name) =>
    memberOf[name] ? memberOf[name](user) : readPath(user, name.split('.')),
};

/**
 * Parses a search of users, as {@link parseSearch} does.
 *
 * @throws Refusal 400 for a syntax that the tenant does not support
 */
export function userSearch(q: string): (user: User) => boolean {
  return parseSearch(q, members);
}

/** Reads a value inside metadata. Of a list it reads each element. */
function readPath(value: unknown, path: readonly string[]): unknown {
  const [name, ...rest] = path;
  if (Array.isArray(value)) return value.flatMap((element: unknown) => readPath(element, path));
  if (name === undefined) return value;
  if (typeof value !== 'object' || value === null || !Object.hasOwn(value, name)) return undefined;
  return readPath((value as Record<string, unknown>)[name], rest);
}
