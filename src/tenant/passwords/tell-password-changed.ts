import { connectionId } from '../logs/tenant-logs.ts';
import type { Tenant } from '../tenant-state.ts';
import type { User } from '../users/user.ts';

/** Starts the post-change-password Actions for a user whose password has just been set. */
export function tellPasswordChanged(
  { postChangePassword, now }: Tenant,
  { user_id, email, email_verified, username, connection, last_password_reset = now() }: User,
): void {
  postChangePassword({
    user: {
      ...{ user_id, email, email_verified },
      ...(username !== undefined && { username }),
      last_password_reset: last_password_reset.toISOString(),
    },
    connection: { id: connectionId(connection), name: connection, strategy: 'auth0' },
  });
}
