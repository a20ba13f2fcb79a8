import type { Tenant } from '../tenant-state.ts';
import type { User } from './user-directory.ts';

/** Whether an administrator has blocked the user. Looked up each time: somebody signed in can be blocked by changing the settings. */
export function isBlocked({ settings }: Tenant, { user_id }: User): boolean {
  return settings.users.some((user) => user.user_id === user_id && user.blocked);
}
