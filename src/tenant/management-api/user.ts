import type { Tenant } from '../tenant-state.ts';
import { nameOf, nicknameOf, pictureOf } from '../users/profile.ts';
import type { User } from '../users/user.ts';

/** Formats a user for the Management API. JSON leaves out the members that are undefined. */
export function managementUser(tenant: Tenant, user: User): object {
  const { user_id, connection, logins_count } = user;
  return {
    created_at: user.created_at,
    ...(user.email !== '' && { email: user.email, email_verified: user.email_verified }),
    phone_number: user.phone_number,
    phone_verified: user.phone_verified,
    identities: [
      { connection, user_id: user_id.replace('auth0|', ''), provider: 'auth0', isSocial: false },
    ],
    name: nameOf(user),
    nickname: nicknameOf(user),
    picture: pictureOf(user),
    updated_at: user.updated_at,
    user_id,
    username: user.username,
    given_name: user.given_name,
    family_name: user.family_name,
    // Auth0 omits `blocked` until a call sets the member. It is false only after a call has set it.
    blocked: user.blocked,
    user_metadata: user.user_metadata,
    app_metadata: user.app_metadata,
    multifactor: tenant.mfa.authenticators.isEnrolled(user) ? ['guardian'] : undefined,
    last_password_reset: user.last_password_reset,
    last_ip: user.last_ip,
    last_login: user.last_login,
    logins_count: logins_count > 0 ? logins_count : undefined,
  };
}
