import { managementError } from '../../errors.ts';
import type { Refusal } from '../../errors.ts';
import { sendVerificationMail } from '../../mails/verification-mail.ts';
import { setPassword } from '../../passwords/new-password.ts';
import type { Connection } from '../../settings/settings.ts';
import { logSignUp } from '../../sign-ups/log-sign-up.ts';
import type { Tenant } from '../../tenant-state.ts';
import { hashPassword } from '../../users/password-hash.ts';
import type { User } from '../../users/user.ts';
import { checkClient } from '../named-client.ts';
import { newManagementUser } from '../new-user.ts';
import type { NewManagementUser } from '../new-user.ts';
import type { ManagementOperation } from '../operation.ts';
import { pathUser, pathUserId } from '../path-id.ts';
import { removeUser } from '../remove-user.ts';
import {
  checkConnectionOf,
  checkUsernameAllowed,
  connectionForNewUser,
  connectionNamed,
} from '../user-connection.ts';
import { checkManagedPassword } from '../user-password.ts';
import { userChanges, userPatch } from '../user-patch.ts';
import { managementUser } from '../user.ts';

/** Makes the operation `POST /api/v2/users`, which creates a user. */
export function createUser(tenant: Tenant): ManagementOperation {
  return {
    scopes: ['create:users'],
    name: 'Create a User',
    status: 201,
    async answer(request) {
      const newUser = newManagementUser(request.body);
      const connection = connectionForNewUser(tenant, newUser.connection);
      checkUsername(connection, newUser);
      await checkManagedPassword(tenant, { ...newUser, connection }, newUser.password);
      const { verify_email = true, ...members } = newUser;
      const user = await addUser(tenant, members);
      logSignUp(tenant, request, { type: 'ss', user_id: user.user_id });
      if (verify_email && !user.email_verified) sendVerificationMail(tenant, user);
      return managementUser(tenant, user);
    },
  };
}

function checkUsername(connection: Connection, { username }: NewManagementUser): void {
  checkUsernameAllowed(connection, username);
  if (connection.options.requires_username && username === undefined) {
    const message = `missing username for ${connection.name} connection with requires_username enabled`;
    throw managementError(400, message, 'invalid_body');
  }
}

async function addUser(
  { users }: Tenant,
  { password, ...members }: Omit<NewManagementUser, 'verify_email'>,
): Promise<User> {
  const user = users.add({
    email_verified: false,
    roles: [],
    permissions: [],
    authentication_methods: [],
    ...members,
    passwordHash: await hashPassword(password),
  });
  if (!user) throw managementError(409, 'The user already exists.', 'auth0_idp_error');
  return user;
}

/**
 * Creates the operation `PATCH /api/v2/users/{id}`. Blocking takes effect at once: the next login or refresh is refused. Setting
 * a password unblocks the user, unless the same call sets `blocked` or the tenant's settings say otherwise.
 *
 * @see https://auth0.com/docs/manage-users/user-accounts/block-and-unblock-users
 */
export function updateUser(tenant: Tenant): ManagementOperation {
  return {
    scopes: ['update:users'],
    name: 'Update a User',
    async answer(request) {
      const user = pathUser(tenant, request);
      const { password, connection, client_id, verify_email, ...profile } = userPatch(request.body);
      checkConnectionOf(user, connection);
      checkClient(tenant, client_id);
      const directory = connectionNamed(tenant, user.connection);
      checkUsernameAllowed(directory, profile.username);
      if (password !== undefined) {
        await checkManagedPassword(tenant, { ...user, connection: directory, user }, password);
      }
      const unblocked =
        password !== undefined &&
        user.blocked === true &&
        tenant.settings.unconfirmed.management_password_unblocks;
      const changes = { ...(unblocked && { blocked: false }), ...userChanges(user, profile) };
      if (!tenant.users.change(user, changes)) throw userExistsError(profile);
      if (password !== undefined) await setPassword(tenant, user, password);
      if (verify_email) sendVerificationMail(tenant, user);
      return managementUser(tenant, user);
    },
  };
}

function userExistsError({ email }: { email?: string }): Refusal {
  const message =
    email === undefined ? 'The user already exists.' : 'The specified new email already exists';
  return managementError(400, message, 'auth0_idp_error');
}

/** Makes the operation `DELETE /api/v2/users/{id}`. Deleting an unknown user is no error. */
export function deleteUser(tenant: Tenant): ManagementOperation {
  return {
    scopes: ['delete:users'],
    name: 'Delete a User',
    answer(request) {
      const user = tenant.users.findById(pathUserId(request));
      if (user) removeUser(tenant, request, user);
      return undefined;
    },
  };
}
