import { managementError } from '../../errors.ts';
import type { Refusal } from '../../errors.ts';
import { sendVerificationMail } from '../../mails/verification-mail.ts';
import { setPassword } from '../../passwords/new-password.ts';
import type { Connection } from '../../settings/settings.ts';
import { signUpIdentifiers } from '../../sign-ups/identifiers.ts';
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
import { invalid } from '../validation.ts';

/** Makes the operation `POST /api/v2/users`, which creates a user. */
export function createUser(tenant: Tenant): ManagementOperation {
  return {
    scopes: ['create:users'],
    name: 'Create a User',
    status: 201,
    async answer(request) {
      const newUser = newManagementUser(request.body);
      const connection = connectionForNewUser(tenant, newUser.connection);
      checkIdentifiers(connection, newUser);
      const { verify_email = true, email = '', ...members } = newUser;
      await checkManagedPassword(tenant, { ...newUser, email, connection }, newUser.password);
      const user = await addUser(tenant, { ...members, email });
      logSignUp(tenant, request, { type: 'ss', user_id: user.user_id });
      if (verify_email && !user.email_verified) sendVerificationMail(tenant, user);
      return managementUser(tenant, user);
    },
  };
}

/**
 * Checks that a new user has the identifiers that the connection requires, and one at least.
 *
 * @throws Refusal 400 otherwise, and for an identifier that the connection's users do not have
 */
function checkIdentifiers(connection: Connection, user: NewManagementUser): void {
  checkUsernameAllowed(connection, user.username);
  const { username, ...others } = signUpIdentifiers(connection);
  if (username === 'required' && user.username === undefined) {
    const message = `missing username for ${connection.name} connection with requires_username enabled`;
    throw managementError(400, message, 'invalid_body');
  }
  for (const [name, status] of Object.entries(others) as [keyof typeof others, string][]) {
    if (status === 'required' && user[name] === undefined) {
      throw invalid('Payload', `'Missing required property: ${name}'.`);
    }
  }
  if (
    user.phone_number !== undefined &&
    !connection.options.attributes?.phone_number?.identifier.active
  ) {
    const message = `Cannot set phone_number for connection ${connection.name}, whose users have none`;
    throw managementError(400, message, 'invalid_body');
  }
  if (user.email ?? user.username ?? user.phone_number) return;
  throw invalid('Payload', "'Missing required property: email'.");
}

async function addUser(
  { users }: Tenant,
  { password, ...members }: Omit<NewManagementUser, 'verify_email' | 'email'> & { email: string },
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
