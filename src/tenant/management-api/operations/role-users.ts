import { z } from 'zod';
import { managementError } from '../../errors.ts';
import type { Tenant } from '../../tenant-state.ts';
import { nameOf, pictureOf } from '../../users/profile.ts';
import type { User } from '../../users/user.ts';
import type { ManagementOperation } from '../operation.ts';
import { checkpointParameters, isCheckpoint, pageAfter, pageOf, pageParameters } from '../page.ts';
import { userIdSchema } from '../path-id.ts';
import { pathRole } from '../role.ts';
import { validate } from '../validation.ts';

const usersQuery = z.strictObject({ ...pageParameters, ...checkpointParameters });
const usersSchema = z.strictObject({ users: z.array(userIdSchema).min(1) });

/** Makes the operation `GET /api/v2/roles/{id}/users`: the users of a role, by page or by checkpoint. */
export function getRoleUsers(tenant: Tenant): ManagementOperation {
  return {
    scopes: ['read:users read:roles', 'read:role_members'],
    answer(request) {
      const page = validate(usersQuery, request.query, 'Query');
      const users = tenant.roles.usersOf(pathRole(tenant, request));
      return isCheckpoint(page)
        ? pageAfter(users, page, 'users', { idOf: ({ user_id }) => user_id, show: roleUser })
        : pageOf(users.map(roleUser), page, 'users');
    },
  };
}

/** Makes the operation `POST /api/v2/roles/{id}/users`, which gives a role to users: to all that the body lists, or to none. */
export function assignRoleUsers(tenant: Tenant): ManagementOperation {
  return {
    scopes: ['update:roles', 'create:role_members'],
    name: 'Assign users to a role',
    answer(request) {
      const role = pathRole(tenant, request);
      const { users: ids } = validate(usersSchema, request.body, 'Payload');
      const users = ids.map((id) => {
        const user = tenant.users.findById(id);
        if (!user) throw managementError(404, 'One or more of the users do not exist.');
        return user;
      });
      for (const user of users) tenant.roles.giveTo(user, role);
      return {};
    },
  };
}

function roleUser(user: User): object {
  const { user_id, email } = user;
  return { user_id, email, picture: pictureOf(user), name: nameOf(user) };
}
