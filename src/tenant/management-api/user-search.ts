import type { User } from '../users/user.ts';
import { parseSearch, type SearchMembers } from './search.ts';

const members: SearchMembers<User> = new Map([
  ['email', ({ email }: User) => email],
  ['username', ({ username }: User) => username],
  ['user_id', ({ user_id }: User) => user_id],
  ['identities.connection', ({ connection }: User) => connection],
]);

/**
 * Parses a search of users, as {@link parseSearch} does.
 *
 * @throws Refusal 400 for a syntax that the tenant does not support
 */
export function userSearch(q: string): (user: User) => boolean {
  return parseSearch(q, members);
}
