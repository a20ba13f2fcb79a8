import { z } from 'zod';
import type { Tenant } from '../../tenant-state.ts';
import { UserSearchIndex } from '../../users/user-search-index.ts';
import { fieldsParameters, withFields } from '../fields.ts';
import type { ManagementOperation } from '../operation.ts';
import { flagSchema, pageParameters, searchPageOf } from '../page.ts';
import { pathUser } from '../path-id.ts';
import { sortedBy, sortSchema } from '../sort.ts';
import { userSearch } from '../user-search.ts';
import { managementUser } from '../user.ts';
import { validate } from '../validation.ts';

const oneUserQuery = z.strictObject(fieldsParameters);
const usersQuery = z.strictObject({
  ...fieldsParameters,
  ...pageParameters,
  q: z.string().min(1).default('*'),
  primary_order: flagSchema.optional(),
  // Auth0 answers all three by its newest engine.
  search_engine: z.enum(['v1', 'v2', 'v3']).optional(),
  sort: sortSchema([
    ...['user_id', 'email', 'username', 'name', 'nickname', 'given_name', 'family_name'],
    ...['created_at', 'updated_at', 'last_login', 'logins_count'],
  ]).optional(),
});
const byEmailQuery = z.strictObject({ ...fieldsParameters, email: z.email() });

/** Makes the operation `GET /api/v2/users/{id}`. */
export function getUser(tenant: Tenant): ManagementOperation {
  return {
    scopes: ['read:users'],
    answer(request) {
      const user = pathUser(tenant, request);
      return withFields(
        managementUser(tenant, user),
        validate(oneUserQuery, request.query, 'Query'),
      );
    },
  };
}

/** Makes the operation `GET /api/v2/users`: the users that match `q`, as the search knows them. It may know a change only later. */
export function getUsers(tenant: Tenant): ManagementOperation {
  const { users, now, settings } = tenant;
  const index = new UserSearchIndex(users, now, settings.user_search.delay_seconds * 1000);
  return {
    scopes: ['read:users'],
    answer(request) {
      const { q, sort, ...query } = validate(usersQuery, request.query, 'Query');
      const found = index
        .users()
        .filter(userSearch(q))
        .map((user) => managementUser(tenant, user));
      const sorted = sort ? sortedBy(found, sort) : found;
      return searchPageOf(
        sorted.map((user) => withFields(user, query)),
        query,
        'users',
      );
    },
  };
}

/**
 * Makes the operation `GET /api/v2/users-by-email`, which searches all connections. Stored addresses are in lower case, and the
 * search is case-sensitive.
 */
export function getUsersByEmail(tenant: Tenant): ManagementOperation {
  return {
    scopes: ['read:users'],
    answer(request) {
      const { email, ...query } = validate(byEmailQuery, request.query, 'Query');
      const found = tenant.users.all().filter((user) => user.email === email);
      return found.map((user) => withFields(managementUser(tenant, user), query));
    },
  };
}
